"""The page of every move of a cooperation document."""

from django.utils.translation import gettext as _

from agreements.forms.moves import MOVE_FORMS
from agreements.models import Agreement
from agreements.shown import crumbs
from casework.views.transitions import TransitionView


class MoveView(TransitionView):
    model = Agreement
    form_classes = MOVE_FORMS

    def get_context_data(self, **kwargs):
        way_up = crumbs(self.obj, str(self.transition.label))
        return super().get_context_data(**{"crumbs": way_up} | kwargs)

    def what_follows(self) -> list[str]:
        own = {
            "accept": _("All parties have accepted this version; the legal officers of both sides look at it next."),
            "redraft": _("Signatures and opinions so far become void; they stay in the history."),
            "register": _("It is shown everywhere as signed outside the portal."),
            "terminate": _("It covers its proposals no longer."),
            "bring_into_force": _("The linked proposals may start under it."),
        }.get(self.transition.name)
        return super().what_follows() + ([own] if own else [])
