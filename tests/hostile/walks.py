"""Twelve people walk at random through both lifecycles, thirty steps at a time; after each step the invariants hold."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agreements import services as pact_services
from agreements.models import Agreement, Signature
from casework import assigning
from casework.models import Case, Document, Message, Notice, TrailEntry, Turn
from casework.workflow import Refused, available, perform
from portal.invariants import ALL, broken
from programs import sharing
from programs.models import Proposal
from programs.services.checks import answer_note
from regions import clock
from tests import pacts, proposals

STEPS = 30
MOVES = sorted({row.name for model in (Proposal, Agreement) for row in model.workflow.transitions})
COUNTED = (Case, Proposal, Agreement, Turn, TrailEntry, Document, Notice, Message)
# What is refused is undone, and its bytes may wait for the sweep.
HELD = [each for each in ALL if each.name != "file.known"]
REFUSALS = (Refused, ValidationError)


class World:
    """One proposal and one document, each a draft, and their twelve people."""

    def __init__(self):
        self.people, self.lawyers = proposals.cast(), pacts.cast()
        who, law = self.people, self.lawyers
        self.actors = [who.proposer, who.verifier, who.head, who.coordinator, *who.reviewers, who.approver, who.officer]
        self.actors += [law.officer, law.legal, law.province_legal, law.head]
        self.proposal = proposals.complete_draft(who.proposer)
        self.pact = pacts.draft(law)

    def data(self, name: str, obj) -> dict:
        """What a careful person would hand to a move."""
        today = clock.today()
        makers = {
            "assign": lambda: {"position": self.people.verifier.position},
            "return": lambda: {"notes": [("biaya", "Rinci honor.")], "deadline": today.replace(year=today.year + 1)},
            "pass_on": lambda: {"recommendation": "Layak."},
            "defer": lambda: {"fiscal_year": obj.fiscal_year + 1},
            "report": lambda: proposals.report_values(obj),
            "send_for_review": lambda: {"first_party": pacts.province_party(obj)},
            "answer": lambda: {"text": proposals.pdf(), "note": "Pasal 3."},
            "sign": lambda: self._signature(obj),
            "terminate": lambda: {"document": proposals.pdf(), "ended_on": today},
            "register": lambda: {"signed_file": proposals.pdf(), "signatures": []},
        }
        return makers[name]() if name in makers else {}

    def _signature(self, pact) -> dict:
        standing = Signature.objects.filter(party__agreement=pact, voided_at=None)
        signed = set(standing.values_list("party_id", flat=True))
        unsigned = [party for party in pact.parties.all() if party.pk not in signed] or list(pact.parties.all())
        return {"party": unsigned[0], "signed_on": clock.today(), "place": "Samarinda", "scan": proposals.pdf()}

    def prepare(self, obj) -> None:
        """The desk work a state asks for before its next move."""
        who, law = self.people, self.lawyers
        works = {
            "in_verification": lambda: proposals.check_all(obj, who.verifier),
            "returned": lambda: [
                answer_note(note, "Sudah.", actor=who.proposer) for note in obj.notes.filter(answer="")
            ],
            "in_review": lambda: proposals.score_all(obj, who),
            "approved": lambda: (pacts.covering(obj, law), proposals.budgeted(obj, who.proposer)),
            "legal_review": lambda: pacts.spoken(obj, law),
            "partly_signed": lambda: pacts.completed(obj, law),
        }
        if obj.case.kind == "agreement" and obj.case.status == "draft":
            pact_services.upload_text(obj, proposals.pdf("naskah.pdf"), actor=law.officer)
        elif obj.case.status in works:
            works[obj.case.status]()


class Walk(RuleBasedStateMachine):
    """One walk; the world stands before it and is put back after it."""

    world: World
    met: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.mark = transaction.savepoint()
        self.numbers: dict[int, str | None] = {}

    def teardown(self):
        transaction.savepoint_rollback(self.mark)

    def obj(self, pact: bool):
        model, own = (Agreement, self.world.pact) if pact else (Proposal, self.world.proposal)
        return model.objects.select_related("case").get(pk=own.pk)

    def act(self, act, *args, **data) -> None:
        """All or nothing: what is refused leaves every row as it was."""
        before = rows()
        try:
            with transaction.atomic():
                act(*args, **data)
            self.met["done"] += 1
        except REFUSALS:
            self.met["refused"] += 1
            assert rows() == before

    @rule(who=st.integers(0, 11), pact=st.booleans(), choice=st.integers(0, 20))
    def offered(self, who: int, pact: bool, choice: int):
        """A move this person's page offers."""
        obj, actor = self.obj(pact), self.world.actors[who]
        moves = [row.name for row, _reasons in available(obj, actor)]
        if moves:
            name = moves[choice % len(moves)]
            self.move(obj, name, actor)

    @rule(pact=st.booleans(), choice=st.integers(0, 20))
    def onward(self, pact: bool, choice: int):
        """A move by somebody who may make it, after the desk work it needs."""
        obj = self.obj(pact)
        self.act(self.world.prepare, obj)
        obj = self.obj(pact)
        actors = self.world.actors
        for actor in actors[choice % 12 :] + actors[: choice % 12]:
            open_to = [row for row, reasons in available(obj, actor) if not reasons and not row.dangerous]
            if open_to:
                self.met[name := open_to[choice % len(open_to)].name] += 1
                self.move(obj, name, actor)
                return

    @rule(who=st.integers(0, 11), pact=st.booleans(), name=st.sampled_from(MOVES), old=st.booleans())
    def wild(self, who: int, pact: bool, name: str, old: bool):
        """Any move at all, also from an old page."""
        obj = self.obj(pact)
        if name in obj.workflow.by_name:
            self.move(obj, name, self.world.actors[who], version=obj.case.version - old)

    @rule(who=st.integers(0, 11), pact=st.booleans(), give=st.integers(0, 11))
    def hands(self, who: int, pact: bool, give: int):
        """Somebody takes, gives or puts back a turn."""
        turn = (
            Turn.objects.filter(case=self.obj(pact).case, closed_at=None).select_related("case", "institution").first()
        )
        actor = self.world.actors[who]
        if turn is not None:
            acts = [
                lambda: assigning.claim(turn, actor=actor),
                lambda: assigning.release(turn, actor=actor, reason="Cuti."),
                lambda: assigning.reassign(turn, self.world.actors[give].position, actor=actor, reason="Cuti."),
            ]
            self.act(acts[give % 3])

    def move(self, obj, name: str, actor, version: int | None = None) -> None:
        data = self.world.data(name, obj)
        self.act(perform, obj, name, actor=actor, comment="Alasan yang tercatat.", version=version, **data)

    @invariant()
    def everything_is_whole(self):
        found = broken(HELD)
        assert not found, found
        for case in Case.objects.filter(pk__in=[self.world.proposal.case_id, self.world.pact.case_id]):
            assert self.numbers.get(case.pk) in (None, case.number), "a number changed"
            self.numbers[case.pk] = case.number
        lines = list(self.obj(False).cost_lines.all())
        assert sum(share.amount for share in sharing.shares(lines)) == sharing.total(lines)


def rows() -> list:
    """A fingerprint of everything the walk can change."""
    with connection.cursor() as cursor:
        parts = [
            f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM "{each._meta.db_table}" t' for each in COUNTED
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return cursor.fetchall()
