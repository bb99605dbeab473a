"""No page mixes the two languages: every sentence of the catalogue is looked for, text by text."""

import pytest

from accounts.models import User
from casework.models import Case, Document
from portal.demonstration import story
from tests.looks import words, world

BILINGUAL = {"portal:glossary", "portal:style"}  # words of both languages side by side; examples
READERS = ("", "64.bpsdm.proposer", "BJM.head", "coordinator", "cooperation")
# What the demonstration's people wrote happens to be a sentence of the catalogue too.
THEIR_OWN = {"jumlah peserta"}


@pytest.mark.django_db
def test_no_page_mixes_the_two_languages():
    cast = story.build("kata-sandi")
    clients = {key: client for key, client in world.clients(cast).items() if key in READERS}
    written = {*Case.objects.values_list("title", flat=True), *Document.objects.values_list("name", flat=True)}
    mixed = {}
    for language, strangers in (("id", words.english_on), ("en", words.indonesian_on)):
        User.objects.update(language=language)
        for client in clients.values():
            client.cookies["django_language"] = language
        for page in world.pages(clients, each=1, most=16):
            assert f'lang="{language}"' in page.html, page.url
            found = strangers(page.html) - written - THEIR_OWN
            if found and page.name not in BILINGUAL:
                mixed[f"{language} {page.reader} {page.url}"] = found
    assert mixed == {}


def test_the_search_for_mixed_words_sees_them():
    assert words.english_on("<p>Nothing waits for you</p><a title='Sign out'>Keluar</a>") == {
        "Nothing waits for you",
        "Sign out",
    }
    assert words.indonesian_on("<p>Keluar</p><p>Sign out</p>") == {"Keluar"}
