"""How every service of this room begins and ends: lock, look again, ask policy and state; raise the version."""

from django.utils.translation import gettext as _

from agreements.models import Agreement
from casework.models import Case
from casework.turns import touch
from casework.workflow import NotAllowed, Refused, reread


def fresh(agreement: Agreement, policy, *, actor, states=(), version: int | None = None) -> Agreement:
    """The document read again under a lock; refuses what is out of sight, not permitted, or past these states."""
    again = reread(agreement, version)
    if not Case.objects.visible_to(actor).filter(pk=again.case_id).exists():
        raise NotAllowed(_("This case is outside your scope."))
    if not policy(actor, again):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": policy.who})
    if states and again.case.status not in states:
        raise Refused(
            _("The case is now “%(state)s”; this step does not exist there.") % {"state": again.case.status_label}
        )
    return again


def changed(agreement: Agreement) -> Agreement:
    """Whoever holds an older page must look again."""
    touch(agreement.case)
    agreement.case.refresh_from_db(fields=["version"])
    return agreement
