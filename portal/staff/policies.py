"""Who looks after whose people, as sentences."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Holding, Institution, Position
from accounts.querysets import HoldingQuerySet
from accounts.roles import Role
from casework.policies import policy


@policy(_("the administrator of the institution, or a central administrator"))
def administers(actor, institution: Institution):
    """The same in one object as `administered_by` in a queryset, without asking the database."""
    everywhere = actor.has(Role.ADMINISTRATOR) and actor.institution.is_centre
    own = actor.has(Role.INSTITUTION_ADMIN, Role.ADMINISTRATOR) and actor.institution.pk == institution.pk
    return institution.is_active and (everywhere or own)


@policy(_("an administrator of an institution or of the centre"))
def administers_any(actor, _nothing):
    return Institution.objects.administered_by(actor).exists()


@policy(_("the holder of the position, its superior, or the administrator of the institution"))
def lends(actor, position: Position):
    return Position.objects.lent_by(actor).filter(pk=position.pk).exists()


@policy(_("the administrator of the institution; for a Plt. or Plh. also the holder and the superior"))
def ends(actor, holding: Holding):
    return ended_by(actor).filter(pk=holding.pk).exists()


def ended_by(actor) -> HoldingQuerySet:
    """Holdings that this actor may end; of those who only act for somebody, also where he may name one."""
    acting = ~Q(kind=Holding.Kind.DEFINITIVE) & Q(position__in=Position.objects.lent_by(actor).values("pk"))
    return Holding.objects.filter(Q(pk__in=Holding.objects.administered_by(actor).values("pk")) | acting)
