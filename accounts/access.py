"""Scope: the only place that knows how positions, offices and dated coverage combine."""

from datetime import date

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import Holding, Institution, Position
from accounts.roles import Role
from regions import clock
from regions.models import Province
from regions.queries import provinces_of

Kind = Institution.Kind


def regions_of(actor: Actor, on: date | None = None) -> QuerySet[Province]:
    """The provinces an actor's office answers for on a day: all (centre), covered (UPT), own, or in scope (auditor)."""
    on = on or clock.today()
    institution = actor.institution
    if institution.is_centre:
        return Province.objects.all()
    if institution.kind == Kind.UPT:
        return provinces_of(institution.upt, on)
    if institution.kind == Kind.AUDIT:
        scope = actor.position.scope_province_ids
        return Province.objects.filter(pk__in=scope) if scope else Province.objects.all()
    if institution.is_provincial:
        return Province.objects.filter(pk=institution.province_id)
    return Province.objects.none()


def holders_of(position: Position, on: date | None = None) -> list[Holding]:
    """Who holds a position on a day, acting first; empty means the chair is vacant."""
    return list(Holding.objects.on(on or clock.today()).filter(position=position).with_people())


def positions_with(role: Role, institution: Institution | None = None) -> QuerySet[Position]:
    """Positions that carry a role and are valid today, in one institution or everywhere."""
    positions = Position.objects.with_role(role).valid_on(clock.today()).select_related("institution")
    return positions.filter(institution=institution) if institution else positions


def agency() -> Institution:
    """The centre: Badan Litbang SDM."""
    return Institution.objects.get(kind=Kind.AGENCY)
