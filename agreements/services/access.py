"""How every service of this room begins and ends: lock, look again, ask policy and state; raise the version."""

from django.utils.translation import gettext as _

from agreements.models import Agreement
from casework.models import Case
from casework.policies import Occasion
from casework.turns import touch
from casework.workflow import NotAllowed, Refused, reread


def fresh(agreement: Agreement, occasion: Occasion, *, actor, version: int | None = None) -> Agreement:
    """The document read again under a lock; refuses what is out of sight, not permitted, or past its time."""
    again = reread(agreement, version)
    if not Case.objects.visible_to(actor).filter(pk=again.case_id).exists():
        raise NotAllowed(_("This case is outside your scope."))
    if not occasion.policy(actor, again):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": occasion.policy.who})
    if not occasion.has_come(again):
        raise Refused(
            _("The case is now “%(state)s”; this step does not exist there.") % {"state": again.case.status_label}
        )
    return again


def changed(agreement: Agreement) -> Agreement:
    """Whoever holds an older page must look again."""
    touch(agreement.case)
    agreement.case.refresh_from_db(fields=["version"])
    return agreement
