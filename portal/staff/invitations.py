"""Invitations: sent, sent again, withdrawn, accepted. The link's token leaves this module only in the letter."""

import hashlib
import secrets
from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Holding, Invitation, Position, User
from casework import bell, outbox
from casework.audience import Addressee
from casework.letters import as_mail, compose
from casework.locks import locked
from casework.workflow import NotAllowed, Refused
from portal.staff.policies import administers
from portal.staff.telling import tell_the_centre
from regions import clock


class Gone(Refused):
    """The link does not work any more (or never did); nothing else is said about it."""

    def __init__(self):
        super().__init__(_("This link no longer works."))


def found(token: str) -> Invitation:
    """The open invitation of a link; raises Gone for a wrong, used, withdrawn or expired one alike."""
    rows = Invitation.objects.open().filter(token_hash=_hash(token), expires_at__gt=clock.now())
    row = rows.select_related("position__institution__province", "position__institution__upt").first()
    if row is None:
        raise Gone()
    return row


@transaction.atomic
def invite(
    position: Position,
    *,
    actor,
    full_name: str,
    email: str,
    starts_on: date,
    ends_on: date | None = None,
    decree: str = "",
    language: str = "id",
) -> Invitation:
    """Ask a person by mail to take a position; the chair must be free on those days."""
    position = _locked_position(position, actor)
    email = email.strip().lower()
    _fit_to_invite(position, email, starts_on, ends_on)
    with pghistory.context(act="invitation.send", actor=str(actor)):
        row = Invitation.objects.create(
            position=position,
            full_name=full_name.strip(),
            email=email,
            language=language,
            starts_on=starts_on,
            ends_on=ends_on,
            decree=decree.strip(),
            invited_by=actor.user,
            invited_as=actor.position_label,
            **_fresh_link(token := secrets.token_urlsafe(32)),
        )
    _post(row, token)
    tell_the_centre("invitation.send", position, actor=actor, person=row.full_name, address=email)
    return row


@transaction.atomic
def resend(invitation: Invitation, *, actor) -> Invitation:
    """A new link by mail; the old one stops working, and the time begins again."""
    row = _open(invitation, actor)
    token = secrets.token_urlsafe(32)
    for name, value in _fresh_link(token).items():
        setattr(row, name, value)
    with pghistory.context(act="invitation.resend", actor=str(actor)):
        row.save()
    _post(row, token)
    return row


@transaction.atomic
def withdraw(invitation: Invitation, *, actor) -> Invitation:
    """The link stops working; the row stays."""
    row = _open(invitation, actor)
    row.withdrawn_at = clock.now()
    with pghistory.context(act="invitation.withdraw", actor=str(actor)):
        row.save()
    tell_the_centre("invitation.withdraw", row.position, actor=actor, person=row.full_name, address=row.email)
    return row


@transaction.atomic
def accept_as_new(token: str, *, username: str, full_name: str, password: str) -> User:
    """A person without an account gets one, and with it the position."""
    row = _to_accept(token)
    if User.objects.filter(email__iexact=row.email).exists():
        raise Refused(_("There is an account with this address by now. Open the link once more and sign in."))
    user = User(username=username, email=row.email, full_name=full_name.strip(), language=row.language)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("This user name is taken; choose another, for example with a number.")) from error
    return _seat(row, user)


@transaction.atomic
def accept_as_known(token: str, *, user: User) -> User:
    """Somebody who has an account takes one more position; only under the address that was invited."""
    row = _to_accept(token)
    if user.email.lower() != row.email.lower():
        raise NotAllowed(_("This invitation went to another address than that of your account."))
    return _seat(row, user)


def account_of(invitation: Invitation) -> User | None:
    """The account under the invited address, if there is one."""
    return User.objects.filter(email__iexact=invitation.email).first()


def _to_accept(token: str) -> Invitation:
    """Lock first, then look: the link may have been used, withdrawn or replaced meanwhile, or its position closed."""
    row = locked(Invitation.objects.filter(pk=found(token).pk)).get()
    row.position = locked(Position.objects.filter(pk=row.position_id)).select_related("institution").get()
    if row.position.valid_until and row.position.valid_until < max(row.starts_on, clock.today()):
        raise Gone()
    if not row.is_open or row.token_hash != _hash(token) or row.expires_at <= clock.now():
        raise Gone()
    return row


def _seat(row: Invitation, user: User) -> User:
    holding = Holding(position=row.position, user=user, starts_on=row.starts_on, ends_on=row.ends_on, decree=row.decree)
    try:
        holding.full_clean()  # the position is locked: of two guests for one chair the second reads why not
    except ValidationError as error:
        raise Refused(*error.messages) from error
    with pghistory.context(act="invitation.accept", actor=user.full_name):
        holding.save()
        row.holding, row.accepted_at = holding, clock.now()
        row.save()
    tell_the_centre("invitation.accept", row.position, actor=None, also=[row.invited_by], person=user.full_name)
    return user


def _fit_to_invite(position: Position, email: str, starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise Refused(_("The last day lies before the first."), field="ends_on")
    if position.invitations.open().filter(email__iexact=email).exists():
        raise Refused(_("An invitation for this position is on its way to this address; send it again."), field="email")
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise Refused(_("This person's account is closed; a central administrator opens it again."), field="email")
    holder = Holding(position=position, user_id=0, starts_on=starts_on, ends_on=ends_on)
    try:
        holder.validate_constraints(exclude={"user"})
    except ValidationError as error:
        raise Refused(*error.messages, field="starts_on") from error


def _locked_position(position: Position, actor) -> Position:
    position = locked(Position.objects.filter(pk=position.pk)).select_related("institution__upt").get()
    if not administers(actor, position.institution):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": administers.who})
    if position.valid_until and position.valid_until < clock.today():
        raise Refused(_("This position is closed."), field="position")
    return position


def _open(invitation: Invitation, actor) -> Invitation:
    row = locked(Invitation.objects.filter(pk=invitation.pk)).select_related("position__institution").get()
    if not administers(actor, row.position.institution):
        raise NotAllowed(_("This is done by %(who)s.") % {"who": administers.who})
    if not row.is_open:
        raise Refused(_("This invitation is accepted or withdrawn already."))
    return row


def _fresh_link(token: str) -> dict:
    now = clock.now()
    return {
        "token_hash": _hash(token),
        "sent_at": now,
        "expires_at": now + timedelta(days=settings.INVITATION_DAYS),
    }


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _post(row: Invitation, token: str) -> None:
    """The letter, in the language chosen for it and the zone of the office."""
    to = Addressee(User(full_name=row.full_name, email=row.email), timezone=row.position.institution.timezone)
    params = {
        "position": str(row.position),
        "institution": row.position.institution.name,
        "who": row.invited_by.full_name,
        "as": row.invited_as,
        "starts_on": row.starts_on.isoformat(),
        "expires_at": row.expires_at.isoformat(),
    }
    with translation.override(row.language), timezone.override(to.timezone):
        letter = compose("invitation.letter", params)
        text, html = as_mail(letter, to, reverse("staff:accept", args=[token]))
        outbox.post(row.email, subject=letter.heading, text=text, html=html)
    bell.ring()
