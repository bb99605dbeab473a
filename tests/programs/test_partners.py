"""Partners in somebody's proposal: who names them, what they are told, and how little they read."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.conversation.writing import open_thread
from casework.models import Document, Notice, Thread, TrailEntry
from casework.workflow import NotAllowed, Refused, perform
from programs.models import CostLine
from programs.services.partners import set_partners
from tests import factories, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def partner():
    return factories.actor(factories.partner(), Role.PARTNER)


def join(proposal, *partners, actor):
    return set_partners(proposal, [one.institution for one in partners], actor=actor)


def page_of(client, partner, proposal) -> str:
    factories.sign_in(client, partner)
    answer = client.get(proposal.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_body_and_the_coordinators_name_partners_nobody_else(people, partner):
    proposal = proposals.in_state("in_verification", people)
    for actor in (people.proposer, people.coordinator):
        assert join(proposal, partner, actor=actor).case.participants.get().institution == partner.institution
        join(proposal, actor=actor)
    for actor in (people.verifier, partner, factories.actor(factories.body("91"), Role.PROPOSER)):
        with pytest.raises(NotAllowed):
            join(proposal, partner, actor=actor)
    assert TrailEntry.objects.filter(case=proposal.case, action="proposal.set_partners").count() == 4


def test_only_partner_institutions_and_only_while_the_case_is_open(people, partner):
    proposal = proposals.in_state("in_verification", people)
    with pytest.raises(Refused):
        set_partners(proposal, [factories.body("64", "disnaker")], actor=people.proposer)
    perform(proposal, "withdraw", actor=people.proposer, comment="Batal")
    with pytest.raises(Refused):
        join(proposal, partner, actor=people.proposer)


def test_of_a_draft_a_partner_sees_nothing_until_it_is_submitted_and_then_is_told(client, people, partner):
    draft = proposals.complete_draft(people.proposer)
    join(draft, partner, actor=people.proposer)
    factories.sign_in(client, partner)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(recipient=partner.user).exists()
    perform(draft, "submit", actor=people.proposer)
    assert Notice.objects.get(recipient=partner.user).kind == "proposal.submit"
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_whoever_joins_a_running_case_is_told_and_who_leaves_sees_no_more(client, people, partner):
    proposal = proposals.in_state("in_verification", people)
    join(proposal, partner, actor=people.coordinator)
    notice = Notice.objects.get(recipient=partner.user)
    assert notice.kind == "proposal.join" and notice.url == proposal.get_absolute_url()
    join(proposal, actor=people.coordinator)
    factories.sign_in(client, partner)
    assert client.get(proposal.get_absolute_url()).status_code == 404


def test_a_partner_reads_its_own_lines_and_nothing_of_the_others(client, people, partner):
    proposal = proposals.in_state("in_verification", people)
    other = CostLine.objects.filter(proposal=proposal).first()
    CostLine.objects.create(
        proposal=proposal,
        item="Dosen tamu",
        quantity=2,
        unit="orang",
        unit_price=1_500_000,
        amount=3_000_000,
        source="other",
        other_party="  UNIVERSITAS contoh ",
        position=99,
    )
    join(proposal, partner, actor=people.proposer)
    page = page_of(client, partner, proposal)
    assert proposal.case.title in page and "Dosen tamu" in page and "Rp3.000.000" in page
    hidden = [other.item, proposal.aim, Document.objects.filter(case=proposal.case).first().name]
    assert [words for words in hidden if words in page] == []
    assert "Dosen tamu" not in page_of(client, _second(proposal, people, partner), proposal)


def _second(proposal, people, partner):
    school = factories.actor(factories.partner("smk", "SMK Contoh"), Role.PARTNER)
    join(proposal, partner, school, actor=people.proposer)
    return school


def test_every_other_page_of_the_proposal_is_closed_to_a_partner(client, people, partner):
    proposal = proposals.in_state("in_review", people)
    join(proposal, partner, actor=people.proposer)
    factories.sign_in(client, partner)
    names = ["history", "compare", "check", "way", "decision", "review", "review_sheet", "sheet", "partners"]
    found = {name: client.get(reverse(f"programs:{name}", args=[proposal.pk])).status_code for name in names}
    assert found == dict.fromkeys(names, 403)
    document = Document.objects.filter(case=proposal.case).first()
    for name in ("document", "versions"):
        assert client.get(reverse(f"casework:{name}", args=[document.pk])).status_code == 404


def test_lists_and_files_do_not_tell_a_partner_what_others_pay(client, people, partner):
    proposal = proposals.in_state("in_verification", people)
    join(proposal, partner, actor=people.proposer)
    assert proposal.total > 0
    factories.sign_in(client, partner)
    answer = client.get(reverse("programs:list"))
    page = answer.content.decode()
    assert answer.context["number"].total is None and "senilai" not in page
    assert proposal.case.title in page and f"{proposal.total:,}".replace(",", ".") not in page
    sorted_by_sum = client.get(reverse("programs:list"), {"urut": "-nilai"}).context["listing"]
    assert sorted_by_sum.order.word == "baru" and "nilai" not in sorted_by_sum.orders  # a page's key tells the value
    file = client.get(reverse("programs:list_csv"))
    text = b"".join(file.streaming_content).decode()
    assert proposal.case.number in text and str(proposal.total) not in text


def test_the_parties_talk_is_a_partner_s_too_an_office_s_own_is_not(client, people, partner):
    proposal = proposals.in_state("in_verification", people)
    join(proposal, partner, actor=people.proposer)
    seen = Thread.objects.visible_to(partner)
    for reach, count in (("internal", 0), ("parties", 1)):
        open_thread(proposal.case, reach=reach, body="Halo", actor=people.verifier)
        assert seen.count() == count


def test_the_page_keeps_the_choice_once(client, people, partner):
    proposal = proposals.in_state("in_verification", people)
    factories.sign_in(client, people.proposer)
    url = reverse("programs:partners", args=[proposal.pk])
    assert partner.institution.name in client.get(url).content.decode()
    data = {"partners": [partner.institution.pk], "key": str(uuid4())}
    for _time in range(2):
        assert client.post(url, data).status_code == 302
    assert TrailEntry.objects.filter(case=proposal.case, action="proposal.set_partners").count() == 1
    assert partner.institution.name in client.get(proposal.get_absolute_url()).content.decode()
    wrong = client.post(url, {"partners": [people.proposer.institution.pk, "x"], "key": str(uuid4())})
    assert wrong.status_code == 200 and wrong.context["form"].errors
