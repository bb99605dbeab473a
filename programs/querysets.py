"""Questions asked of offers and proposals."""

from datetime import date

from django.db import models

from accounts.roles import Role
from casework.querysets import sight


class OfferQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Published offers are for everybody who signs in; drafts are for the coordinators who write them."""
        if actor is None:
            return self.none()
        if actor.has(Role.COORDINATOR):
            return self
        return self.filter(published_at__isnull=False)

    def open_on(self, day: date):
        """Offers from which one may propose on a day."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True, opens_on__lte=day, closes_on__gte=day)


ACCEPTED = ("approved", "in_progress", "reporting", "closed")  # what everybody calls an approved programme


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Proposals whose case is within an actor's scope."""
        if actor is None:
            return self.none()
        return self.filter(sight(actor, "case__"))

    def accepted(self):
        """Approved, and neither cancelled nor deferred since."""
        return self.filter(case__status__in=ACCEPTED)

    def with_case(self):
        return self.select_related("case__owner", "case__province", "case__upt", "body")


class ReviewQuerySet(models.QuerySet):
    def standing(self, proposal):
        """Reviews of the present round by reviewers who neither recused nor were released."""
        return self.filter(
            proposal=proposal,
            round=proposal.review_round,
            recused_at__isnull=True,
            released_at__isnull=True,
        )

    def pending(self):
        return self.filter(submitted_at__isnull=True)

    def given(self):
        return self.filter(submitted_at__isnull=False)


class CheckItemQuerySet(models.QuerySet):
    def for_kind(self, kind: str):
        """What a verifier looks at for this kind: the items of every kind, then its own."""
        return self.filter(is_active=True, kind__in=["", kind]).order_by("kind", "order", "pk")
