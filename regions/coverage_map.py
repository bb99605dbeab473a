"""Who serves which province on one day, gathered in four queries for the coverage page."""

from dataclasses import dataclass
from datetime import date

from regions.models import Coverage, Province, Upt, UptName

COLUMNS, ROWS = 18, 7


@dataclass(frozen=True)
class Service:
    """One province on the day, and the coverage that holds for it, if any."""

    province: Province
    coverage: Coverage | None
    name: UptName | None

    @property
    def upt(self) -> Upt | None:
        return self.coverage and self.coverage.upt

    @property
    def unverified(self) -> bool:
        return self.coverage is not None and self.coverage.unverified


@dataclass(frozen=True)
class Office:
    """One UPT on the day: its official name then, and the provinces it serves."""

    upt: Upt
    name: UptName | None
    provinces: list[Province]


class CoverageMap:
    def __init__(self, day: date):
        self.day = day
        names = {name.upt_id: name for name in UptName.objects.on(day)}
        coverages = {row.province_id: row for row in Coverage.objects.on(day).select_related("upt")}
        self.services = [
            Service(province, row, names.get(row.upt_id) if row else None)
            for province in Province.objects.existing_on(day)
            for row in [coverages.get(province.pk)]
        ]
        self.offices = [
            Office(upt, names.get(upt.pk), self._served_by(upt)) for upt in Upt.objects.all()
        ]

    def _served_by(self, upt: Upt) -> list[Province]:
        return [service.province for service in self.services if service.upt == upt]

    @property
    def uncovered(self) -> list[Province]:
        return [service.province for service in self.services if not service.coverage]

    @property
    def unverified_count(self) -> int:
        return sum(service.unverified for service in self.services)

    @property
    def cells(self) -> list[Service | None]:
        """The grid of the map, row by row; most cells are sea."""
        placed = {(s.province.tile_row, s.province.tile_column): s for s in self.services}
        return [placed.get((row, column)) for row in range(ROWS) for column in range(COLUMNS)]
