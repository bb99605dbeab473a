"""The page and the button of a move: one view for every lifecycle."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from casework.forms import MoveForm
from casework.keys import AlreadySpent, once
from casework.shown import whose_turn
from casework.states import STATES
from casework.views.pressing import already_done
from casework.workflow import NotAllowed, Refused, perform, refusals


class TransitionView(FormView):
    """GET asks (what will happen, what is needed), POST performs. Subclasses name the model and special forms.

    `form_classes` maps a move's name to its MoveForm; `templates` maps a move's name to its own template.
    """

    model = None
    form_class = MoveForm
    form_classes: dict[str, type[MoveForm]] = {}
    template_name = "casework/move.html"
    templates: dict[str, str] = {}

    def dispatch(self, request, *args, **kwargs):
        visible = self.model.objects.visible_to(request.actor)
        self.obj = get_object_or_404(visible.select_related("case__owner__province", "case__province"), pk=kwargs["pk"])
        self.transition = self.obj.workflow.by_name.get(kwargs["move"])
        if self.transition is None or self.transition.by_clock_only:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        in_state = self.obj.case.status in self.transition.sources
        if in_state and not self.transition.allowed(request.actor, self.obj):
            raise PermissionDenied(refusals(self.obj, self.transition, request.actor)[0])
        return super().get(request, *args, **kwargs)

    def get_form_class(self):
        return self.form_classes.get(self.transition.name, self.form_class)

    def get_template_names(self):
        return [self.templates.get(self.transition.name, self.template_name)]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "obj": self.obj,
            "actor": self.request.actor,
            "transition": self.transition,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            obj=self.obj,
            case=self.obj.case,
            transition=self.transition,
            heading=self.transition.label,
            about=" · ".join(filter(None, [self.obj.case.number, self.obj.case.title])),
            follows=self.what_follows(),
            blocked=refusals(self.obj, self.transition, self.request.actor),
            submit_label=self.transition.label,
            danger=self.transition.dangerous,
            back_url=self.obj.get_absolute_url(),
            **kwargs,
        )

    def what_follows(self) -> list[str]:
        """The consequences in words; subclasses add a move's own."""
        target = STATES[self.obj.case.kind][self.transition.target]
        follows = []
        if self.transition.target != self.obj.case.status:
            follows.append(_("The case becomes: %(state)s.") % {"state": target.label})
        if target.final:
            follows.append(_("It ends here and cannot be reopened; it stays readable."))
        return follows

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            with once(data["key"], self.request.user):
                obj = perform(
                    self.obj,
                    self.transition.name,
                    actor=self.request.actor,
                    comment=data["comment"],
                    version=data["version"],
                    **form.move_data(),
                )
        except AlreadySpent:
            already_done(self.request)
            return redirect(self.obj)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.reasons[0]) from refusal
        except Refused as refusal:
            return self.refuse(form, refusal)
        messages.success(self.request, self.done_message(obj))
        return redirect(self.success_url_for(obj))

    def refuse(self, form, refusal: Refused):
        """Say why at the field concerned, keep what was typed, hand out the newest version to decide on."""
        for reason in refusal.reasons:
            form.add_error(refusal.field if refusal.field in form.fields else None, reason)
        self.obj.case.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = self.obj.case.version
        return self.render_to_response(self.get_context_data(form=form))

    def done_message(self, obj) -> str:
        done = _("“%(move)s” is done. The case is now: %(state)s.") % {
            "move": self.transition.label,
            "state": obj.case.status_label,
        }
        return " ".join([done, *whose_turn(obj.case, self.request.actor)])

    def success_url_for(self, obj):
        """The case itself, or the list when the move took it out of the actor's sight."""
        return obj if self.model.objects.visible_to(self.request.actor).filter(pk=obj.pk).exists() else "portal:desk"
