"""The first look at a desk: who one is here in a sentence, and the first real tasks; put away for good by a button."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role


@dataclass(frozen=True)
class Welcome:
    """What one role reads once: a sentence, and up to three steps (label, address by name with its query)."""

    who: str | Promise
    steps: tuple[tuple[str | Promise, str], ...]

    @property
    def links(self) -> list[dict]:
        return [{"label": label, "url": url} for label, name in self.steps if (url := _address(name))]


TURN_PROPOSALS = (_("See which proposals wait for you"), "programs:list?tampilan=giliran")
TURN_AGREEMENTS = (_("See which documents wait for you"), "agreements:list?tampilan=giliran")
UNTAKEN = (_("See what nobody has taken yet"), "programs:list?tampilan=belum")
READ_PROPOSALS = (_("Look at the proposals in your sight"), "programs:list")
READ_AGREEMENTS = (_("Look at the cooperation documents"), "agreements:list")
READ_TERMS = (_("Read what the words mean"), "portal:glossary")
READ_MAP = (_("See which UPT serves which province"), "regions:coverage")

WELCOMES = {
    Role.PROPOSER: Welcome(
        _("You write your institution's proposals, answer what the UPT sends back, and report at the end."),
        (
            (_("See which offers are open"), "programs:offers?tampilan=buka"),
            (_("Begin a proposal; it is saved as you type"), "programs:new"),
            READ_TERMS,
        ),
    ),
    Role.BODY_HEAD: Welcome(
        _("You head the institution: you sign for it, and its proposals are written in its name."),
        (TURN_AGREEMENTS, READ_PROPOSALS, READ_TERMS),
    ),
    Role.PROVINCE_LEGAL: Welcome(
        _("You give the province's legal opinion on cooperation documents, and follow the council's approval."),
        (TURN_AGREEMENTS, READ_PROPOSALS, READ_TERMS),
    ),
    Role.INSTITUTION_ADMIN: Welcome(
        _("You keep your institution's positions: you invite colleagues, and end what has ended."),
        ((_("See who holds which position"), "staff:institution"), READ_PROPOSALS, READ_TERMS),
    ),
    Role.VERIFIER: Welcome(
        _("You check the proposals of the provinces your UPT serves: complete, valid, ready for the centre."),
        (UNTAKEN, READ_MAP, READ_TERMS),
    ),
    Role.UPT_HEAD: Welcome(
        _("You head the UPT: you hand out its checks, decide on advice to reject, and accept reports."),
        (UNTAKEN, TURN_PROPOSALS, READ_MAP),
    ),
    Role.COORDINATOR: Welcome(
        _("You publish offers, name reviewers, and bring proposals to decision."),
        ((_("Write an offer, or look at those that run"), "programs:offers"), TURN_PROPOSALS, READ_MAP),
    ),
    Role.REVIEWER: Welcome(
        _("You give points and an opinion on the proposals you are asked to review."), (TURN_PROPOSALS, READ_TERMS)
    ),
    Role.APPROVER: Welcome(
        _("You decide: approve, defer to a later year, or reject, after reading the reviews."),
        (TURN_PROPOSALS, READ_AGREEMENTS, (_("See the board of the programme"), "portal:board")),
    ),
    Role.COOPERATION_OFFICER: Welcome(
        _("You write cooperation documents and follow them until they are signed, and after."),
        (TURN_AGREEMENTS, READ_PROPOSALS, READ_TERMS),
    ),
    Role.LEGAL_OFFICER: Welcome(
        _("You give the centre's legal opinion on cooperation documents, and declare them ready to sign."),
        (TURN_AGREEMENTS, READ_TERMS),
    ),
    Role.SECRETARIAT: Welcome(
        _("You prepare coordination meetings, and read along in every case."), (READ_PROPOSALS, READ_AGREEMENTS)
    ),
    Role.LEADERSHIP: Welcome(
        _("You read how the programme stands; no case waits for you."),
        ((_("See the board of the programme"), "portal:board"), READ_PROPOSALS, READ_AGREEMENTS),
    ),
    Role.AUDITOR: Welcome(
        _("You read everything within your assignment and change nothing; each case has its whole history."),
        (READ_PROPOSALS, READ_AGREEMENTS, READ_TERMS),
    ),
    Role.PARTNER: Welcome(
        _("Your institution takes part in programmes; what concerns it stands here."),
        (READ_AGREEMENTS, READ_PROPOSALS, READ_TERMS),
    ),
    Role.ADMINISTRATOR: Welcome(
        _("You keep accounts, positions and reference data; you take no decision on a case."),
        (
            (_("See the turns nobody answers for"), "handover:vacancies"),
            (_("See which steps hang on one person"), "separation"),
            (_("See the reminders to come"), "portal:ladder_preview"),
        ),
    ),
}


def welcome_of(actor: Actor) -> Welcome | None:
    """That of the first role the position carries."""
    return next((WELCOMES[role] for role in Role if role in actor.roles and role in WELCOMES), None)


def _address(name: str) -> str:
    view, mark, query = name.partition("?")
    try:
        return reverse(view) + mark + query
    except NoReverseMatch:
        return ""
