"""One proposal with everything its pages show, read in one query; see casework.embedding."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from casework.embedding import embedded, unpacked
from casework.models import Turn
from casework.policies import sees_narrowly
from programs.models import DETAIL_OF_KIND, AgreementCover, CheckAnswer, Proposal, Review
from programs.seating import taken

HANGING = ("cost_lines", "notes", "case__documents", "case__participants", "case__trail", "case__writers")
BESIDE = (
    "case__owner__province",
    "case__province",
    "case__upt",
    "body__province",
    "author__institution",
    "verifier__institution",
    "submitted_by__institution",
    "offer",
    "copied_from__case",
    *(model.RELATED_NAME for model in DETAIL_OF_KIND.values()),
)


def dossier(actor, pk: int, *, narrow: bool = False) -> Proposal:
    """The proposal within the actor's sight, or 404; besides its rows it carries `regency_names`, `covered_by`,
    `seats_taken` of its offer, and how far check and review have come.

    A partner sees little of it: only pages made for that say `narrow`, every other one is refused.
    """
    rows = embedded(Proposal.objects.visible_to(actor), *HANGING).select_related(*BESIDE)
    rows = rows.annotate(
        regency_names=ArraySubquery(_regencies()),
        covered_by=ArraySubquery(_covers()),
        seats_taken=taken(OuterRef("offer")),
        **_progress(),
    ).prefetch_related(Prefetch("case__turns", Turn.objects.open().with_holders()))
    proposal = unpacked(get_object_or_404(rows, pk=pk), *HANGING)
    if not narrow and sees_narrowly(actor, proposal.case):
        raise PermissionDenied(_("A partner reads its own part of a proposal; this page shows more."))
    return proposal


def _regencies() -> QuerySet:
    chosen = Proposal.regencies.through.objects.filter(proposal=OuterRef("pk")).order_by("regency")
    return chosen.values("regency__name")


def _covers() -> QuerySet:
    covers = AgreementCover.objects.filter(proposal=OuterRef("pk")).order_by("starts_on")
    return covers.values(
        packed=JSONObject(
            case="source",
            number="source__number",
            title="source__title",
            starts_on="starts_on",
            ends_on="ends_on",
        )
    )


def _progress() -> dict:
    """How far the check has come, what of the open one is not met, and how many reviews are asked for and given."""
    answers = CheckAnswer.objects.filter(round__proposal=OuterRef("pk")).order_by()
    answered = answers.values("round__number").annotate(n=Count("pk")).order_by("-round__number")[:1]
    unmet = answers.filter(round__closed_at__isnull=True, result=CheckAnswer.Result.NOT_MET).values("round__proposal")
    reviews = Review.objects.filter(
        proposal=OuterRef("pk"), round=OuterRef("review_round"), recused_at=None, released_at=None
    )
    reviews = reviews.order_by().values("proposal")
    given = reviews.annotate(n=Count("pk", filter=Q(submitted_at__isnull=False)))
    return {
        "items_checked": Coalesce(Subquery(answered.values("n")), 0),
        "checked_round": Subquery(answered.values("round__number")),
        "items_unmet": Coalesce(Subquery(unmet.annotate(n=Count("pk")).values("n")), 0),
        "reviews_asked": Coalesce(Subquery(reviews.annotate(n=Count("pk")).values("n")), 0),
        "reviews_given": Coalesce(Subquery(given.values("n")), 0),
    }
