"""The glossary: complete in both languages, found by either, and every word used on a page is one of its own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from portal.glossary import found, terms
from portal.templatetags.terms import OF_FIELD, term
from programs.kinds import Kind
from programs.steps import COMMON, OWN
from tests import factories, proposals

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:glossary")


def test_every_word_has_a_meaning_in_both_languages_and_an_origin():
    assert len(terms()) >= 45
    for entry in terms().values():
        assert all([entry.id, entry.en, entry.meaning_id, entry.meaning_en, entry.origin]), entry.key
        assert re.fullmatch(r"[a-z_]+", entry.key)


def test_anybody_reads_it_and_each_word_has_an_anchor(client):
    page = client.get(PAGE).content.decode()
    assert page.count("<dt id=") == len(terms()) and 'id="skkni"' in page


def test_a_word_is_found_in_either_language_and_bad_input_finds_nothing(client):
    assert {"pks"} <= {entry.key for entry in found("cooperation AGREEMENT")} & {
        entry.key for entry in found("perjanjian")
    }
    page = client.get(PAGE, {"kata": "zzz\x00" * 500}).content.decode()
    assert "Tidak ada istilah" in page


def test_the_reader_s_language_comes_first():
    with translation.override("en"):
        assert terms()["pks"].word == "cooperation agreement"
    with translation.override("id"):
        assert terms()["pks"].word.startswith("perjanjian")


def test_every_word_on_a_page_is_in_the_glossary():
    used = set()
    for path in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        for tag in re.findall(r"{% (?:term|words) ([^%]+) %}", path.read_text(encoding="utf-8")):
            used |= set(re.findall(r'"(\w+)"', tag))
    assert used and used <= set(terms())
    fields = {name for steps in OWN.values() for names in steps.values() for name in names}
    fields |= {name for names in COMMON.values() for name in names} | {"seats"}
    assert set(OF_FIELD) <= fields and set(OF_FIELD.values()) <= set(terms())


def test_a_word_explains_itself_without_a_script(client):
    assert term("pks")["entry"].key == "pks"
    proposer = factories.actor(factories.body(), Role.PROPOSER)
    proposal = proposals.draft(proposer, Kind.CERTIFICATION)
    page = (
        factories.sign_in(client, proposer).get(reverse("programs:step", args=[proposal.pk, "tujuan"])).content.decode()
    )
    wanted = re.findall(r'popovertarget="(term-\d+)"', page)
    assert wanted and len(wanted) == len(set(wanted)) and all(f'id="{one}" popover' in page for one in wanted)
