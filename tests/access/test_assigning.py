"""No form takes a field that it does not offer; the whole walk is `make access`."""

import pytest
from django.forms import modelform_factory
from django.test import Client

from accounts.models import User
from accounts.views.me import MeView
from regions import clock
from tests import factories, proposals
from tests.access.assigning import Assigner, smuggled, took
from tests.hostile.forms import Control, Form, forms_of

pytestmark = pytest.mark.django_db
ME = "/akun/saya/"


def found_in(client: Client, url: str) -> list[Form]:
    html = client.get(url).content.decode()
    return [form for form in forms_of(html, url) if form.method == "post" and form.url.startswith(url)]


def taken(client: Client, urls: list[str]) -> tuple[int, list[str]]:
    """How many forms of these pages write something, and what they write only because of what was smuggled in."""
    forms = [form for url in urls for form in found_in(client, url)]
    with clock.at(clock.now()):
        assigner, extra, accepted, found = Assigner(), smuggled(), 0, []
        for form in forms:
            fine, more = took(assigner, client, form, extra, set())
            accepted += fine
            found += more
    return accepted, found


def test_what_is_not_offered_is_not_taken():
    people = proposals.cast()
    draft = proposals.complete_draft(people.proposer)
    client = factories.sign_in(Client(), people.proposer)
    accepted, found = taken(client, [ME, f"/usulan/{draft.pk}/tulis/jenis/", f"/usulan/{draft.pk}/tulis/tujuan/"])
    assert found == [] and accepted >= 2


def test_a_form_of_the_whole_model_is_seen(monkeypatch):
    """The twin."""
    whole = modelform_factory(User, fields=["full_name", "is_staff", "is_superuser", "email"])
    monkeypatch.setattr(MeView, "form_class", whole)
    monkeypatch.setattr(MeView, "get_form_kwargs", lambda self: {"instance": self.object, "data": self.request.POST})
    words = {"full_name": "Orang", "email": "orang@contoh.test"}
    form = Form(ME, "post", {name: Control(name, "text", [word]) for name, word in words.items()})
    person = factories.actor(factories.body())
    with clock.at(clock.now()):
        _fine, found = took(Assigner(), factories.sign_in(Client(), person), form, smuggled(), set())
    assert any(line.startswith("accounts_user.is_superuser") for line in found), found
