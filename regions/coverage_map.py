"""Who serves which province on one day, gathered in five queries for the coverage page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from regions.models import Coverage, CoverageChange, Province, Upt, UptName

COLUMNS, ROWS = 18, 7


@dataclass(frozen=True)
class Service:
    """One province on the day, and the coverage that holds for it, if any."""

    province: Province
    coverage: Coverage | None
    official: UptName | None
    change: CoverageChange | None = None  # announced, and not yet done

    @property
    def name(self) -> str:
        return self.province.name

    @property
    def upt(self) -> Upt | None:
        return self.coverage and self.coverage.upt

    @property
    def weak(self) -> bool:
        """Served, but neither stated by a source nor verified."""
        return self.coverage is not None and self.coverage.unverified

    # What the tile of the map shows (templates/components/tiles.html).
    @property
    def short(self) -> str:
        return self.province.abbreviation

    @property
    def upt_code(self) -> str:
        return self.coverage.upt_id if self.coverage else ""

    @property
    def url(self) -> str:
        return f"#provinsi-{self.province.code}"

    @property
    def label(self) -> str:
        """The tile read aloud."""
        words = {"province": self.province.name, "upt": self.upt}
        if not self.upt:
            return _("%(province)s: without an UPT") % words
        if self.weak:
            return _("%(province)s: %(upt)s, not yet verified") % words
        return _("%(province)s: %(upt)s") % words


@dataclass(frozen=True)
class Office:
    """One UPT on the day: its official name then, and the provinces it serves."""

    upt: Upt
    official: UptName | None
    provinces: list[Province]


def tile_rows(tiles: dict, provinces: list[Province]) -> list[list]:
    """A map's tiles (by province code) each in its place, row by row; most places are sea."""
    placed = {(province.tile_row, province.tile_column): tiles.get(province.pk) for province in provinces}
    return [[placed.get((row, column)) for column in range(COLUMNS)] for row in range(ROWS)]


def _as_planned(change: CoverageChange) -> Coverage:
    """What will hold from the day of an announced change, as if it were recorded."""
    return Coverage(
        upt=change.upt,
        province=change.province,
        starts_on=change.on,
        confidence=Coverage.Confidence.SOURCED,
        source=change.reason,
        decree=change.decree,
    )


class CoverageMap:
    def __init__(self, day: date):
        self.day = day
        names = {name.upt_id: name for name in UptName.objects.on(day)}
        coverages = {row.province_id: row for row in Coverage.objects.on(day).select_related("upt")}
        planned = CoverageChange.objects.planned().select_related("province", "left", "upt").order_by("on")
        self.changes = list(planned)
        changes = {row.province_id: row for row in self.changes}
        coverages |= {code: _as_planned(row) for code, row in changes.items() if row.on <= day}
        self.services = [
            Service(province, row, names.get(row.upt_id) if row else None, changes.get(province.pk))
            for province in Province.objects.existing_on(day)
            for row in [coverages.get(province.pk)]
        ]
        self.offices = [Office(upt, names.get(upt.pk), self._served_by(upt)) for upt in Upt.objects.all()]

    def _served_by(self, upt: Upt) -> list[Province]:
        return [service.province for service in self.services if service.upt == upt]

    @property
    def uncovered(self) -> list[Province]:
        return [service.province for service in self.services if not service.coverage]

    @property
    def unverified_count(self) -> int:
        return sum(service.weak for service in self.services)

    @property
    def rows(self) -> list[list["Service | None"]]:
        """The tiles of the map, row by row; most of them are sea."""
        return tile_rows(
            {service.province.pk: service for service in self.services}, [s.province for s in self.services]
        )

    @property
    def key(self) -> list[dict]:
        return [
            {
                "upt_code": office.upt.code,
                "name": office.upt.short_name,
                "count": len(office.provinces),
            }
            for office in self.offices
        ]
