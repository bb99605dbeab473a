"""What answers say to a browser besides their words: policies, kinds, origins; and what is not there to be fetched."""

import base64
import hashlib
import re

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from casework.feeds import make_feed
from casework.models import Message
from portal.adapter import SecondFactorAdapter
from tests import factories
from tests.access import world
from tests.portal.test_settings import FULL, start
from tests.test_rooms import ROOMS

pytestmark = pytest.mark.django_db
CLOSED = {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}
ELSEWHERE = {"Origin": "https://lain.example", "Access-Control-Request-Method": "POST"}


@pytest.fixture(autouse=True)
def static_files_are_served(settings):
    settings.WHITENOISE_USE_FINDERS = True


def policy(answer) -> set[str]:
    return {part.strip() for part in answer["Content-Security-Policy"].split(";")}


def test_no_page_can_be_framed_or_moved_and_no_plug_in_runs_not_in_the_administration_either():
    client = factories.sign_in(Client(), world.administrator())
    for page in ("/", "/admin/", "/admin/login/", "/tidak-ada/", "/healthz"):
        assert policy(client.get(page)) >= CLOSED, page


def test_no_other_origin_may_read_an_answer():
    client = factories.sign_in(Client(), factories.actor(factories.body(), Role.PROPOSER))
    for page in ("/", reverse("portal:session"), reverse("programs:list"), "/healthz", "/static/js/page.js"):
        for method in ("get", "options"):
            answer = getattr(client, method)(page, headers=ELSEWHERE)
            assert answer.status_code in (200, 405)
            assert not [name for name in answer.headers if name.startswith("Access-Control-")], page
            assert b"".join(answer) or answer.status_code == 405  # read to its end, a file is closed


def test_every_answer_says_what_it_is_and_in_which_letters():
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    client = factories.sign_in(Client(), actor)
    feed = reverse("portal:calendar_feed", args=[make_feed(actor.user)])
    kinds = {
        "/": "text/html; charset=utf-8",
        "/tidak-ada/": "text/html; charset=utf-8",
        reverse("portal:session"): "application/json",
        reverse("portal:cases_file"): "text/csv; charset=utf-8",
        feed: "text/calendar; charset=utf-8",
        "/static/js/page.js": 'text/javascript; charset="utf-8"',
        "/static/css/sinergi.css": 'text/css; charset="utf-8"',
    }
    answers = {page: client.get(page) for page in kinds}
    assert {page: answer["Content-Type"] for page, answer in answers.items()} == kinds
    assert {answer["X-Content-Type-Options"] for answer in answers.values()} == {"nosniff"}
    for answer in answers.values():
        assert b"".join(answer) or answer.status_code == 405  # read to its end, a file is closed


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static/js/", "/static/../manage.py", "/files/", "/media/", "/.git/config", "/.env", "/admin/doc/"],
)
def test_there_is_no_listing_of_a_folder_and_no_file_beside_the_static_ones(path):
    assert factories.sign_in(Client(), world.administrator()).get(path).status_code == 404


def test_files_of_people_lie_outside_what_the_web_server_hands_out():
    say = "s = settings; print(s.MEDIA_ROOT.is_relative_to(s.STATIC_ROOT), s.STATIC_ROOT.is_relative_to(s.MEDIA_ROOT))"
    assert start(FULL, say).stdout == "False False\n"


def test_an_address_is_decoded_once():
    client = factories.sign_in(Client(), factories.actor(factories.upt(), Role.VERIFIER))
    page = client.get(reverse("portal:search") + "?q=%253Cb%253E%2541").content.decode()
    assert "%3Cb%3E%41" in page and "&lt;b&gt;A" not in page
    assert client.get("/%2575sulan/").status_code == 404


def test_what_was_typed_fills_a_sentence_and_is_none_itself():
    name, new = "%(at)s %s {0} {ip.__class__} ${x}", "Hujan turun di Kupang"
    person, client = factories.user(full_name=name), Client()
    client.post(reverse("account_login"), {"login": person.username, "password": factories.PASSWORD})
    assert name in client.get(reverse("accounts:me")).content.decode()
    changed = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), changed)
    letter = Message.objects.get(recipient=person)
    assert name in letter.text and name in letter.html


