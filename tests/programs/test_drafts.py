"""Beginning a proposal and saving it step by step."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from casework.models import Case
from casework.workflow import NotAllowed, Refused, Stale, perform
from programs.kinds import Step
from programs.models import Certification, Proposal
from programs.services.costs import replace_cost_lines
from programs.services.drafts import save_step, start_draft
from programs.services.offers import create_offer, publish_offer, withdraw_offer
from regions import clock
from regions.models import Regency
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


def an_offer(coordinator, **values):
    today = clock.today()
    values = {
        "kind": "sertifikasi",
        "title": "Sertifikasi jaringan",
        "fiscal_year": today.year + 1,
        "seats": 240,
        "conditions": "Terbuka bagi semua provinsi.",
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
    } | values
    return publish_offer(create_offer(values, actor=coordinator), actor=coordinator)


def fresh(proposal) -> Proposal:
    return Proposal.objects.select_related("case").get(pk=proposal.pk)


def test_a_free_draft_belongs_to_its_body_and_waits_for_its_author(people):
    proposal = fresh(start_draft(actor=people.proposer, kind="skkni", title="SKKNI data"))
    assert (proposal.case.status, proposal.case.owner, proposal.case.number) == ("draft", make.body(), None)
    assert (proposal.case.province_id, proposal.kind, proposal.case.title) == ("64", "skkni", "SKKNI data")
    turn = proposal.case.turns.get()
    assert (turn.position, turn.seat, turn.due_on) == (people.proposer.position, "proposer", None)


@pytest.mark.parametrize("role", [Role.BODY_HEAD, Role.INSTITUTION_ADMIN])
def test_only_proposers_begin(role):
    with pytest.raises(NotAllowed):
        start_draft(actor=make.actor(make.body(), role))
    assert not Case.objects.exists()


def test_from_an_offer_kind_and_year_are_the_offers(people):
    offer = an_offer(people.coordinator)
    proposal = fresh(start_draft(actor=people.proposer, offer=offer, kind="skkni"))
    assert (proposal.kind, proposal.fiscal_year, proposal.case.title) == (offer.kind, offer.fiscal_year, offer.title)
    with pytest.raises(Refused) as refusal:
        save_step(proposal, Step.SUBJECT, {"kind": "skkni"}, actor=people.proposer, version=proposal.case.version)
    assert refusal.value.field == "kind"


@pytest.mark.parametrize("opens_in", [1, None])
def test_no_draft_from_an_offer_that_is_not_open(people, opens_in):
    if opens_in:
        offer = an_offer(people.coordinator, opens_on=clock.today(people.proposer.timezone) + timedelta(days=opens_in))
    else:
        offer = withdraw_offer(an_offer(people.coordinator), actor=people.coordinator, reason="Anggaran dipotong")
    with pytest.raises(Refused):
        start_draft(actor=people.proposer, offer=offer)


def test_a_copy_takes_the_substance_one_year_on_and_leaves_papers_behind(people):
    source = fresh(proposals.in_state("rejected", people, "sertifikasi"))
    source.cost_lines.update(budget_document="DPA/1")
    copy = fresh(start_draft(actor=people.proposer, copy_of=source))
    assert (copy.case.status, copy.case.title, copy.copied_from) == ("draft", source.case.title, source)
    assert (copy.aim, copy.fiscal_year, copy.starts_on) == (source.aim, source.fiscal_year + 1, None)
    assert copy.detail.scheme == source.detail.scheme and copy.detail.pk != source.detail.pk
    assert copy.cost_lines.count() == 2 and copy.total == source.total
    assert set(copy.cost_lines.values_list("budget_document", "fiscal_year")) == {("", copy.fiscal_year)}
    assert not copy.case.documents.exists()
    assert Certification.objects.count() == 2


def test_nobody_copies_from_next_door(people):
    source = proposals.in_state("submitted", people)
    with pytest.raises(NotAllowed):
        start_draft(actor=make.actor(make.body(kind="diskominfo"), Role.PROPOSER), copy_of=source)


def test_a_step_saves_what_is_there_and_raises_the_version(people):
    proposal = fresh(start_draft(actor=people.proposer, kind="sertifikasi"))
    saved = save_step(
        proposal, Step.AIM, {"aim": "Lulus", "scheme": "Jaringan"}, actor=people.proposer, version=proposal.case.version
    )
    assert saved.case.version == fresh(proposal).case.version == proposal.case.version + 1
    assert (fresh(proposal).aim, fresh(proposal).detail.scheme) == ("Lulus", "Jaringan")
    assert saved.detail.scheme == "Jaringan"


def test_an_old_page_is_refused_with_how_it_stands_now(people):
    proposal = fresh(start_draft(actor=people.proposer, kind="sertifikasi"))
    old = proposal.case.version
    save_step(proposal, Step.AIM, {"aim": "Pertama"}, actor=people.proposer, version=old)
    with pytest.raises(Stale) as stale:
        save_step(proposal, Step.AIM, {"aim": "Kedua"}, actor=people.proposer, version=old)
    assert stale.value.obj.aim == fresh(proposal).aim == "Pertama"


def test_a_kind_that_was_tried_keeps_its_words(people):
    proposal = start_draft(actor=people.proposer, kind="sertifikasi")
    save_step(proposal, Step.AIM, {"scheme": "Jaringan"}, actor=people.proposer, version=1)
    save_step(proposal, Step.SUBJECT, {"kind": "skkni"}, actor=people.proposer, version=2)
    assert fresh(proposal).detail is None
    save_step(proposal, Step.SUBJECT, {"kind": "sertifikasi"}, actor=people.proposer, version=3)
    assert fresh(proposal).detail.scheme == "Jaringan"


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        (Step.AIM, {"location": "Samarinda"}, None),
        (Step.AIM, {"status": "approved"}, None),
        (Step.PLACE, {"starts_on": clock.today(), "ends_on": clock.today() - timedelta(days=1)}, "ends_on"),
        (Step.PLACE, {"regencies": "elsewhere"}, "regencies"),
    ],
)
def test_what_no_draft_can_hold(people, step, values, field):
    proposal = start_draft(actor=people.proposer, kind="skkni")
    if values.get("regencies"):
        values = {"regencies": list(Regency.objects.filter(province="32")[:1])}
    with pytest.raises(Refused) as refusal:
        save_step(proposal, step, values, actor=people.proposer, version=1)
    assert refusal.value.field == field
    assert fresh(proposal).case.version == 1


def test_a_submitted_proposal_is_not_written_on_and_a_returned_one_keeps_its_kind(people):
    proposal = proposals.in_state("submitted", people)
    with pytest.raises(Refused):
        save_step(proposal, Step.AIM, {"aim": "Lain"}, actor=people.proposer, version=proposal.case.version)
    proposal = perform(proposal, "take", actor=people.verifier)
    proposal = perform(
        proposal,
        "return",
        actor=people.verifier,
        notes=[("tujuan", "Perjelas.")],
        deadline=clock.today() + timedelta(days=14),
    )
    proposal = save_step(proposal, Step.AIM, {"aim": "Lain"}, actor=people.proposer, version=proposal.case.version)
    assert fresh(proposal).aim == "Lain"
    with pytest.raises(Refused) as refusal:
        save_step(proposal, Step.SUBJECT, {"kind": "skkni"}, actor=people.proposer, version=proposal.case.version)
    assert refusal.value.field == "kind"


def test_writing_leaves_one_line_of_history_per_person_not_per_key(people):
    proposal, colleague = start_draft(actor=people.proposer), make.actor(make.body(), Role.PROPOSER)
    for version, actor in enumerate([people.proposer, colleague, colleague], start=1):
        save_step(proposal, Step.SUBJECT, {"title": f"Judul {version}"}, actor=actor, version=version)
    lines = proposal.case.trail.order_by("pk").values_list("action", "user")
    assert list(lines) == [
        ("proposal.start_draft", people.proposer.user.pk),
        ("proposal.write", colleague.user.pk),
    ]


def test_cost_lines_are_counted_at_once(people):
    proposal, half = start_draft(actor=people.proposer), {"item": "Sewa", "source": "apbd", "other_party": "x"}
    replace_cost_lines(proposal, [proposals.cost_lines()[0], half], actor=people.proposer)
    rows = proposal.cost_lines.values_list("amount", "other_party", "position")
    assert list(rows)[1] == (0, "", 1) and fresh(proposal).total == rows[0][0] == 40_000_000
    replace_cost_lines(proposal, [], actor=people.proposer)
    assert fresh(proposal).total == 0
    replace_cost_lines(proposal, proposals.cost_lines(), actor=people.proposer)
    assert fresh(proposal).total == 70_000_000


@pytest.mark.parametrize(
    "values",
    [{"quantity": 0}, {"quantity": -1}, {"unit_price": -1}, {"quantity": 10**6, "unit_price": 10**12}, {"amount": 5}],
)
def test_what_no_cost_line_can_hold(people, values):
    proposal = start_draft(actor=people.proposer)
    with pytest.raises(Refused):
        replace_cost_lines(proposal, [values], actor=people.proposer)
    assert not proposal.cost_lines.exists()


def test_a_year_chosen_later_fills_the_lines(people):
    proposal = start_draft(actor=people.proposer)
    replace_cost_lines(proposal, [{"item": "Sewa"}], actor=people.proposer)
    save_step(proposal, Step.SUBJECT, {"fiscal_year": 2031}, actor=people.proposer, version=2)
    assert proposal.cost_lines.get().fiscal_year == 2031
