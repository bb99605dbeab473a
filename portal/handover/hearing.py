"""Who hears of a province's hand-over: both UPT, the province's bodies, coordinators and administrators."""

from django.db.models import Q
from django.urls import reverse

from accounts.models import Holding, Institution, User
from accounts.roles import Role
from casework import notices
from regions import clock
from regions.models import CoverageChange

CENTRE = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.COOPERATION_OFFICER)
REGIONS = (Role.UPT_HEAD, Role.VERIFIER, Role.COOPERATION_OFFICER, Role.PROPOSER, Role.BODY_HEAD, Role.PROVINCE_LEGAL)


def hearers(change: CoverageChange) -> list[User]:
    kind = Institution.Kind
    provincial = Q(position__institution__province=change.province)
    provincial &= Q(position__institution__kind__in=[kind.GOVERNMENT, *Institution.BODIES])
    near = provincial | Q(position__institution__upt__in=[change.left_id, change.upt_id])
    regional = near & Q(position__roles__overlap=[str(role) for role in REGIONS])
    centre = Q(position__institution__kind=kind.AGENCY, position__roles__overlap=[str(role) for role in CENTRE])
    held = Holding.objects.on(clock.today()).filter(regional | centre).select_related("user")
    return list({row.user_id: row.user for row in held}.values())


def tell_of_change(act: str, change: CoverageChange, *, actor, **params) -> None:
    """One notice each, never to the one who did it; `actor=None` is the clock."""
    people = [user for user in hearers(change) if actor is None or user.pk != actor.user.pk]
    params |= {
        "province": str(change.province),
        "left": str(change.left),
        "upt": str(change.upt),
        "on": change.on.isoformat(),
        "decree": change.decree,
        "reason": change.withdrawn_reason or change.reason,
        "others": [],
    }
    if actor is not None:
        params |= {"who": actor.display_name, "as": actor.position_label}
    notices.tell(None, act, people, url=reverse("handover:province", args=[change.pk]), **params)
