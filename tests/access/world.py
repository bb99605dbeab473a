"""Whose case it is and who looks at it: every object one address may name, and a reader for each role and relation."""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.actors import Actor
from accounts.roles import Role
from agreements.models import Agreement
from casework.feeds import make_feed
from casework.models import Case, Document, Notice, Turn
from programs.models import Proposal
from programs.services.offers import create_offer
from regions import clock
from tests import factories, pacts, proposals
from tests.talks import said
from tests.test_addresses import OFFER, announced, invited, lists_of

HOME, ELSEWHERE = "64", "12"
HOME_UPT, OTHER_UPT = "BJM", "MDN"
# A province passes from the home UPT to a third one (Makassar) meanwhile, which therefore hears of it.
# No reader outside the case may ever read this; it has no meaning, and no search finds it by chance.
CANARY = "Kanarikuning7431"


@dataclass
class World:
    """A proposal in several states, a cooperation document, and what hangs on them; `cast` may act on each."""

    people: proposals.Cast
    law: pacts.Cast
    draft: Proposal
    verified: Proposal
    reviewed: Proposal
    returned: Proposal
    pact: Agreement
    objects: dict[str, int | str] = field(default_factory=dict)


def build() -> World:
    """Everything in Kalimantan Timur, served by Banjarmasin; each text that a person wrote carries the canary."""
    people, law = proposals.cast(HOME, HOME_UPT), pacts.cast(HOME, HOME_UPT)
    factories.partner(name=f"Universitas {CANARY}")
    world = World(
        people,
        law,
        draft=_draft(people),
        verified=_led(_draft(people), "in_verification", people),
        reviewed=_in_review(people),
        returned=_led(_draft(people), "returned", people),
        pact=pacts.ROADS["party_review"][1](_pact(law), law),
    )
    _mark(world)
    world.objects = _objects(world)
    return world


def _draft(people: proposals.Cast) -> Proposal:
    """The canary in everything its author wrote."""
    proposal = proposals.complete_draft(people.proposer)
    Proposal.objects.filter(pk=proposal.pk).update(aim=CANARY, outputs=CANARY, outcomes=CANARY, risks=CANARY)
    _name(proposal.case)
    return Proposal.objects.get(pk=proposal.pk)


def _name(case: Case) -> None:
    case.title = f"Pelatihan {CANARY}"
    case.save()
    case.documents.update(name=f"{CANARY}.pdf")
    case.participants.get_or_create(institution=factories.partner(name=f"Universitas {CANARY}"))


def _pact(law: pacts.Cast) -> Agreement:
    pact = pacts.draft(law)
    _name(pact.case)
    return pact


def _led(proposal: Proposal, status: str, people: proposals.Cast) -> Proposal:
    """On from where it stands, the way people bring it there."""
    before, go = proposals.ROADS[status]
    if proposal.case.status != before:
        proposal = _led(proposal, before, people)
    return go(proposal, people)


def _in_review(people: proposals.Cast) -> Proposal:
    """Under review by the cast's two reviewers, who have not spoken yet."""
    proposal = _led(_draft(people), "in_review", people)
    proposals.assign_reviewers(proposal, [each.position for each in people.reviewers], actor=people.coordinator)
    return Proposal.objects.get(pk=proposal.pk)


def _mark(world: World) -> None:
    """The canary in what the cases gathered on their way, written past the doors: only who reads it is asked here."""
    for row in (world.verified, world.reviewed, world.returned, world.pact):
        row.case.documents.update(name=f"{CANARY}.pdf")
    world.returned.notes.update(text=f"Rinci {CANARY}.")


def _objects(world: World) -> dict[str, int | str]:
    """For the full name of an address, or for a word of it, the object of the world it is asked with."""
    people, verified, reviewed = world.people, world.verified, world.reviewed
    talk = said(verified.case, people.verifier, f"Mohon {CANARY} diperjelas.")
    mine = said(verified.case, people.proposer, f"Kami {CANARY} dulu.", file=f"{CANARY}.pdf")
    offer = create_offer(OFFER | {"opens_on": clock.today(), "closes_on": clock.today()}, actor=people.coordinator)
    change, invitation = announced(people.coordinator), invited(people.verifier.institution)
    file = Document.objects.filter(case=verified.case).first().pk
    turn = Turn.objects.open().filter(case=verified.case).first().pk
    session = UserSession.objects.create(
        user=people.proposer.user, ip="192.0.2.1", session_key="kunci", user_agent="Firefox"
    )
    held = people.verifier
    return {
        "portal:case": verified.case_id,
        "portal:load": held.position.pk,
        "programs": verified.pk,
        **dict.fromkeys(["programs:step", "programs:partners", "programs:writing"], world.draft.pk),
        **dict.fromkeys(["programs:review", "programs:reviewers", "programs:release"], reviewed.pk),
        **dict.fromkeys(["programs:review_sheet", "programs:decision", "programs:give_back"], reviewed.pk),
        "programs:judge": world.returned.pk,
        "programs:offer": offer.pk,
        "agreements": world.pact.pk,
        **dict.fromkeys(["casework:conversation", "casework:follow", "casework:mentionable"], verified.case_id),
        "casework:preview": verified.case_id,
        **dict.fromkeys(["casework:thread", "casework:resolve", "casework:reopen"], talk.thread_id),
        **dict.fromkeys(["casework:post", "casework:edit_post", "casework:withdraw_post"], mine.pk),
        **dict.fromkeys(["casework:document", "casework:versions"], file),
        **dict.fromkeys([f"casework:{act}" for act in ("claim", "assign", "release", "nudge", "snooze")], turn),
        **lists_of(people.proposer),
        "casework:notice": Notice.objects.filter(recipient=people.proposer.user).first().pk,
        "accounts:end_session": session.pk,
        **dict.fromkeys(["staff:invite", "staff:new_position"], held.institution.pk),
        **dict.fromkeys(["staff:close_position", "staff:name_acting"], held.position.pk),
        **dict.fromkeys(["staff:end", "handover:person"], held.holding.pk),
        **dict.fromkeys(["staff:resend", "staff:withdraw"], invitation.pk),
        **dict.fromkeys(["handover:province", "handover:province_withdraw"], change.pk),
        "handover:pass": turn,
        "portal:calendar_feed": make_feed(people.proposer.user),
        "staff:accept": "tidak-ada",
        "account_reset_password_from_key": "1",
        "code": HOME,
        "part": "in_review",
        "party": pacts.province_party(world.pact).pk,
        "note": world.returned.notes.first().pk,
        "review": reviewed.reviews.first().pk,
        "step": "tujuan",
        "programs:move/move": "pass_on",
        "agreements:move/move": "accept",
        "kind": "naskah",
    }