def test_a_secret_address_is_not_led_on_to_tls_and_pages_are(settings):
    settings.SECURE_SSL_REDIRECT = True
    feed = reverse("portal:calendar_feed", args=[make_feed(factories.actor(factories.upt(), Role.VERIFIER).user)])
    client = Client()
    assert client.get("/").url == "https://testserver/"
    assert client.get(feed).status_code == 403 and client.get(feed, secure=True).status_code == 200
    say = "import re; print([bool(re.search(each, 'kalender/abc.ics')) for each in settings.SECURE_REDIRECT_EXEMPT])"
    assert start(FULL, say).stdout == "[False, True]\n"


def test_a_form_that_a_script_sends_is_told_where_to_go_on_and_whatever_leads_nowhere_stays():
    actor = factories.actor(factories.upt(), Role.VERIFIER)
    client = factories.sign_in(Client(), actor)
    sends, feed = {"X-Sends-Files": "1"}, reverse("portal:calendar_feed", args=[make_feed(actor.user)])
    spent = reverse("portal:calendar_subscription")  # a form without its key leads back to its page
    led = client.post(spent, headers=sends)
    assert (led.status_code, led["X-Goes-To"], led.has_header("Location")) == (204, spent, False)
    assert client.post(spent).url == spent  # the twin
    unchanged = sends | {"If-None-Match": client.get(feed)["ETag"]}
    assert client.get(feed, headers=unchanged).status_code == 304


def test_production_stops_at_a_short_secret_and_takes_earlier_ones():
    short = start(FULL | {"SECRET_KEY": "k" * 49})
    assert (short.returncode, len(short.stderr.splitlines())) == (3, 1) and "SECRET_KEY" in short.stderr
    say = "print(settings.SECRET_KEY_FALLBACKS)"
    assert start(FULL | {"SECRET_KEY_FALLBACKS": "one,two"}, say).stdout == "['one', 'two']\n"


def test_passwords_are_kept_so_that_each_guess_costs_much():
    """PBKDF2 with SHA-256, 600,000 rounds or more."""
    say = (
        "import django; django.setup(); from django.contrib.auth.hashers import make_password;"
        "print(*make_password('x').split('$')[:2])"
    )
    name, rounds = start(FULL | {"DJANGO_SETTINGS_MODULE": "portal.settings"}, say).stdout.split()
    assert name == "pbkdf2_sha256" and int(rounds) >= 600_000


def test_no_cipher_of_our_own():
    """One seal, AES-256-GCM, and one hash; what is sealed twice differs, and what was changed does not open."""
    sources = "\n".join(path.read_text() for room in ROOMS[:-1] for path in (settings.BASE_DIR / room).rglob("*.py"))
    assert set(re.findall(r"hashlib\.(\w+)", sources)) == {"sha256"}
    assert re.findall(r"^(?:from|import) (?:cryptography|Crypto|nacl|ssl|hmac)\b.*", sources, re.M) == [
        "import ssl",  # whom mail trusts
        "from cryptography.exceptions import InvalidTag",
        "from cryptography.fernet import Fernet, InvalidToken",  # opens what was sealed before, seals nothing
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM",
    ]
    adapter = SecondFactorAdapter()
    first, second = adapter.encrypt("rahasia" * 9), adapter.encrypt("rahasia" * 9)
    assert first[:16] != second[:16] and first[16:] != second[16:]
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()  # 256 bits
    nonce, sealed = (part := base64.urlsafe_b64decode(first.removeprefix("2.")))[:12], part[12:]
    assert AESGCM(key).decrypt(nonce, sealed, None) == b"rahasia" * 9
    changed = first[:50] + ("A" if first[50] != "A" else "B") + first[51:]
    with pytest.raises(ValidationError):
        adapter.decrypt(changed)


SCRIPTS = sorted((settings.BASE_DIR / "static" / "js").glob("*.js"))
# What no script of ours does: run words, listen to other windows, write whole documents, reach into every object.
NEVER = re.compile(
    r"\beval\(|new Function|setTimeout\(\s*[\"'`]|document\.write|insertAdjacentHTML|outerHTML|postMessage|"
    r"[\"']message[\"']|onmessage|__proto__|\.prototype\b|for \((?:const|let|var) \w+ in "
)
# Where HTML goes into a page it was made by the portal's own templates, which escape.
MADE_BY_TEMPLATES = {"draft.js": 3, "writing.js": 1}


def test_there_are_scripts_to_look_at():
    assert len(SCRIPTS) > 10


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_shows_words_as_words_and_reaches_no_prototype(path):
    text = path.read_text()
    assert NEVER.findall(text) == []
    assert len(re.findall(r"innerHTML\s*[=:]", text)) == MADE_BY_TEMPLATES.get(path.name, 0)
