"""Two colleagues of one body on one draft: each sees the other, and of a stale save neither text is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from casework.models import Writer
from programs.services.costs import replace_cost_lines
from programs.views import saving
from regions import clock
from tests import factories
from tests.programs.drafting import HALL, TRAINER, address, autosave, fresh, next_year, post, rows, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(officer):
    return factories.actor(officer.institution, Role.PROPOSER)


@pytest.fixture
def colleagues_client(colleague):
    return factories.sign_in(Client(), colleague)


def page_of(client, proposal, step="tujuan"):
    """What the page shows, ready to be sent back."""
    return {"seen": seen_on(client, proposal, step)}


# --- who is writing --------------------------------------------------------------------------


def sign(client, proposal, step="biaya"):
    return client.post(reverse("programs:writing", args=[proposal.pk]), {"step": step})


def test_each_sees_where_the_other_writes(officers_client, colleagues_client, officer, colleague, proposal):
    assert sign(colleagues_client, proposal).content.strip().count(b"<span") == 0, "nobody else is there"
    told = sign(officers_client, proposal, "tujuan").content.decode()
    assert f"{colleague.display_name} sedang menulis di langkah “Pembiayaan bersama”" in told
    for url in (address(proposal, "jenis"), proposal.get_absolute_url()):
        assert f"{colleague.display_name} sedang menulis" in officers_client.get(url).content.decode()
    assert Writer.objects.count() == 2
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert "sedang menulis" not in officers_client.get(address(proposal, "jenis")).content.decode()


def test_without_scripts_the_page_says_who_saved_last(officers_client, colleagues_client, colleague, proposal):
    post(colleagues_client, proposal, "tujuan", {"aim": "x", "then": "stay"})
    with clock.at(clock.now() + timedelta(minutes=5)):
        text = officers_client.get(address(proposal, "jenis")).content.decode()
    assert f"Terakhir disimpan oleh {colleague.display_name}" in text


def test_only_who_may_write_is_told(client, officers_client, officer, proposal):
    sign(officers_client, proposal)
    head = factories.actor(officer.institution, Role.BODY_HEAD)
    factories.sign_in(client, head)
    assert sign(client, proposal).status_code == 403
    assert "menulis" not in client.get(proposal.get_absolute_url()).content.decode()
    factories.sign_in(client, factories.actor(factories.body("91"), Role.PROPOSER))
    assert sign(client, proposal).status_code == 404


# --- a stale save ----------------------------------------------------------------------------


def conflict(officers_client, colleagues_client, proposal):
    """The officer's page is old: the colleague has saved the aim meanwhile."""
    page = page_of(officers_client, proposal)
    post(colleagues_client, proposal, "tujuan", {"aim": "ASN siaga siber di provinsi", "then": "stay"})
    mine = {"aim": "ASN siaga data di provinsi", "risks": "Jaringan", **page, "then": "stay"}
    return mine, post(officers_client, proposal, "tujuan", mine)


def test_both_texts_are_shown_word_by_word_and_the_rest_is_saved(officers_client, colleagues_client, proposal):
    _mine, shown = conflict(officers_client, colleagues_client, proposal)
    text = shown.content.decode()
    assert "siber </del>".replace(" ", "") in text.replace(" ", "").replace('<spanclass="visually-hidden">]</span>', "")
    assert shown.status_code == 200 and "<ins>" in text and "ASN siaga data di provinsi" in text
    assert (fresh(proposal).aim, fresh(proposal).risks) == ("ASN siaga siber di provinsi", "Jaringan")


@pytest.mark.parametrize(
    ("choice", "status", "aim"),
    [
        ("mine", 302, "ASN siaga data di provinsi"),
        ("theirs", 302, "ASN siaga siber di provinsi"),
        ("both", 200, "ASN siaga siber di provinsi"),
    ],
)
def test_the_reader_chooses(officers_client, colleagues_client, proposal, choice, status, aim):
    mine, shown = conflict(officers_client, colleagues_client, proposal)
    [part] = shown.context["conflicts"][0]["parts"]
    chosen = {"choose-aim": choice, "shown-aim": part["digest"], "seen": shown.context["seen"]}
    answer = post(officers_client, proposal, "tujuan", mine | chosen)
    assert (answer.status_code, fresh(proposal).aim) == (status, aim)
    if choice == "both":
        joined = answer.context["form"]["aim"].value()
        assert joined == "ASN siaga siber di provinsi\n\nASN siaga data di provinsi"
        by_hand = {"aim": "ASN siaga siber dan data", "seen": answer.context["seen"], "then": "stay"}
        assert post(officers_client, proposal, "tujuan", by_hand).status_code == 302
        assert fresh(proposal).aim == "ASN siaga siber dan data"


