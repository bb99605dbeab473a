"""What is missing, where, in words."""

from datetime import date

import pytest
from django.utils.translation import override

from casework import documents
from programs.completeness import missing
from programs.kinds import Kind, Step
from programs.models import Offer, Proposal
from programs.prompts import PROMPTS
from programs.services.costs import replace_cost_lines
from programs.services.drafts import save_step
from programs.steps import COMMON, OPTIONAL, OWN
from regions import clock
from tests import proposals
from tests.proposals import complete_draft, cost_lines, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposer():
    return proposals.cast().proposer


def fresh(proposal) -> Proposal:
    return Proposal.objects.select_related("case").get(pk=proposal.pk)


def gaps(proposal, step: Step) -> list[str]:
    return [gap.field for gap in missing(fresh(proposal))[step]]


def save(proposal, step: Step, actor, **values) -> Proposal:
    return save_step(proposal, step, values, actor=actor, version=fresh(proposal).case.version)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_proposal_of_each_kind_can_be_complete(kind, proposer):
    assert not any(missing(fresh(complete_draft(proposer, kind))).values())


@pytest.mark.parametrize("kind", Kind.values)
def test_each_field_of_a_kind_that_is_needed_is_missed(kind, proposer):
    proposal = draft(proposer, kind)
    found = missing(fresh(proposal))
    for step, own in OWN[kind].items():
        wanted = {name for name in (*COMMON[step], *own) if name not in OPTIONAL}
        assert {gap.field for gap in found[step]} == wanted
    assert all(gap.sentence.endswith(".") for step in found for gap in found[step])


def test_an_empty_draft_lacks_something_on_every_step(proposer):
    found = missing(fresh(draft(proposer, kind="")))
    assert list(found) == [Step.SUBJECT, Step.AIM, Step.PLACE, Step.COSTS, Step.DOCUMENTS]
    assert all(found.values())
    assert gaps(draft(proposer, kind=""), Step.DOCUMENTS) == ["kak", "rab", "letter"]


def test_every_needed_field_has_its_sentence():
    named = {name for fields in COMMON.values() for name in fields}
    named |= {name for steps in OWN.values() for fields in steps.values() for name in fields}
    assert named - OPTIONAL <= set(PROMPTS)


def test_the_sentence_is_in_the_readers_language(proposer):
    proposal = fresh(draft(proposer, kind=""))
    with override("id"):
        indonesian = missing(proposal)[Step.SUBJECT][1].sentence
    with override("en"):
        english = missing(proposal)[Step.SUBJECT][1].sentence
    assert english == "Choose the kind of programme." != indonesian


def test_online_needs_no_place(proposer):
    proposal = save(complete_draft(proposer), Step.PLACE, proposer, location="", method="daring")
    assert gaps(proposal, Step.PLACE) == []
    assert gaps(save(proposal, Step.PLACE, proposer, method="hibrida"), Step.PLACE) == ["location"]


def test_a_year_that_is_over_is_named(proposer):
    proposal = save(complete_draft(proposer), Step.SUBJECT, proposer, fiscal_year=clock.today().year - 1)
    assert gaps(proposal, Step.SUBJECT) == ["fiscal_year"]


@pytest.mark.parametrize("codes", ["J.620100", "j.611000.001.02", "J.611000.001.02 M", "J.611000.001.02\nsalah"])
def test_unit_codes_are_codes(proposer, codes):
    proposal = save(complete_draft(proposer, "sertifikasi"), Step.AIM, proposer, unit_codes=codes)
    assert gaps(proposal, Step.AIM) == ["unit_codes"]


@pytest.mark.parametrize("codes", ["M.74DKV01.006.1", "J.620100.004.02\r\n\r\n J.620100.005.02 "])
def test_real_unit_codes_pass(proposer, codes):
    proposal = save(complete_draft(proposer, "sertifikasi"), Step.AIM, proposer, unit_codes=codes)
    assert gaps(proposal, Step.AIM) == []


@pytest.mark.parametrize(
    ("kind", "step", "values", "field"),
    [
        ("sertifikasi", Step.AIM, {"lsp_licence_until": date(2020, 1, 1)}, "lsp_licence_until"),
        ("beasiswa_s2", Step.AIM, {"intake": "2027/2029"}, "intake"),
        ("smk_lsp", Step.AIM, {"licence": "terlisensi"}, "licence_number"),
        ("pelatihan_asn", Step.PLACE, {"batches": 1}, "batches"),
    ],
)
def test_what_does_not_fit_together_is_said(proposer, kind, step, values, field):
    assert gaps(save(complete_draft(proposer, kind), step, proposer, **values), step) == [field]


def test_an_offer_has_only_so_many_seats(proposer):
    today = clock.today(proposer.timezone)
    offer = Offer.objects.create(
        kind="pelatihan_asn",
        title="Pelatihan",
        fiscal_year=clock.today().year + 1,
        seats=100,
        conditions="-",
        opens_on=today,
        closes_on=today,
        published_at=clock.now(),
        author=proposer.position,
    )
    assert gaps(complete_draft(proposer, offer=offer), Step.AIM) == ["participants"]


def test_a_half_written_line_says_what_it_lacks(proposer):
    proposal = complete_draft(proposer)
    replace_cost_lines(proposal, [*cost_lines(), {"item": "Sewa ruang", "source": "other"}], actor=proposer)
    found = missing(fresh(proposal))[Step.COSTS]
    assert [(gap.field, gap.row) for gap in found] == [
        ("quantity", 2),
        ("unit", 2),
        ("unit_price", 2),
        ("other_party", 2),
    ]


def test_a_price_of_nothing_is_a_price(proposer):
    proposal = complete_draft(proposer)
    replace_cost_lines(proposal, [cost_lines()[0] | {"unit_price": 0}], actor=proposer)
    assert gaps(proposal, Step.COSTS) == []


def test_one_item_has_one_funder(proposer):
    proposal, first = complete_draft(proposer), cost_lines()[0]
    replace_cost_lines(proposal, [first, first | {"item": " pengajar", "source": "apbn_upt"}], actor=proposer)
    assert gaps(proposal, Step.COSTS) == ["item"]


def test_a_document_taken_away_is_missed_again(proposer):
    proposal = complete_draft(proposer)
    documents.remove(proposal.case.documents.get(kind="rab"), actor=proposer)
    assert gaps(proposal, Step.DOCUMENTS) == ["rab"]


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ({"contact_phone": "nanti menyusul"}, ["contact_phone"]),
        ({"contact_phone": "(0541) 731-234"}, []),
        ({"tested_on": date(2030, 1, 1)}, ["tested_on"]),
    ],
)
def test_a_telephone_rings_and_an_assessment_is_held_within_the_programme(proposer, values, gap):
    proposal = complete_draft(proposer, "sertifikasi")
    save(proposal, Step.PLACE, proposer, **values)
    assert gaps(proposal, Step.PLACE) == gap
