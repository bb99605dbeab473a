"""How long cases were held: working days counted by the database, by the party that held them."""

from datetime import date, timedelta

from django.db.models import Aggregate, Case, CharField, FloatField, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution
from casework.models import Turn
from regions import clock, working_days

Kind = Institution.Kind
FIRST_DAY = date(2018, 4, 17)  # the coordination meeting from which the programme counts; nothing was held before
PARTIES = {
    "province": _("Provinces"),
    "upt": _("UPT"),
    "centre": _("Centre"),
    "legal": _("Legal review"),
    "partner": _("Partners"),
}


class Median(Aggregate):
    """The value half of the rows do not exceed."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class CountedOn(Func):
    """How many working days lie between FIRST_DAY and the day of an instant in a zone."""

    output_field = IntegerField()

    def __init__(self, moment, zone):
        super().__init__(moment, zone)

    def as_sql(self, compiler, connection, **context):
        (moment, of_moment), (zone, of_zone) = map(compiler.compile, self.get_source_expressions())
        last = clock.today() + timedelta(days=1)  # in the east a day may have begun already
        counts = working_days.counted(FIRST_DAY, last)
        sql = f"(%s::int[])[({moment} AT TIME ZONE {zone})::date - %s::date + 1]"
        return sql, [counts, *of_moment, *of_zone, FIRST_DAY]


def party() -> Case:
    """Whose time it was: legal review apart, whichever office it sits in."""
    return Case(
        When(status="legal_review", then=Value("legal")),
        When(institution__kind=Kind.AGENCY, then=Value("centre")),
        When(institution__kind=Kind.UPT, then=Value("upt")),
        When(institution__kind__in=[Kind.GOVERNMENT, *Institution.BODIES], then=Value("province")),
        default=Value("partner"),
        output_field=CharField(),
    )


def with_days(turns: QuerySet[Turn]) -> QuerySet[Turn]:
    """Each turn with its `party` and the working days (`days`) it lasted, or has lasted until now."""
    until = Coalesce("closed_at", Value(clock.now()))
    return turns.annotate(party=party(), days=CountedOn(until, "timezone") - CountedOn("entered_at", "timezone"))