def test_typing_on_chooses_nothing(officers_client, colleagues_client, proposal):
    mine, shown = conflict(officers_client, colleagues_client, proposal)
    [part] = shown.context["conflicts"][0]["parts"]
    chosen = {"choose-aim": "mine", "shown-aim": part["digest"], "seen": shown.context["seen"]}
    assert autosave(officers_client, proposal, "tujuan", mine | chosen).status_code == 409
    assert fresh(proposal).aim == "ASN siaga siber di provinsi"


def test_without_the_comparison_one_text_is_lost(officers_client, colleagues_client, proposal, monkeypatch):
    """The twin: a page that is trusted blindly overwrites what the colleague wrote."""
    monkeypatch.setattr(saving, "read_seen", lambda text: {})
    conflict(officers_client, colleagues_client, proposal)
    assert fresh(proposal).aim == "ASN siaga data di provinsi"


# --- cost lines ------------------------------------------------------------------------------


def items(proposal) -> list[str]:
    return list(proposal.cost_lines.order_by("position").values_list("item", flat=True))


def stored_lines(proposal, officer):
    """Two lines, as the page sends them back."""
    lines = [
        {"item": "Sewa ruang", "quantity": 20, "unit": "hari", "unit_price": 7_440_000, "source": "apbd"},
        {"item": "Honor pengajar", "quantity": 128, "unit": "JP", "unit_price": 300_000, "source": "apbn_upt"},
    ]
    lines = [line | {"fiscal_year": next_year()} for line in lines]
    replace_cost_lines(proposal, lines, actor=officer)


def test_lines_of_both_come_together_by_themselves(officers_client, colleagues_client, officer, proposal):
    stored_lines(proposal, officer)
    seen = seen_on(officers_client, proposal, "biaya")
    dearer = TRAINER | {"unit_price": "350.000"}
    post(colleagues_client, proposal, "biaya", rows(HALL, dearer) | {"seen": seen, "then": "stay"})
    meal = {"item": "Konsumsi", "volume": "120 orang", "unit_price": "50.000", "source": "apbd"}
    told = autosave(officers_client, proposal, "biaya", rows(HALL, TRAINER, meal) | {"seen": seen}).json()
    assert items(proposal) == ["Sewa ruang", "Honor pengajar", "Konsumsi"]
    assert proposal.cost_lines.get(item="Honor pengajar").unit_price == 350_000
    assert told["table"]["count"] == 3 and 'value="350.000"' in told["table"]["rows"]
    cheaper = rows(HALL | {"unit_price": "7.000.000"}, TRAINER, meal)
    again = autosave(officers_client, proposal, "biaya", cheaper | {"seen": told["seen"]})
    assert again.status_code == 200, "a page that could not show the other's line yet is no conflict with itself"
    assert proposal.cost_lines.get(item="Honor pengajar").unit_price == 350_000


@pytest.mark.parametrize(
    ("choice", "prices"), [("mine", [280_000]), ("theirs", [350_000]), ("both", [350_000, 280_000])]
)
def test_one_line_changed_by_both_waits_for_a_choice(
    officers_client, colleagues_client, officer, proposal, choice, prices
):
    stored_lines(proposal, officer)
    seen = seen_on(officers_client, proposal, "biaya")
    post(
        colleagues_client,
        proposal,
        "biaya",
        rows(HALL, TRAINER | {"unit_price": "350.000"}) | {"seen": seen, "then": "stay"},
    )
    mine = rows(HALL, TRAINER | {"unit_price": "280.000"}) | {"then": "stay"}
    shown = post(officers_client, proposal, "biaya", mine | {"seen": seen})
    [part] = shown.context["conflicts"][0]["parts"]
    assert shown.status_code == 200 and proposal.cost_lines.get(item="Honor pengajar").unit_price == 350_000
    chosen = {"seen": shown.context["seen"], f"choose-{part['key']}": choice}
    assert post(officers_client, proposal, "biaya", mine | chosen).status_code == 302
    found = proposal.cost_lines.filter(item="Honor pengajar").order_by("position")
    assert list(found.values_list("unit_price", flat=True)) == prices
