"""Where and when: provinces, regencies, the offices that serve them, days off."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from regions.querysets import CoverageChangeQuerySet, CoverageQuerySet, DatedQuerySet, ProvinceQuerySet

TIMEZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class Zone(models.TextChoices):
    WIB = "WIB", "WIB (UTC+7)"
    WITA = "WITA", "WITA (UTC+8)"
    WIT = "WIT", "WIT (UTC+9)"


class DayRange(Func):
    """starts_on to ends_on, both days included; an unknown end is open."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self):
        super().__init__("starts_on", "ends_on", RangeBoundary(True, True))

    def deconstruct(self):
        return "regions.models.DayRange", (), {}


class Dated(models.Model):
    """What holds from a first to a last day; an empty first day means since ever."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self):
        refuse_disorder(self)


def refuse_disorder(row) -> None:
    """Raises ValidationError where the last day is before the first; either may be open."""
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ValidationError({"ends_on": _("The last day cannot be before the first day.")})


def ordered_days(name):
    return models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name=name)


def one_at_a_time(field, *, name, message):
    """At most one row per value of the field and day; the database itself refuses a second."""
    return ExclusionConstraint(
        name=name,
        expressions=[(field, RangeOperators.EQUAL), (DayRange(), RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


class Province(models.Model):
    """A province of Indonesia, keyed on its Kemendagri code."""

    code = models.CharField(_("Kemendagri code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    official_name = models.CharField(_("official name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    capital = models.CharField(_("capital"), max_length=100)
    island_group = models.CharField(_("island group"), max_length=50)
    zone = models.CharField(_("time zone"), max_length=4, choices=Zone)
    bps_code = models.CharField(_("BPS code"), max_length=2, unique=True)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=5, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("separated from"))
    law = models.CharField(_("founding law"), max_length=50, blank=True)
    law_on = models.DateField(_("law of"), null=True, blank=True)
    inaugurated_on = models.DateField(_("inaugurated on"), null=True, blank=True)
    rakor_stage_2018 = models.CharField(_("rakor stage 2018"), max_length=30, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("column on the map"))
    tile_row = models.PositiveSmallIntegerField(_("row on the map"))
    note = models.TextField(_("note"), blank=True)

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(zone__in=Zone.values), name="province_zone_known"),
            models.UniqueConstraint(fields=["tile_column", "tile_row"], name="province_own_tile"),
        ]

    def __str__(self):
        return self.name

    @property
    def timezone(self) -> str:
        return TIMEZONES[self.zone]

    @property
    def abbreviation(self) -> str:
        """The two letters on its tile of the map."""
        return self.iso_code[-2:]


class Regency(models.Model):
    """A regency (kabupaten) or city (kota), keyed on its Kemendagri code."""

    class Kind(models.TextChoices):
        KABUPATEN = "kabupaten", _("regency")
        KOTA = "kota", _("city")

    code = models.CharField(_("Kemendagri code"), max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="regencies", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("regency or city")
        verbose_name_plural = _("regencies and cities")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Upt(models.Model):
    """One of the agency's technical offices that serve the provinces."""

    class OfficeClass(models.TextChoices):
        MAIN = "main", _("main office")
        REGULAR = "regular", _("office")

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    short_name = models.CharField(
        _("name in running text"),
        max_length=60,
        unique=True,
        help_text=_("Stays when the official name changes, for example: Balai Banjarmasin."),
    )
    office_class = models.CharField(_("class"), max_length=10, choices=OfficeClass)
    city = models.CharField(_("city"), max_length=60)
    office_province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", verbose_name=_("province of the office")
    )

    class Meta:
        verbose_name = _("UPT")
        verbose_name_plural = _("UPTs")
        ordering = ["code"]

    def __str__(self):
        return self.short_name

    @property
    def timezone(self) -> str:
        return self.office_province.timezone


class UptName(Dated):
    """The official name of an UPT between two days; each reorganisation gave it a new one."""

    upt = models.ForeignKey(Upt, models.CASCADE, related_name="names", verbose_name=_("UPT"))
    name = models.CharField(_("official name"), max_length=120)
    verified = models.BooleanField(_("verified"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of an UPT")
        verbose_name_plural = _("names of UPTs")
        ordering = ["upt", F("starts_on").asc(nulls_first=True)]
        constraints = [
            ordered_days("uptname_days_ordered"),
            one_at_a_time(
                "upt",
                name="uptname_one_per_day",
                message=_("This UPT already has a name on one of these days."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def short_name(self) -> str:
        return self.upt.short_name


class Coverage(Dated):
    """One UPT serves one province between two days."""

    class Confidence(models.TextChoices):
        SOURCED = "A", _("stated by a source")
        UNOFFICIAL = "B", _("unofficial source")
        WEAK = "C", _("weak source")
        INFERRED = "D", _("inferred")

    upt = models.ForeignKey(Upt, models.PROTECT, related_name="coverages", verbose_name=_("UPT"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="coverages", verbose_name=_("province"))
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence)
    source = models.TextField(_("source"))
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("An administrator has compared this row with the decree or the office."),
    )
    decree = models.CharField(_("decree"), max_length=120, blank=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        ordering = ["province", F("starts_on").asc(nulls_first=True)]
        constraints = [
            ordered_days("coverage_days_ordered"),
            one_at_a_time(
                "province",
                name="coverage_one_upt_per_day",
                message=_("This province already has an UPT on one of these days."),
            ),
        ]

    def __str__(self):
        return f"{self.province} – {self.upt}"

    @property
    def unverified(self) -> bool:
        """Neither stated by a source nor yet confirmed by an administrator."""
        return not self.verified and self.confidence != self.Confidence.SOURCED


@pghistory.track()
class CoverageChange(models.Model):
    """One province passes from one UPT to another on a day: announced, then done by the clock, or withdrawn before.

    Who announced and withdrew it is kept as text, as in the trail: names outlive the rows they came from.
    """

    province = models.ForeignKey(Province, models.PROTECT, related_name="changes", verbose_name=_("province"))
    left = models.ForeignKey(Upt, models.PROTECT, related_name="+", verbose_name=_("UPT until then"))
    upt = models.ForeignKey(Upt, models.PROTECT, related_name="+", verbose_name=_("UPT from then on"))
    on = models.DateField(_("from the day"))
    reason = models.TextField(_("reason"))
    decree = models.CharField(_("decree number"), max_length=120)
    announced_at = models.DateTimeField(_("announced at"))
    announced_by = models.CharField(_("announced by"), max_length=460)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=460, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = CoverageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over of a province")
        verbose_name_plural = _("hand-overs of provinces")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="one_planned_change_per_province",
            ),
            models.CheckConstraint(condition=~Q(upt=F("left")), name="coverage_change_leads_to_another_upt"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="coverage_change_done_or_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.province}: {self.left} → {self.upt}"

    @property
    def is_planned(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None


class CalendarDay(models.Model):
    """An administrator's word on one day, against the published calendar."""

    on = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("reason"), max_length=120)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["-on"]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.name}"
