"""Who hears of a cooperation document besides those whose turn it is."""

from django.db.models import Q

from accounts.models import Holding, User
from accounts.roles import Role
from agreements.models import Agreement
from regions import clock

HEARS = (Role.PROPOSER, Role.BODY_HEAD, Role.PARTNER)


def _holding(*roles: Role):
    return Holding.objects.on(clock.today()).filter(position__roles__overlap=[str(role) for role in roles])


def _people(held) -> list[User]:
    return [holding.user for holding in held.select_related("user")]


def cooperation_officers(agreement: Agreement) -> list[User]:
    """Those of the office that drafted it."""
    return _people(_holding(Role.COOPERATION_OFFICER).filter(position__institution=agreement.case.owner_id))


def provincial_people(agreement: Agreement) -> list[User]:
    """Officers and heads of the offices that act for the parties outside the centre."""
    offices = [party.office_id for party in agreement.parties.all() if not party.is_centre]
    return _people(_holding(*HEARS).filter(position__institution__in=offices))


def party_people(agreement: Agreement) -> list[User]:
    """Officers of all parties, and the cooperation officers who drafted it."""
    return cooperation_officers(agreement) + provincial_people(agreement)


def coordinators(_agreement: Agreement) -> list[User]:
    return _people(_holding(Role.COORDINATOR))


def superiors(agreement: Agreement) -> list[User]:
    """The superiors of the cooperation officers who drafted it."""
    officers = Q(position__subordinates__roles__contains=[Role.COOPERATION_OFFICER])
    held = Holding.objects.on(clock.today()).filter(
        officers, position__subordinates__institution=agreement.case.owner_id
    )
    return _people(held.distinct())
