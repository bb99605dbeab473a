"""Who visits the portal in `make load`: people with time to think, a province that floods, more than it can serve.

Run by locust, which tests/pace/load_round.py starts; CAST names the file with the people (tests/pace/cast.py), KEPT the
one into which every acknowledged write is noted.
"""

import itertools
import json
import os
import random
import re
import uuid
from collections import Counter
from pathlib import Path

from locust import FastHttpUser, between, constant, events, task

PEOPLE = itertools.cycle(json.loads(Path(os.environ["CAST"]).read_text()))
KEPT = Path(os.environ["KEPT"])
LISTS = ["/", "/usulan/", "/usulan/?tahap=in_verification", "/perkara/", "/perkara/?selesai=belum", "/naskah/"]
SEARCHES = ["/cari/?q=jaringan", "/usulan/?q=pelatihan", "/cari/?q=USL/2026"]
FIELD = re.compile(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"|name="(reach)" value="(\w+)"')
FORM = re.compile(r'<form class="write" method="post" action="([^"]*)".*?</form>', re.S)
REFUSED = Counter()
READ = Counter()  # pages, and how many of them were given again


class Visitor(FastHttpUser):
    """Somebody signed in; what is refused for want of room counts as an error unless the crowd was made too large."""

    abstract = True

    def on_start(self):
        self.who = next(PEOPLE)
        self.headers = {"Cookie": f"sessionid={self.who['session']}", "Accept-Encoding": "gzip"}
        with self.read("/", "first", catch_response=True) as first:
            if first.status_code in (429, 503):  # no room: no error of a crowd too large
                first.success()
        if token := re.search(r"csrftoken=([^;]+)", first.headers.get("Set-Cookie") or ""):
            self.headers["Cookie"] += f"; csrftoken={token[1]}"  # as a browser carries it; without it nothing is kept

    def read(self, url: str, name: str, **more):
        return self.client.get(url, name=name, headers=self.headers, **more)


class Person(Visitor):
    """60 % lists and search, 25 % cases, 10 % writes, 5 % files and exports."""

    wait_time = between(10, 30)

    @task(45)
    def list(self):
        self.read(random.choice(LISTS), "list")

    @task(15)
    def search(self):
        self.read(random.choice(SEARCHES), "search")

    @task(25)
    def case(self):
        self.read(random.choice(self.who["pages"]), "case")

    @task(3)
    def document(self):
        if self.who["documents"]:
            self.read(f"/berkas/{random.choice(self.who['documents'])}/", "file")

    @task(2)
    def export(self):
        self.read("/usulan/unduh/?tahap=in_verification", "export")

    @task(10)
    def write(self):
        if not self.who["talks"]:
            return  # this person only reads
        page = f"/perkara/{random.choice(self.who['talks'])}/percakapan/"
        shown = self.read(page, "conversation")
        form = FORM.search(shown.text or "")
        if not form:  # the page did not come; it is counted as an error
            return
        found = FIELD.findall(form.group())
        values = {name or reach: value or chosen for name, value, reach, chosen in found}
        mark = f"bukti-{uuid.uuid4().hex}"
        target = form.group(1) or page
        with self.client.post(
            target,
            data=values | {"body": mark},
            headers=self.headers,
            name="write",
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code == 302:
                with KEPT.open("a") as kept:
                    kept.write(f"{mark}\n")
                answer.success()
            else:
                answer.failure(f"not taken: {answer.status_code}")


class Hurried(Person):
    """The same with hardly a thought between: a few of them are the small round in `make test`."""

    wait_time = between(0.2, 0.6)


class Flood(Visitor):
    """One province asks as fast as it is answered; told to come back later, it tries again at once."""

    wait_time = constant(0)

    @task
    def flood(self):
        with self.read(random.choice(LISTS + SEARCHES), "flood", catch_response=True) as answer:
            if answer.status_code in (429, 503) and answer.headers.get("Retry-After"):
                answer.success()
                REFUSED[answer.status_code] += 1


class Crush(Flood):
    """Everybody at once, nobody thinks."""


@events.request.add_listener
def count(request_type, response, **_kwargs):
    if request_type == "GET" and response is not None and response.status_code == 200:
        READ.update(["again" if "Age" in response.headers else "anew"])


@events.quitting.add_listener
def say_how_many(**_kwargs):
    KEPT.with_suffix(".refused").write_text(json.dumps(REFUSED))
    KEPT.with_suffix(".read").write_text(json.dumps(READ))