def readers(world: World) -> dict[str, Actor | None]:
    """Each role in each relation to the home cases; None is nobody signed in."""
    return {"stranger": None} | _at_home(world) | _at_the_centre(world) | outsiders()


def _at_home(world: World) -> dict[str, Actor]:
    make, people, law = factories.actor, world.people, world.law
    body, upt = factories.body(HOME), factories.upt(HOME_UPT)
    return {
        "proposer, own case": people.proposer,
        "proposer, same institution": make(body, Role.PROPOSER),
        "proposer, same province": make(factories.body(HOME, "diskominfo"), Role.PROPOSER),
        "head of body, same institution": law.head,
        "province legal, own case": law.province_legal,
        "institution administrator, same institution": make(body, Role.INSTITUTION_ADMIN),
        "verifier, own case": people.verifier,
        "verifier, same institution": make(upt, Role.VERIFIER),
        "head of UPT, own UPT": people.head,
        "UPT administrator, own UPT": make(upt, Role.INSTITUTION_ADMIN),
        "cooperation officer, own UPT": people.officer,
        "partner, taking part": make(factories.partner(name=f"Universitas {CANARY}"), Role.PARTNER),
    }


def _at_the_centre(world: World) -> dict[str, Actor]:
    make, people, law, centre = factories.actor, world.people, world.law, factories.agency()
    return {
        "cooperation officer, centre": law.officer,
        "coordinator": people.coordinator,
        "reviewer, own case": people.reviewers[0],
        "reviewer, not assigned": make(centre, Role.REVIEWER),
        "approver": people.approver,
        "legal officer": law.legal,
        "leadership": make(centre, Role.LEADERSHIP),
        "secretariat": make(centre, Role.SECRETARIAT),
        "administrator": administrator(),
        "auditor, in scope": factories.auditor(HOME),
    }


def outsiders() -> dict[str, Actor]:
    """Everybody who has nothing to do with the home cases; there need be none for them to be made."""
    make, body, upt = factories.actor, factories.body(ELSEWHERE), factories.upt(OTHER_UPT)
    return {
        "proposer, other province": make(body, Role.PROPOSER),
        "head of body, other province": make(body, Role.BODY_HEAD),
        "province legal, other province": make(factories.government(ELSEWHERE), Role.PROVINCE_LEGAL),
        "institution administrator, other province": make(body, Role.INSTITUTION_ADMIN),
        "verifier, other UPT": make(upt, Role.VERIFIER),
        "head of UPT, other UPT": make(upt, Role.UPT_HEAD),
        "UPT administrator, other UPT": make(upt, Role.INSTITUTION_ADMIN),
        "cooperation officer, other UPT": make(upt, Role.COOPERATION_OFFICER),
        "auditor, out of scope": factories.auditor(ELSEWHERE),
        "partner, elsewhere": make(factories.partner("lsp", "LSP Contoh"), Role.PARTNER),
        "nobody's position": _without_position(),
    }


OUTSIDE = ("other province", "other UPT", "out of scope", "elsewhere", "nobody's position")


def is_outside(reader: str) -> bool:
    return reader.endswith(OUTSIDE)


def administrator() -> Actor:
    actor = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    actor.user.is_staff = actor.user.is_superuser = True
    actor.user.save()
    return actor


def _without_position() -> Actor:
    """Somebody whose only position has ended."""
    actor = factories.actor(factories.body(HOME), Role.PROPOSER)
    actor.holding.ends_on = clock.today() - timedelta(days=1)
    actor.holding.save()
    return actor


def clients(who: dict[str, Actor | None]) -> dict[str, Client]:
    """A browser for each reader; an error comes back as an answer."""
    found = {}
    for name, actor in who.items():
        found[name] = Client(raise_request_exception=False)
        if actor is not None and actor.holding.ends_on:
            found[name].force_login(actor.user)
        elif actor is not None:
            factories.sign_in(found[name], actor)
    return found
