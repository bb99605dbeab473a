"""The technical review at the centre: assign reviewers, take one off, give the review or step aside."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.workflow import refusals
from programs import policies, summary
from programs.bench import bench
from programs.dossier import dossier
from programs.forms.acts import ReasonForm
from programs.forms.reviews import RecuseForm, ReviewersForm, ReviewForm
from programs.models import Proposal, Review
from programs.occasions import CHOOSE_REVIEWERS, GIVE_REVIEW
from programs.opinions import opinions
from programs.ruling import check_result
from programs.services import reviews
from programs.views.acts import ActView
from programs.views.detail import frame


class CentreActView(ActView):
    """An act beside the whole proposal; who may not do it does not read the reviews either, whatever the state."""

    def find(self, pk: int) -> Proposal:
        proposal = dossier(self.request.actor, pk)
        self.opinions = opinions(proposal, self.request.actor)
        return proposal

    def asked(self):
        return True

    def refuse(self, form, field, reasons):
        """Everything is read again: what was refused rests on it."""
        self.proposal = self.find(self.proposal.pk)
        return super().refuse(form, field, reasons)


class ReviewersView(CentreActView):
    """Who reviews, what they gave so far, whom to ask besides, and the way to the decision."""

    template_name = "programs/reviewers.html"
    is_kept = True  # portal/kept_pages
    form_class = ReviewersForm
    occasion = CHOOSE_REVIEWERS
    heading = gettext_lazy("Reviewers")
    submit_label = gettext_lazy("Assign")
    done = gettext_lazy("Assigned. Each reviewer has been told and has a turn of his own.")

    def find(self, pk):
        proposal = super().find(pk)
        self.bench = bench(proposal, self.opinions.all)
        return proposal

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"bench": self.bench}

    def get_context_data(self, **kwargs):
        head = frame(self.proposal, self.request.actor, self.bench.held)
        context = super().get_context_data(opinions=self.opinions, **self.onward(), **kwargs)
        return context | {"about": head["about"], "strip": head["strip"], "in_state": self.in_state}

    def onward(self) -> dict:
        """Bringing it to decision, as a button or with what must come first."""
        row = self.proposal.workflow["bring_to_decision"]
        reasons = refusals(self.proposal, row, self.request.actor) if self.in_state else []
        url = reverse("programs:move", args=[self.proposal.pk, row.name])
        button = {"label": row.label, "url": url, "kind": "primary", "post": True}
        return {
            "acts": [button] if self.in_state and not reasons else [],
            "not_yet": [{"label": row.label, "reasons": reasons}] if reasons else [],
        }

    def act(self, **data):
        reviews.assign_reviewers(self.proposal, actor=self.request.actor, **data)
        self.success_url = reverse("programs:reviewers", args=[self.proposal.pk])


class ReleaseView(ActView):
    """Take a reviewer off who has not spoken yet."""

    form_class = ReasonForm
    occasion = CHOOSE_REVIEWERS
    heading = gettext_lazy("Take a reviewer off")
    submit_label = gettext_lazy("Take off")
    done = gettext_lazy("The reviewer is taken off the case.")
    extra_context = {"follows": [gettext_lazy("The reviewer is no longer asked. He can be assigned again later.")]}

    def find(self, pk):
        proposal = super().find(pk)
        rows = proposal.reviews.select_related("reviewer__institution", "proposal__case")
        self.review = get_object_or_404(rows, pk=self.kwargs["review"])
        return proposal

    def asked(self):
        return True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"about": f"{self.review.reviewer} · {context['about']}"}

    def blocked(self):
        pending = Review.objects.standing(self.proposal).pending().filter(pk=self.review.pk)
        return super().blocked() or ([] if pending else [_("This review is given, or no longer asked for.")])

    def back_url(self):
        return reverse("programs:reviewers", args=[self.proposal.pk])

    def act(self, **data):
        reviews.release_reviewer(self.review, actor=self.request.actor, **data)


class ReviewView(CentreActView):
    """The reviewer's own page: points, opinion and grounds beside the proposal, or stepping aside; then read only."""

    template_name = "programs/review.html"
    is_kept = True  # portal/kept_pages
    occasion = GIVE_REVIEW
    heading = gettext_lazy("Technical review")
    submit_label = gettext_lazy("Give the review")

    def find(self, pk):
        proposal, actor = super().find(pk), self.request.actor
        self.review = self.opinions.latest_of(actor.position)
        if self.review is None and policies.reviews(actor, proposal):
            raise PermissionDenied(_("You were not asked to review this proposal; the coordinators assign reviewers."))
        return proposal

    @property
    def pending(self) -> bool:
        return self.in_state and self.review in self.opinions.pending

    @property
    def stepping_aside(self) -> bool:
        return "recuse" in self.request.POST

    def get_form_class(self):
        return RecuseForm if self.stepping_aside else ReviewForm

    def get_form_kwargs(self):
        prefix = {"auto_id": "id_recuse_%s"} if self.stepping_aside else {}
        return super().get_form_kwargs() | {"review": self.review} | prefix

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form() if self.pending else None)
        return super().get_context_data(
            **kwargs,
            **self.forms(kwargs["form"]),
            review=self.review,
            pending=self.pending,
            counts=self.review in self.opinions.given,
            opinions=self.opinions,
            check=check_result(self.proposal),
            facts=summary.facts(self.proposal),
            money=summary.money(self.proposal),
            documents=summary.documents(self.proposal),
        )

    def forms(self, sent) -> dict:
        """Both forms of the page: the one that was sent with what was typed, the other one empty."""
        if not self.pending:
            return {}
        fresh = {"actor": self.request.actor, "proposal": self.proposal, "review": self.review}
        if self.stepping_aside:
            return {"scoring": ReviewForm(**fresh), "recusal": sent}
        return {"scoring": sent, "recusal": RecuseForm(auto_id="id_recuse_%s", **fresh)}

    def act(self, **data):
        if self.stepping_aside:
            self.done = _("You have stepped aside; the coordinators have been told.")
            reviews.recuse(self.review, actor=self.request.actor, **data)
        else:
            self.done = _("Your review is given. It cannot be changed any more.")
            reviews.give_review(self.review, actor=self.request.actor, **data)

    def back_url(self):
        return reverse("programs:review", args=[self.proposal.pk])
