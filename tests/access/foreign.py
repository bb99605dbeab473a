"""For whoever is outside, a case does not exist: all answers read before it was made and after it are the same."""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.actors import Actor
from casework import exports
from casework.feeds import make_feed
from casework.lists import KINDS
from casework.models import Export, Message, Notice
from regions import clock
from tests import proposals
from tests.access import world
from tests.access.asking import ask
from tests.access.table import addresses

# Begins as the canary does, so that whatever searches by parts, beginnings or likeness would bring it.
WANTED = ("kanarikuning", "Kanarikuning7", "pelatihan kanari", "USL/2026", "KS/2026", "7431", "Kalimantan Timur")
CHANGES = re.compile(
    r'Content-Length: \d+|name="(?:csrfmiddlewaretoken|key)" value="[^"]+|csrf_?token": "[^"]+|csrftoken=[^;]+|'
    r"sessionid=[^;]+|^Expires: [^\n]+|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|expires=[^;]+|Max-Age=\d+|data-left=\"\d+",
    re.IGNORECASE | re.MULTILINE,
)
# Read and searched for the canary, but other afterwards for a reason that is no case: that a province passes to another
# UPT is announced to everybody, and the world brings another coordinator, who is reminded of everybody's late cases.
MAY_DIFFER = ("/wilayah/ ", "/pengingat/pratinjau")
NOT_COMPARED = {"account_logout", "mfa_activate_totp", "portal:healthz", "portal:readyz", "account_login"}


def neighbours() -> dict[str, Actor]:
    """Everybody outside, with a case of their own under way, so that their pages are not empty."""
    cast = proposals.cast(world.ELSEWHERE, world.OTHER_UPT)
    proposals.in_state("in_verification", cast)
    found = {name: actor for name, actor in world.outsiders().items() if actor}
    return {"proposer with a case": cast.proposer, "verifier with a case": cast.verifier} | found


def places() -> Iterator[tuple[str, dict, dict]]:
    """Every address without an object, every list and search asked for the canary; as a page and as htmx asks."""
    for address in addresses():
        if address.words or address.name.startswith("admin") or address.name in NOT_COMPARED:
            continue
        yield reverse(address.name), {}, {}
    for name in ("programs:list", "programs:offers", "agreements:list", "portal:cases", "portal:search"):
        for wanted in WANTED:
            yield reverse(name), {"q": wanted}, {}
    for wanted in WANTED:
        yield reverse("portal:search"), {"q": wanted}, {"HTTP_HX_REQUEST": "true"}
    for name, words in (("portal:province", (world.HOME, world.ELSEWHERE)), ("portal:upt", ("BJM", "MDN"))):
        for word in words:
            yield reverse(name, args=[word]), {}, {}


def readings(readers: dict[str, Actor]) -> dict[tuple[str, str], str]:
    """Reader and place → what was read there, without what is new in every answer."""
    clients, found = world.clients(readers), {}
    for reader, client in clients.items():
        for url, query, headers in places():
            said, text = ask(client, "GET", url, query, **headers)
            found[reader, f"{url} {query} {'htmx' if headers else ''}"] = f"{said}\n{plain(text)}"
        with transaction.atomic():
            for name, text in _files(readers[reader]):
                found[reader, name] = text
            transaction.set_rollback(True)
    return found


def plain(text: str) -> str:
    """Without what is new in every answer."""
    return CHANGES.sub("~", text)


def _files(actor: Actor) -> Iterator[tuple[str, str]]:
    """What is made for a reader in the background: each list as CSV and as XLSX, and the calendar."""
    if actor.holding.ends_on is None:
        for kind in KINDS:
            for form in ("csv", "xlsx"):
                yield f"{kind}.{form}", exported(actor, kind, form)
        feed = Client().get(reverse("portal:calendar_feed", args=[make_feed(actor.user)]))
        assert feed.status_code == 200
        yield "kalender.ics", re.sub(r"DTSTAMP:\S+", "~", feed.content.decode())


def exported(actor: Actor, kind: str, form: str) -> str:
    """The cells of a file as text; an XLSX is unpacked first."""
    own = {"owner": actor.user, "position": actor.position, "list": kind, "format": form}
    export = Export.objects.create(**own, asked_at=clock.now())
    exports.make(export.pk)
    export.refresh_from_db()
    with default_storage.open(export.file) as file:
        content = file.read()
    if form == "csv":
        return content.decode()
    packed = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(packed.read(name).decode() for name in sorted(packed.namelist()) if "docProps" not in name)


def differences(before: dict, after: dict) -> list[str]:
    """Where the same question was answered otherwise, with the lines that differ."""
    found = []
    for key, text in before.items():
        if after[key] != text and not key[1].startswith(MAY_DIFFER):
            lines = difflib.unified_diff(text.splitlines(), after[key].splitlines(), n=0, lineterm="")
            changed = [line[:160] for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            found.append(f"{key[0]}: {key[1]}: {changed[:4]}")
    return found


def told(readers: dict[str, Actor]) -> list[str]:
    """Notices and mails with the canary that went to somebody outside."""
    users = {actor.user.pk: name for name, actor in readers.items()}
    mails = {actor.user.email: name for name, actor in readers.items()}
    found = []
    with translation.override("id"):
        for notice in Notice.objects.filter(recipient__in=users).select_related("case"):
            if world.CANARY in f"{notice.params} {notice.case.title if notice.case else ''}":
                found.append(f"notice to {users[notice.recipient_id]}: {notice.kind}")
    for message in Message.objects.filter(address__in=mails):
        if world.CANARY in f"{message.subject} {message.text} {message.html}":
            found.append(f"mail to {mails[message.address]}: {message.subject}")
    return found
