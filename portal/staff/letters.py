"""The wording of every notice about people and positions."""

from django.utils.translation import gettext as _

from accounts.models import Holding
from casework.letters import Facts, Letter, register
from regions.templatetags.dates import day, day_full, instant


def connect() -> None:
    register("invitation.letter", of_an_invitation)
    register("invitation.send", lambda facts: _of_change(facts, _("%(person)s is invited: %(position)s")))
    register("invitation.withdraw", lambda facts: _of_change(facts, _("Invitation withdrawn: %(person)s")))
    register("invitation.accept", of_an_acceptance)
    register("holding.end", of_an_end)
    register("holding.act", of_an_acting_holder)
    register("position.open", lambda facts: _of_change(facts, _("New position: %(position)s")))
    register("position.close", lambda facts: _of_change(facts, _("Position closed: %(position)s")))


def of_an_invitation(facts: Facts) -> Letter:
    values = facts.params | {"since": day_full(facts.day("starts_on"))}
    return Letter(
        heading=_("You are invited to Sinergi: %(position)s") % values,
        paragraphs=[
            _("%(who)s (%(as)s) asks you to take the position %(position)s from %(since)s.") % values,
            _("Sinergi is the portal of the Joint Program of the centre and the regions for human resources."),
        ],
        needed=_("open the link, choose a user name and a password, and sign in."),
        next=_("the link works once, until %(until)s; afterwards ask for a new one.")
        % {"until": instant(facts.instant("expires_at"))},
        footnote=_("If you do not expect this e-mail, do nothing: without the link nobody gets in."),
        action_label=_("Accept the invitation"),
    )


def of_an_acceptance(facts: Facts) -> Letter:
    return letter_of(
        facts,
        _("%(person)s has accepted: %(position)s"),
        _("The account exists and the rights of the position follow from the first day of the holding."),
    )


def of_an_end(facts: Facts) -> Letter:
    values = facts.params | {"last": day(facts.day("ends_on"))}
    return letter_of(
        facts,
        _("%(person)s leaves %(position)s"),
        _("Last day: %(last)s. What waits for the position stays with it.") % values,
        *_reason(facts),
    )


def of_an_acting_holder(facts: Facts) -> Letter:
    days = {"first": day(facts.day("starts_on")), "last": day(facts.day("ends_on"))}
    kind = Holding.Kind(facts.get("sort", "plt")).label
    return letter_of(
        facts,
        _("%(person)s acts in %(position)s"),
        _("%(kind)s From %(first)s to %(last)s, both days included; rights and tasks follow on the day.")
        % {"kind": f"{kind}.", **days},
        *_reason(facts),
    )


def _of_change(facts: Facts, heading: str) -> Letter:
    address = facts.get("address")
    lines = [_("The e-mail went to %(address)s.") % {"address": address}] if facts.kind == "invitation.send" else []
    return letter_of(facts, heading, *lines)


def letter_of(facts: Facts, heading: str, *paragraphs: str) -> Letter:
    values = facts.params
    by = [_("This was done by %(who)s, %(as)s.") % values] if facts.get("who") else []
    return Letter(
        heading=heading % values,
        paragraphs=[*paragraphs, *by] or [_("For your knowledge")],
        footnote=_also(facts),
        action_label=_("Open the page"),
    )


def _reason(facts: Facts) -> list[str]:
    return [_("Reason given: %(comment)s") % {"comment": facts.get("reason")}] if facts.get("reason") else []


def _also(facts: Facts) -> str:
    others = facts.labels("others")
    lead = _("For your knowledge")
    if not others:
        return _("%(lead)s; sent to nobody else.") % {"lead": lead}
    return _("%(lead)s; also sent to: %(others)s.") % {"lead": lead, "others": "; ".join(others)}
