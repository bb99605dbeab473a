"""Which rows of where and when hold on a given day."""

from datetime import date

from django.db.models import Q, QuerySet


class DatedQuerySet(QuerySet):
    """Rows with starts_on and ends_on, both inclusive, either of them open."""

    def on(self, day: date):
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class CoverageQuerySet(DatedQuerySet):
    def unverified(self):
        """Neither stated by a source nor yet confirmed by an administrator."""
        return self.filter(verified=False).exclude(confidence="A")


class CoverageChangeQuerySet(QuerySet):
    def planned(self):
        """Announced, neither done nor withdrawn."""
        return self.filter(done_at=None, withdrawn_at=None)

    def due_by(self, day: date):
        return self.planned().filter(on__lte=day)


class ProvinceQuerySet(QuerySet):
    def existing_on(self, day: date):
        """Without the provinces whose first day of government came later."""
        return self.filter(Q(inaugurated_on=None) | Q(inaugurated_on__lte=day))
