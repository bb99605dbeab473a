"""Acts on holdings: an end on a day, an acting holder for a period; a position opened or closed."""

from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import holders_of, positions_with
from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from casework.locks import locked
from casework.models import Turn
from casework.workflow import NotAllowed, Refused
from portal.staff.policies import administers, ends, lends
from portal.staff.telling import tell_the_centre
from regions import clock

Kind = Holding.Kind


@transaction.atomic
def end_holding(holding: Holding, *, actor, ends_on: date, reason: str) -> Holding:
    """From the day after, the person has no right from this position; what waits stays with the position."""
    holding = locked(Holding.objects.filter(pk=holding.pk)).select_related("user", "position__institution").get()
    if not ends(actor, holding):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": ends.who})
    first = earliest_end(holding)
    if ends_on < first:
        raise Refused(_("The earliest last day is yesterday; then the rights end at once."), field="ends_on")
    if holding.ends_on and holding.ends_on < first:
        raise Refused(_("This holding has ended already."))
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept in the history."), field="reason")
    holding.ends_on, holding.end_reason = ends_on, reason.strip()
    with pghistory.context(act="holding.end", actor=str(actor)):
        holding.save(update_fields=["ends_on", "end_reason"])
    _tell("holding.end", holding, actor, ends_on=ends_on.isoformat(), reason=holding.end_reason)
    return holding


def earliest_end(holding: Holding) -> date:
    """Yesterday, so that the rights end at once; its first day, when that is later."""
    return max(holding.starts_on, clock.today(holding.position.institution.timezone) - timedelta(days=1))


@transaction.atomic
def name_acting(
    position: Position, *, actor, person: User, kind: str, starts_on: date, ends_on: date, decree: str, reason: str = ""
) -> Holding:
    """A Plt. for a vacant post, or a Plh. for a holder who is away, from a first to a last day."""
    position = locked(Position.objects.filter(pk=position.pk)).select_related("institution__upt", "superior").get()
    if not lends(actor, position):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": lends.who})
    holding = Holding(
        position=position, user=person, kind=kind, starts_on=starts_on, ends_on=ends_on, decree=decree.strip()
    )
    _fit_to_act(holding)
    try:
        holding.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages, field="starts_on") from error
    with pghistory.context(act="holding.act", actor=str(actor), reason=reason):
        holding.save()
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    _tell("holding.act", holding, actor, reason=reason.strip(), decree=holding.decree, **days)
    return holding


def colleagues(position: Position):
    """Who may sit in it for a while: whoever holds a position today in the same institution, in the one it belongs to,
    in one that belongs to it, or in that of the superior.
    """
    institution, superior = position.institution, position.superior
    offices = {institution.pk, institution.parent_id, superior.institution_id if superior else None} - {None}
    held = Holding.objects.on(clock.today(institution.timezone))
    near = held.filter(Q(position__institution__in=offices) | Q(position__institution__parent=institution.pk))
    return User.objects.filter(pk__in=near.values("user"), is_active=True).order_by("full_name")


def _fit_to_act(holding: Holding) -> None:
    """Law: a Plt. sits in a vacant post, a Plh. in the place of a holder who is away."""
    today = clock.today(holding.position.institution.timezone)
    if holding.starts_on < today:
        raise Refused(_("An acting holder begins today or later."), field="starts_on")
    if holding.ends_on < holding.starts_on:
        raise Refused(_("The last day lies before the first."), field="ends_on")
    if not holding.user.is_active:
        raise Refused(_("This person's account is closed."), field="person")
    if not colleagues(holding.position).filter(pk=holding.user_id).exists():
        raise Refused(_("Choose a colleague of the institution, or of the office above it."), field="person")
    days = {"starts_on": holding.starts_on, "ends_on": holding.ends_on}
    absent = definitive_on(holding.position, holding.starts_on)
    if holding.kind == Kind.PLT and during(holding.position, **days).filter(kind=Kind.DEFINITIVE).exists():
        raise Refused(
            _("A Plt. sits in a vacant post; on these days it has a holder. Name a Plh. while the holder is away."),
            field="kind",
        )
    if holding.kind == Kind.PLH and absent is None:
        raise Refused(_("A Plh. stands in for a holder who is away; this post is vacant. Name a Plt."), field="kind")
    if holding.kind == Kind.PLH and absent.user_id == holding.user_id:
        raise Refused(_("The holder cannot stand in for himself or herself."), field="person")
    other = during(holding.position, **days).exclude(kind=Kind.DEFINITIVE).select_related("user").first()
    if other:
        values = {"person": other.user.full_name, "kind": other.get_kind_display()}
        raise Refused(_("%(person)s is %(kind)s on some of these days already.") % values, field="starts_on")


