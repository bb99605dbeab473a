"""Sheets of paper: who prints them, that they say what the page says, and that nothing in them becomes markup."""

import io
import time

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from casework.models import Case
from programs.services.costs import replace_cost_lines
from tests import pacts, proposals
from tests.factories import sign_in
from tests.test_permissions import people, status

pytestmark = pytest.mark.django_db

TABLE = """
                            proposal draft review pact
proposer, own body          200      200   403    200
proposer, same province     200      404   403    404
proposer, other province    404      404   404    404
body head, own body         200      200   403    200
body head, same province    200      404   403    404
body head, other province   404      404   404    404
province legal, own         200      404   403    200
province legal, other       404      404   404    404
institution admin, own body 200      200   403    200
verifier, own UPT           200      404   403    200
verifier, other UPT         404      404   404    404
UPT head, own UPT           200      404   403    200
UPT head, other UPT         404      404   404    404
cooperation, own UPT        200      404   403    200
cooperation, other UPT      404      404   404    404
cooperation, centre         200      404   403    200
coordinator                 200      404   200    200
reviewer                    200      404   403    200
approver                    200      404   200    200
legal officer               200      404   403    200
leadership                  200      404   200    200
secretariat                 200      404   403    200
administrator               200      404   403    200
auditor, in scope           200      404   200    200
auditor, out of scope       404      404   404    404
"""


def rows() -> dict[str, list[int]]:
    lines = TABLE.strip().splitlines()[1:]
    return {line[:28].strip(): [int(code) for code in line[28:].split()] for line in lines}


def pages(answer) -> list[str]:
    """The words of each page."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [
        page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(answer.content)
    ]


def sheet(name: str, obj) -> str:
    return reverse(name, args=[obj.pk])


def test_who_sees_the_page_may_print_it_and_nobody_else(client):
    cast = proposals.cast()
    proposal, draft = proposals.in_state("in_verification", cast), proposals.complete_draft(cast.proposer)
    pact = pacts.in_state("party_review", pacts.cast())
    urls = [sheet("programs:sheet", proposal), sheet("programs:sheet", draft)]
    urls += [sheet("programs:review_sheet", proposal), sheet("agreements:sheet", pact)]
    found = {name: [status(sign_in(client, actor), url) for url in urls] for name, actor in people().items()}
    assert found == rows()


def test_a_proposal_on_paper_says_what_its_page_says(client):
    cast = proposals.cast()
    proposal = proposals.in_state("approved", cast)
    answer = sign_in(client, cast.verifier).get(sheet("programs:sheet", proposal))
    text = "\n".join(pages(answer))
    for words in (proposal.case.number, "Pelatihan analis data di Samarinda", "PEMERINTAH PROVINSI KALIMANTAN TIMUR"):
        assert words in text
    for words in ("40.000.000", "30.000.000", "70.000.000", "kak.pdf", "Usulan disetujui", cast.verifier.display_name):
        assert words in text
    assert (
        answer["Content-Disposition"]
        == f'inline; filename="lembar-usulan-{proposal.case.number.lower().replace("/", "-")}.pdf"'
    )
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == len(pages(answer))


def test_a_review_on_paper_has_every_score_and_the_decision(client):
    cast = proposals.cast()
    proposal = proposals.in_state("approved", cast)
    text = "\n".join(pages(sign_in(client, cast.coordinator).get(sheet("programs:review_sheet", proposal))))
    for words in (*(each.display_name for each in cast.reviewers), "Layak dan siap.", "80,0", "Usulan disetujui"):
        assert words in text


def test_an_agreement_on_paper_names_parties_authority_and_signatures(client):
    cast = pacts.cast()
    pact = pacts.in_state("in_force", cast)
    text = "\n".join(pages(sign_in(client, cast.legal).get(sheet("agreements:sheet", pact))))
    for party in pact.parties.all():
        for words in (party.document_number, party.signature.signer_name, party.authority_number):
            assert words in text


def test_what_people_write_is_never_markup(client):
    cast = proposals.cast()
    proposal = proposals.complete_draft(cast.proposer)
    nasty = '#import "x": * $x^2$ *tebal* _miring_ `kode` \\ #panic() <label> @rujuk = Judul // komentar'
    Case.objects.filter(pk=proposal.case_id).update(title=nasty)
    type(proposal).objects.filter(pk=proposal.pk).update(aim=f"{nasty}\n=CMD()\x00".replace("\x00", "\u202e"))
    lines = [{**proposals.cost_lines()[0], "item": f"#eval({nasty[:60]})"}]
    replace_cost_lines(proposal, lines, actor=cast.proposer)
    text = "\n".join(pages(sign_in(client, cast.proposer).get(sheet("programs:sheet", proposal)))).replace("\n", " ")
    for words in ("#import", "$x^2$", "*tebal*", "_miring_", "#panic()", "<label>", "@rujuk", "= Judul", "// komentar"):
        assert words in text, words
    assert "#eval(" in text


def test_many_lines_break_well_and_quickly(client):
    """Three hundred lines of two parties: every page repeats the table's head and counts itself."""
    cast = proposals.cast()
    proposal = proposals.complete_draft(cast.proposer)
    made = [{**each, "item": f"{each['item']} {n}"} for n in range(150) for each in proposals.cost_lines()]
    replace_cost_lines(proposal, made, actor=cast.proposer)
    begun = time.monotonic()
    found = pages(sign_in(client, cast.proposer).get(sheet("programs:sheet", proposal)))
    assert time.monotonic() - begun < 5
    for at, text in enumerate(found, 1):
        assert f"Halaman {at} dari {len(found)}" in text
    inside = [text for text in found if "Modul" in text or "Pengajar" in text]
    assert len(inside) > 3 and all("Uraian" in text and "Jumlah (Rp)" in text for text in inside)
    assert "Modul 149" in "".join(found) and "10.500.000.000" in "".join(found)


def test_one_and_many_lines_ask_the_database_as_often(client, django_assert_num_queries):
    cast = proposals.cast()
    proposal = proposals.complete_draft(cast.proposer)
    sign_in(client, cast.proposer).get(sheet("programs:sheet", proposal))
    for times in (1, 100):
        replace_cost_lines(proposal, proposals.cost_lines() * times, actor=cast.proposer)
        with django_assert_num_queries(9):
            client.get(sheet("programs:sheet", proposal))
