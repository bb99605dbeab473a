"""Questions asked of cooperation documents: who sees them, which run out, which have a successor."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef

from casework.querysets import sight
from casework.states import AGREEMENT_STATES

EXPIRING_DAYS = 180
FINAL = [code for code, state in AGREEMENT_STATES.items() if state.final]


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Documents whose case is within an actor's scope: the parties', their UPT's and the centre's."""
        if actor is None:
            return self.none()
        return self.filter(sight(actor, "case__"))

    def with_case(self):
        return self.select_related("case__owner", "case__province", "case__upt")

    def in_state(self, *statuses: str):
        return self.filter(case__status__in=statuses)

    def in_force(self):
        return self.in_state("in_force")

    def unfinished(self):
        """On the way: neither in force nor ended."""
        return self.exclude(case__status__in=[*FINAL, "in_force"])

    def begun_by(self, day: date):
        return self.filter(starts_on__lte=day)

    def past(self, day: date):
        """Whose last day lies before this one."""
        return self.filter(ends_on__lt=day)

    def ending_by(self, last: date):
        """In force, and ending no later than this day."""
        return self.in_force().filter(ends_on__lte=last)

    def succeeded(self):
        """Another document, not given up, names this one as its predecessor."""
        return self.filter(Exists(self._successors()))

    def without_successor(self):
        return self.filter(~Exists(self._successors()))

    def ended_without_successor(self):
        return self.in_state("expired").without_successor()

    def _successors(self):
        heirs = self.model.objects.filter(predecessor=OuterRef("pk"))
        return heirs.exclude(case__status="cancelled")


class PartyQuerySet(models.QuerySet):
    def whole(self):
        """With everything a page says about a party, in two queries."""
        signatures = self.model._meta.get_field("signatures").related_model.objects.select_related("scan")
        return self.select_related(
            "institution__province",
            "office__province",
            "office__upt__office_province",
            "signing_position__institution",
            "authority_document",
            "accepted_text",
        ).prefetch_related(models.Prefetch("signatures", signatures))


class SignatureQuerySet(models.QuerySet):
    def standing(self):
        """Signatures that a return to the draft has not made void."""
        return self.filter(voided_at__isnull=True)
