"""A document's fields changed by two officers at once: what does not clash goes together, what clashes is chosen."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agreements import services
from agreements.models import Agreement
from agreements.views import merging
from tests import factories, pacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pacts.cast()


@pytest.fixture
def agreement(people):
    return pacts.draft(people)


def basics(agreement, **changed) -> dict:
    """The form's fields as its page shows them."""
    return {
        "title": agreement.case.title,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "place": agreement.place,
    } | changed


def typed(client, agreement, **changed) -> dict:
    """A page that was opened now, and what is then typed on it."""
    form = client.get(url(agreement)).context["form"]
    return basics(agreement, **changed) | {
        "seen": form["seen"].value(),
        "version": agreement.case.version,
        "key": uuid4(),
    }


def url(agreement) -> str:
    return reverse("agreements:edit", args=[agreement.pk])


def fresh(agreement) -> Agreement:
    return Agreement.objects.select_related("case").get(pk=agreement.pk)


def stale(client, people, agreement, mine: dict, theirs: dict):
    """My page is old: the other officer saves first."""
    page = typed(client, agreement, **mine)
    services.edit_basics(agreement, actor=people.upt_officer, **basics(agreement, **theirs))
    return page, client.post(url(agreement), page)


def test_different_fields_go_together(client, people, agreement):
    factories.sign_in(client, people.officer)
    _page, answer = stale(client, people, agreement, {"title": "Judul saya"}, {"place": "Balikpapan"})
    assert answer.status_code == 302
    assert (fresh(agreement).case.title, fresh(agreement).place) == ("Judul saya", "Balikpapan")


@pytest.mark.parametrize(
    ("choice", "status", "place"),
    [("mine", 302, "Bontang"), ("theirs", 302, "Balikpapan"), ("both", 200, "Balikpapan")],
)
def test_one_field_changed_by_both_waits_for_a_choice(client, people, agreement, choice, status, place):
    factories.sign_in(client, people.officer)
    mine = {"place": "Bontang", "title": "Judul saya"}
    page, shown = stale(client, people, agreement, mine, {"place": "Balikpapan"})
    [part] = shown.context["conflicts"][0]["parts"]
    assert shown.status_code == 200 and b"<del>" in shown.content and fresh(agreement).place == "Balikpapan"
    seen = shown.context["form"]["seen"].value()
    chosen = {"seen": seen, "choose-place": choice, "shown-place": part["digest"]}
    answer = client.post(url(agreement), page | chosen)
    assert (answer.status_code, fresh(agreement).place) == (status, place)
    if choice == "both":
        assert answer.context["form"]["place"].value() == "Balikpapan\n\nBontang"


def test_a_party_s_number_is_not_overwritten(client, people, agreement):
    factories.sign_in(client, people.officer)
    party = pacts.province_party(agreement)
    page = reverse("agreements:number", args=[agreement.pk, party.pk])
    form = client.get(page).context["form"]
    services.set_number(party, actor=people.upt_officer, document_number="119/KS", document_year=2026)
    mine = {"document_number": "120/KS", "document_year": 2026, "seen": form["seen"].value(), "key": uuid4()}
    shown = client.post(page, mine)
    assert [other["shown"] for other in shown.context["conflicts"]] == ["119/KS"]
    party.refresh_from_db()
    assert party.document_number == "119/KS"


def test_without_the_comparison_one_text_is_lost(client, people, agreement, monkeypatch):
    """The twin: a page that is trusted blindly overwrites what the other officer wrote."""
    monkeypatch.setattr(merging, "read_seen", lambda text: {})
    factories.sign_in(client, people.officer)
    stale(client, people, agreement, {"place": "Bontang"}, {"place": "Balikpapan"})
    assert fresh(agreement).place == "Bontang"
