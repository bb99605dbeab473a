"""People before the running portal: one browser each, and a crowd that reads and writes while a part goes down."""

import http.client
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from casework.models import Case
from tests import factories

TOKEN = "faults" + 26 * "0"  # of the form and of the cookie; what counts is that they are the same


@dataclass
class Answer:
    status: int  # 0: no answer at all
    seconds: float
    retry_after: str = ""
    location: str = ""
    text: str = ""


class Visitor:
    """A person who is signed in already."""

    def __init__(self, port: int, actor):
        client = factories.sign_in(Client(), actor)
        cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        self.port, self.actor = port, actor
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def get(self, path: str, patience: float = 20) -> Answer:
        return self._ask("GET", path, None, {}, patience)

    def post(self, path: str, patience: float = 20, **words) -> Answer:
        body = urlencode(words | {"csrfmiddlewaretoken": TOKEN})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}, patience)

    def begin(self, title: str, key: str = "", patience: float = 20) -> Answer:
        """The form on which a proposal begins; each sending of one key is the same form."""
        key = key or str(uuid.uuid4())
        return self.post("/usulan/baru/", patience, title=title, kind="pelatihan_asn", key=key)

    def _ask(self, method: str, path: str, body, headers: dict, patience: float) -> Answer:
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request(method, path, body, self.headers | headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
            seconds = time.monotonic() - began
            return Answer(
                answer.status, seconds, answer.getheader("Retry-After", ""), answer.getheader("Location", ""), text
            )
        except (OSError, http.client.HTTPException):
            return Answer(0, time.monotonic() - began)
        finally:
            line.close()


@dataclass
class Crowd:
    """Readers and writers at once; what was acknowledged must be there afterwards, once."""

    people: list[Visitor]
    path: str = "/usulan/"
    statuses: Counter = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __enter__(self):
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._live, args=[person]) for person in self.people]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exc):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _live(self, person: Visitor) -> None:
        while not self.over.is_set():
            title = f"Usulan {uuid.uuid4().hex[:12]}"
            self.asked.append(title)
            written = person.begin(title)
            if written.status == 302:
                self.acknowledged.append(title)
            for answer in (written, person.get(self.path)):
                self.statuses[answer.status] += 1
                if answer.status >= 500 and not answer.retry_after:
                    self.wrong.append(f"broken: {answer.status} without Retry-After")
            time.sleep(0.05)

    def reckon(self, verdict) -> None:
        """What was said to be done is there once; what was not said to be done is there once or not at all."""
        connection.close()
        there = Counter(Case.objects.filter(title__in=self.asked).values_list("title", flat=True))
        for title in self.acknowledged:
            if not there[title]:
                verdict.add("lost", f"“{title}” was acknowledged and is not there")
        for title, many in there.items():
            if many > 1:
                verdict.add("double", f"“{title}” is there {many} times")
        for fault in self.wrong:
            verdict.add("broken", fault)
