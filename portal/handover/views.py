"""The hand-over page of a leaving person, and the turns that wait for an empty chair."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import Holding, Institution
from casework.models import Turn
from casework.reminders import case_page
from casework.strip import in_words
from casework.views.asking import AskingView
from portal.handover import people
from portal.handover.dossier import KINDS, dossier_of
from portal.handover.forms import NoteForm, PassForm
from portal.handover.vacant import vacant_positions, vacant_turns
from portal.staff.policies import administers, administers_any
from portal.staff.views import way_back

SHOWN = 100


class PersonView(AskingView):
    """Open to the person, the superior, the institution's administrators, and whoever holds the position after."""

    form_class, template_name = NoteForm, "portal/handover/person.html"
    heading = gettext_lazy("Hand-over")
    submit_label = gettext_lazy("Save")

    def dispatch(self, request, *args, **kwargs):
        rows = Holding.objects.handed_over_by(request.actor).with_people()
        self.holding = get_object_or_404(rows, pk=kwargs["pk"])
        self.dossier = dossier_of(self.holding, request.actor)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"holding": self.holding, "note": self.dossier.note}

    def get_context_data(self, **kwargs):
        looks_after = administers(self.request.actor, self.holding.position.institution)
        crumbs = [way_back(self.request.actor, self.holding.position.institution), {"label": self.heading}]
        common = {"crumbs": crumbs, "dossier": self.dossier, "looks_after": looks_after}
        return super().get_context_data(**common | kwargs)

    def act(self, *, text, successor):
        people.write_note(self.holding, actor=self.request.actor, text=text, successor=successor)
        self.done = _("The note is kept.")
        if successor:
            self.done = _("Handed over to %(person)s, who has been told.") % {"person": successor.full_name}

    def back_url(self):
        return reverse("handover:person", args=[self.holding.pk])


class VacanciesView(TemplateView):
    """Turns that nobody answers for, in the institutions the reader looks after."""

    template_name = "portal/handover/vacancies.html"
    is_kept = True  # portal/kept_pages

    def dispatch(self, request, *args, **kwargs):
        if not administers_any(request.actor, None):
            raise PermissionDenied(_("This is done by %(who)s.") % {"who": administers_any.who})
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        found = Turn.objects.filter(pk__among=vacant_turns(self.request.actor).values("pk")[: SHOWN + 1])
        rows = list(found.with_holders().select_related(*KINDS))
        turns = in_words(rows[:SHOWN], self.request.actor, held={})
        for words in turns:
            words.url = case_page(words.turn.case)
            words.passable = words.turn.seat in people.PASSABLE and words.turn.position_id is not None
        chairs = vacant_positions(self.request.actor)[: SHOWN + 1]
        return super().get_context_data(turns=turns, beyond=len(rows) > SHOWN, chairs=list(chairs), **kwargs)


class PassView(AskingView):
    """Handing a turn that nobody answers for to another position of the same office."""

    form_class = PassForm
    heading = gettext_lazy("Hand to another position")
    submit_label = heading

    def dispatch(self, request, *args, **kwargs):
        rows = (
            Turn.objects.visible_to(request.actor)
            .open()
            .filter(institution__in=Institution.objects.administered_by(request.actor).values("pk"))
        )
        self.turn = get_object_or_404(rows.with_holders(), pk=kwargs["pk"])
        request.belongs_to = self.back_url()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"turn": self.turn}

    def get_context_data(self, **kwargs):
        case = self.turn.case
        common = {
            "crumbs": [{"label": _("Turns that nobody answers for"), "url": self.back_url()}, {"label": self.heading}],
            "about": f"{case.number or ''} {case.title} · {self.turn.holder_label}",
            "blocked": people.against_passing(self.turn),
            "follows": [_("The last day stays."), _("Whoever holds the other position is told, and the centre.")],
        }
        return super().get_context_data(**common | kwargs)

    def act(self, **data):
        people.pass_turn(self.turn, actor=self.request.actor, **data)
        self.done = _("The case is with %(position)s now.") % {"position": data["position"]}

    def back_url(self):
        return reverse("handover:vacancies")