def during(position: Position, starts_on: date, ends_on: date):
    """Holdings of a position that share a day with a period."""
    rows = Holding.objects.filter(position=position, starts_on__lte=ends_on)
    return rows.exclude(ends_on__lt=starts_on)


def definitive_on(position: Position, day: date) -> Holding | None:
    held = [row for row in holders_of(position, day) if row.kind == Kind.DEFINITIVE]
    return held[0] if held else None


def superiors(institution: Institution):
    """Positions that may stand above one of this institution: its own, and those of the institution it belongs to."""
    offices = [institution.pk, *([institution.parent_id] if institution.parent_id else [])]
    return Position.objects.filter(institution__in=offices).valid_on(clock.today()).select_related("institution")


@transaction.atomic
def open_position(
    institution: Institution, *, actor, title: str, roles: list[str], superior: Position | None = None
) -> Position:
    """A new chair, with roles that the institution's kind can carry; only the centre makes administrators."""
    if not administers(actor, institution):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": administers.who})
    if Role.INSTITUTION_ADMIN in roles and not actor.has(Role.ADMINISTRATOR):
        raise Refused(_("Only a central administrator gives this role."), field="roles")
    if superior and not superiors(institution).filter(pk=superior.pk).exists():
        raise Refused(_("The superior sits in the same institution, or in the one above it."), field="superior")
    position = Position(institution=institution, title=title.strip(), roles=list(roles), superior=superior)
    try:
        position.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict))
        raise Refused(*error.messages, field=field if field in ("title", "roles", "superior") else None) from error
    with pghistory.context(act="position.open", actor=str(actor)):
        position.save()
    tell_the_centre("position.open", position, actor=actor)
    return position


def against_closing(position: Position) -> list:
    """Why a position cannot be closed now; empty means it can."""
    today, reasons = clock.today(position.institution.timezone), []
    if Holding.objects.filter(position=position).exclude(ends_on__lt=today).exists():
        reasons.append(_("Somebody holds it, or will; end that first."))
    if Turn.objects.open().filter(position=position).exists():
        reasons.append(_("Cases wait for it; name an acting holder or have them handed to another position."))
    if position.invitations.open().exists():
        reasons.append(_("An invitation for it is on its way; withdraw it first."))
    return reasons


@transaction.atomic
def close_position(position: Position, *, actor) -> Position:
    """Nobody can be named in it from now on; its past stays."""
    position = locked(Position.objects.filter(pk=position.pk)).select_related("institution__upt").get()
    if not administers(actor, position.institution):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": administers.who})
    if reasons := against_closing(position):
        raise Refused(*reasons)
    position.valid_until = clock.today(position.institution.timezone) - timedelta(days=1)
    with pghistory.context(act="position.close", actor=str(actor)):
        position.save(update_fields=["valid_until"])
    tell_the_centre("position.close", position, actor=actor)
    return position


def _tell(kind: str, holding: Holding, actor, **params) -> None:
    """The person, the holder and the superior, the institution's own administrators, the centre's."""
    position = holding.position
    chairs = [position, *([position.superior] if position.superior else [])]
    chairs += positions_with(Role.INSTITUTION_ADMIN, position.institution)
    also = [holding.user, *(row.user for chair in chairs for row in holders_of(chair))]
    words = {"person": holding.user.full_name, "sort": holding.kind}
    page = reverse("staff:acting") if kind == "holding.act" else reverse("handover:person", args=[holding.pk])
    tell_the_centre(kind, position, actor=actor, also=also, url=page, **words, **params)
