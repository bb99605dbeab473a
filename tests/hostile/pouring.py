"""Sends one request and looks at what came of it: the answer, the time, the rows, the words, the message."""

import re
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.hostile.corpus import Case
from tests.hostile.files import TRUE, File
from tests.hostile.forms import forms_of
from tests.hostile.targets import Target

SLOW, SLOW_FILE = 2.0, 10.0
BOUNDARY = "batas1234567890"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
PLAIN = "application/x-www-form-urlencoded"
# What any visit may write, refused or not: the session, what is counted against guessing, who looks at a case now.
OF_A_VISIT = {"django_session", "portal_cache", "usersessions_usersession", "casework_presence", "portal_deskvisit"}
TYPED = {"text", "textarea", "search", "email", "date", "number", "tel", "url"}
CHANGED = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


class Rows:
    """Which tables hold something else than before: asked of PostgreSQL's own counters, then row by row."""

    def __init__(self):
        self.before = {table: self._state(table) for table in self._counted()}
        self.counted: dict[str, int] = {}

    def begin(self) -> None:
        self.counted = self._counted()

    def _counted(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED)
            return dict(cursor.fetchall())

    def _state(self, table: str) -> tuple:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM public."{table}" t')
            return cursor.fetchone()

    def changed(self) -> set[str]:
        touched = [table for table, many in self._counted().items() if many != self.counted.get(table, 0)]
        return {table for table in touched if self._state(table) != self.before[table]}


@dataclass
class Answer:
    """What one request brought."""

    status: int
    seconds: float
    html: str
    changed: set[str]
    trouble: str = ""
    refusal: str = ""  # why nothing was done, when it is said on the page one is sent to

    @property
    def accepted(self) -> bool:
        return self.status in (204, 301, 302, 303) and not self.refusal

    @property
    def refused(self) -> bool:
        return self.status == 200 or 400 <= self.status < 500 or bool(self.refusal)


class Pourer:
    """Pours into one world; every request is undone afterwards, so that each meets the same rows."""

    def __init__(self, clients: dict[str, Client]):
        with connection.cursor() as cursor:  # what the world left to be checked at its commit is checked once, now
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self.clients, self.rows = clients, Rows()
        for client in clients.values():
            client.raise_request_exception = False
        self.sent: Counter = Counter()

    def send(
        self, reader: str, method: str, url: str, language: str = "id", body: bytes = b"", kind: str = PLAIN, **more
    ) -> Answer:
        """One request; what took too long is asked twice more, for a busy machine is slow by itself."""
        answers = [self._sent(reader, method, url, language, body, kind, dict(more))]
        while answers[-1].seconds > SLOW and len(answers) < 3:
            answers.append(self._sent(reader, method, url, language, body, kind, dict(more)))
        return min(answers, key=lambda answer: answer.seconds)

    def _sent(self, reader: str, method: str, url: str, language: str, body: bytes, kind: str, more: dict) -> Answer:
        """One request inside a transaction; what it wrote is looked at and taken back."""
        client = self.clients[reader]
        cookies = {name: morsel.coded_value for name, morsel in client.cookies.items()} | {"django_language": language}
        kept = client.cookies.output(header="", sep=";")
        more["HTTP_COOKIE"] = "; ".join(
            f"{name}={value}" for name, value in (cookies | more.pop("cookies", {})).items()
        )
        with transaction.atomic():
            self.rows.begin()
            answer, seconds, content = self._answered(client, method, url, body, kind, more)
            trouble, changed = self._left(answer)
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(kept)
        page = answer.get("Content-Type", "").startswith("text/html")
        html = content.decode("utf-8", "replace") if page else ""
        return Answer(answer.status_code, seconds, html, changed, trouble, refusal_left(answer))

    def _answered(self, client: Client, method: str, url: str, body: bytes, kind: str, more: dict) -> tuple:
        begun = time.perf_counter()
        extra = {"CONTENT_TYPE": kind} | more if method == "POST" else more
        answer = client.generic(method, url, body, content_type=extra.pop("CONTENT_TYPE", kind), **extra)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer, time.perf_counter() - begun, content

    def _left(self, answer) -> tuple[str, set[str]]:
        """What went wrong, and which tables hold something else now."""
        if answer.status_code >= 500:
            return repr(answer.exc_info[1] if getattr(answer, "exc_info", None) else answer.status_code), set()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return "", self.rows.changed() - OF_A_VISIT
        except DatabaseError as error:
            return f"at commit: {error!r}", set()


def refusal_left(answer) -> str:
    """What a redirect leaves to be read on the next page, if it is a warning or worse."""
    notes = getattr(getattr(answer, "wsgi_request", None), "_messages", None)
    if answer.status_code not in (301, 302, 303) or notes is None:
        return ""
    return " ".join(str(note.message) for note in notes._queued_messages if note.level >= messages.WARNING)


def urlencoded(words: dict[str, list]) -> bytes:
    pairs = [(name.encode("utf-8", "surrogatepass"), raw(value)) for name, values in words.items() for value in values]
    return urlencode(pairs).encode()


def raw(value) -> bytes:
    return value.raw if isinstance(value, Case) else value.encode("utf-8", "surrogatepass")


def multipart(words: dict[str, list], files: dict[str, tuple[str, bytes]]) -> bytes:
    """As a browser writes it, but that it leaves hostile names as they are."""
    parts = []
    for name, values in words.items():
        for value in values:
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + raw(value))
    for name, (called, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="'.encode() + called.replace(
            '"', "%22"
        ).encode("utf-8", "surrogatepass")
        parts.append(head + b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + content)
    line = f"--{BOUNDARY}\r\n".encode()
    return b"".join(line + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def post(pourer: Pourer, target: Target, words: dict[str, list], language: str, file: File | None = None) -> Answer:
    """The form with these words; every file that must be there, and the one a form is for, is a true one."""
    controls = list(target.form.controls.values())
    held = [each for each in controls if each.kind == "file"]
    if not held:
        return pourer.send(target.reader, "POST", target.url, language, urlencoded(words))
    only = all(each.kind in ("file", "hidden") for each in controls)
    own = target.part if target.place == "file" else ""
    files = {each.name: ("kak.pdf", TRUE) for each in held if only or each.required or each.name == own}
    if file is not None:
        files[target.part] = (file.name, file.content)
    return pourer.send(target.reader, "POST", target.url, language, multipart(words, files), MULTIPART)


def lost(target: Target, words: dict[str, list], answer: Answer) -> list[str]:
    """Which typed words do not stand in the answered form any more."""
    shown: dict[str, set[str]] = {}
    for form in forms_of(answer.html, target.url):
        for control in form.controls.values():
            shown.setdefault(control.name, set()).update(map(plain, control.values))
    missing = []
    for name, control in target.form.controls.items():
        if control.kind in TYPED and name in words and name in shown:
            value = words[name][-1]
            if plain(value.arrives if isinstance(value, Case) else value) not in shown[name]:
                missing.append(name)
    return missing


def plain(text: str) -> str:
    """Ends of lines are written in two ways, and a parser reads NUL as nothing."""
    return re.sub(r"\s+", " ", text.replace("\0", "").replace("\ufffd", "")).strip()
