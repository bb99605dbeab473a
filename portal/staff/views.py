"""The pages of an institution's people: who sits where, inviting, ending, acting holders."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.models import Institution, Invitation, Position
from casework.models import Turn
from casework.views.asking import AskingView
from portal.staff import holdings, invitations, policies
from portal.staff.forms import ActForm, EndForm, InviteForm, PositionForm
from portal.staff.page import people_of
from regions import clock
from regions.templatetags.dates import day_full
from regions.whole_numbers import whole_number


def institution_url(institution: Institution) -> str:
    return f"{reverse('staff:institution')}?instansi={institution.pk}"


def way_back(actor, institution: Institution) -> dict:
    """From a page about a chair: to the institution for whoever keeps it, to the chairs one may lend for others."""
    if policies.administers(actor, institution):
        return {"label": _("My institution"), "url": institution_url(institution)}
    return {"label": _("Plt. and Plh."), "url": reverse("staff:acting")}


class InstitutionView(TemplateView):
    """An administrator's own institution; the centre's chooses one. What the address names is asked within scope."""

    template_name = "portal/staff/institution.html"

    def dispatch(self, request, *args, **kwargs):
        if not policies.administers_any(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": policies.administers_any.who})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        mine = Institution.objects.administered_by(actor).select_related("province", "upt__office_province")
        wished = whole_number(self.request.GET.get("instansi", ""))
        people = people_of(actor.institution if wished is None else get_object_or_404(mine, pk=wished))
        several = actor.has("administrator")
        return super().get_context_data(
            people=people, institutions=_choices(mine) if several else [], several=several, **kwargs
        )


def _choices(institutions):
    today = clock.today()
    held = Q(positions__valid_until__isnull=True) | Q(positions__valid_until__gte=today)
    return institutions.annotate(chairs=Count("positions", filter=held)).order_by("-chairs", "name")


class OfInstitution(AskingView):
    """An act in one institution the reader looks after; outside it the address does not exist."""

    def dispatch(self, request, *args, **kwargs):
        rows = Institution.objects.administered_by(request.actor).select_related("province", "upt__office_province")
        self.institution = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"institution": self.institution}

    def get_context_data(self, **kwargs):
        crumbs = [{"label": _("My institution"), "url": self.back_url()}, {"label": self.heading}]
        return super().get_context_data(**{"crumbs": crumbs, "about": self.institution.name} | kwargs)

    def back_url(self):
        return institution_url(self.institution)


def invited_by_mail() -> str:
    days = invitations.settings.INVITATION_DAYS
    link = ngettext(
        "An e-mail goes to this address; its link works once, for %(days)d day.",
        "An e-mail goes to this address; its link works once, for %(days)d days.",
        days,
    )
    return link % {"days": days}


class InviteView(OfInstitution):
    form_class = InviteForm
    heading = gettext_lazy("Invite a colleague")
    submit_label = gettext_lazy("Send the invitation")

    def get_initial(self):
        return {"position": self.request.GET.get("jabatan", "")}

    def get_context_data(self, **kwargs):
        follows = [
            invited_by_mail(),
            _("Whoever has an account already signs in with it and takes the position too."),
            _("The administrators of the centre are told."),
        ]
        return super().get_context_data(**{"follows": follows} | kwargs)

    def act(self, *, position, **data):
        row = invitations.invite(position, actor=self.request.actor, **data)
        self.done = _("The invitation is on its way to %(address)s.") % {"address": row.email}


class NewPositionView(OfInstitution):
    form_class = PositionForm
    heading = gettext_lazy("New position")
    submit_label = gettext_lazy("Open the position")
    done = gettext_lazy("The position is open. Invite somebody to it.")

    def act(self, **data):
        holdings.open_position(self.institution, actor=self.request.actor, **data)


class OfInvitation(AskingView):
    form_class = ActForm

    def dispatch(self, request, *args, **kwargs):
        rows = Invitation.objects.administered_by(request.actor).select_related("position__institution")
        self.invitation = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        about = f"{self.invitation.full_name} · {self.invitation.email} · {self.invitation.position}"
        return super().get_context_data(**{"about": about} | kwargs)

    def back_url(self):
        return institution_url(self.invitation.position.institution)


class ResendView(OfInvitation):
    heading = gettext_lazy("Send the invitation again")
    submit_label = gettext_lazy("Send again")
    done = gettext_lazy("A new e-mail is on its way; the link in the earlier one no longer works.")

    def get_context_data(self, **kwargs):
        follows = [invited_by_mail(), _("The link in the earlier e-mail no longer works.")]
        return super().get_context_data(**{"follows": follows} | kwargs)

    def act(self):
        invitations.resend(self.invitation, actor=self.request.actor)


class WithdrawView(OfInvitation):
    heading = gettext_lazy("Withdraw the invitation")
    submit_label = heading
    done = gettext_lazy("The invitation is withdrawn; its link no longer works.")
    danger = True
    extra_context = {
        "follows": [
            gettext_lazy("The link in the e-mail no longer works."),
            gettext_lazy("The position stays as it is; you can invite somebody to it again."),
            gettext_lazy("The administrators of the centre are told."),
        ]
    }

    def act(self):
        invitations.withdraw(self.invitation, actor=self.request.actor)


class EndView(AskingView):
    """Ending a holding: first what follows, and where its open turns are handed over."""

    form_class, template_name = EndForm, "portal/staff/end.html"
    heading = gettext_lazy("End a holding")
    submit_label = gettext_lazy("End the holding")
    danger = True

    def dispatch(self, request, *args, **kwargs):
        self.holding = get_object_or_404(policies.ended_by(request.actor).with_people(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"holding": self.holding}

    def get_context_data(self, **kwargs):
        holding = self.holding
        turns = Turn.objects.open().filter(position=holding.position).count()
        others = holdings.holders_of(holding.position)
        follows = [
            _("From the day after, %(person)s has no right from this position; the account stays.")
            % {"person": holding.user.full_name}
        ]
        if turns and len(others) < 2:
            follows.append(_("The open turns stay with the position; its superior is reminded meanwhile."))
        return super().get_context_data(
            **{
                "about": f"{holding.user.full_name} · {holding.label}",
                "follows": [*follows, _("The person, the superior and the administrators of the centre are told.")],
                "turns": turns,
                "holding": holding,
                "crumbs": [way_back(self.request.actor, holding.position.institution), {"label": self.heading}],
            }
            | kwargs
        )

    def act(self, **data):
        row = holdings.end_holding(self.holding, actor=self.request.actor, **data)
        words = {"person": row.user.full_name, "position": row.position, "day": day_full(row.ends_on)}
        self.done = _("%(person)s holds %(position)s until %(day)s.") % words
        self.success_url = reverse("handover:person", args=[row.pk])

    def back_url(self):
        return way_back(self.request.actor, self.holding.position.institution)["url"]


class ClosePositionView(AskingView):
    form_class = ActForm
    heading = gettext_lazy("Close the position")
    submit_label = gettext_lazy("Close the position")
    done = gettext_lazy("The position is closed; its past stays.")
    danger = True
    extra_context = {"follows": [gettext_lazy("Nobody can hold it or be invited to it any more; its past stays.")]}

    def dispatch(self, request, *args, **kwargs):
        rows = Position.objects.administered_by(request.actor).select_related("institution__upt__office_province")
        self.position = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        common = {"about": str(self.position), "blocked": holdings.against_closing(self.position)}
        return super().get_context_data(**common | kwargs)

    def act(self):
        holdings.close_position(self.position, actor=self.request.actor)

    def back_url(self):
        return institution_url(self.position.institution)
