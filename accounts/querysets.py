"""Questions asked of institutions, positions and holdings."""

from datetime import date

from django.db import models
from django.db.models import Q


def _on(day: date, start: str, end: str) -> Q:
    """Rows whose period holds `day`; an empty end or start is open."""
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day})
    )


class InstitutionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def bodies_of(self, province):
        """The bodies of one province (not its government)."""
        return self.active().filter(province=province, kind__in=self.model.BODIES)


class PositionQuerySet(models.QuerySet):
    def with_role(self, *roles: str):
        return self.filter(roles__overlap=[str(role) for role in roles])

    def valid_on(self, day: date):
        return self.filter(_on(day, "valid_from", "valid_until"))


class HoldingQuerySet(models.QuerySet):
    def on(self, day: date):
        """Holdings that give rights on this day, the acting one (Plt., Plh.) before the definitive."""
        return (
            self.filter(_on(day, "starts_on", "ends_on"), user__is_active=True)
            .filter(_on(day, "position__valid_from", "position__valid_until"))
            .order_by(models.Case(models.When(kind="definitive", then=1), default=0), "starts_on", "pk")
        )

    def with_people(self):
        return self.select_related(
            "user", "position__institution__province", "position__institution__upt__office_province"
        )
