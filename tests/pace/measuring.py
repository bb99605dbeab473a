"""Measures every page of every reader in this process against the floor; prints its rows as JSON.

Run by tests/pace/bench_round.py in a process of its own for each size of the database.
"""

import json
import logging
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.template import base
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from accounts.models import Holding
from accounts.roles import Role
from casework.models import Case
from regions import clock
from tests.looks.crawl import crawl
from tests.pace import cursors
from tests.pace.noted import unnoted

ROUNDS, MOST_ROUNDS, ROUND_TIME = 7, 15, 0.2  # seconds
TOGETHER, LARGE = 8, 20_000  # a table of so many rows is large
FLOOR = "/lantai/"
# Whoever is measured on every page; of the others each page that a figure names, and what nobody was led to before.
EVERYWHERE = [Role.PROPOSER, Role.VERIFIER, Role.COORDINATOR, Role.LEADERSHIP, Role.AUDITOR, Role.ADMINISTRATOR]
# By the name of the address: which figure holds. Whatever is not named here is a page of another manner.
MANNERS = {
    "portal:desk": "desk",
    "portal:board": "board",
    "portal:search": "search",
    "programs:list": "list",
    "agreements:list": "list",
    "portal:cases": "list",
    "programs:offers": "list",
    "casework:inbox": "list",
    "programs:detail": "case",
    "agreements:detail": "case",
}
BESIDES = {
    "/usulan/?tahap=in_verification": "filtered list",
    "/usulan/?q=jaringan": "filtered list",
    "/perkara/?selesai=belum": "filtered list",
    "/cari/?q=jaringan": "search",
    "/cari/?q=pelatihan+junir": "search",
}
DEEP = {700: "page 700", 1000: "page 1,000"}  # a tenth of the nation has no thousand pages
ASSET = re.compile(r'''<(?:link|script)[^>]+(?:href|src)="(/static/[^"]+)"''')


class Share:
    """Where the time of one answer goes: seconds in the database and in templates, and the queries asked."""

    def __init__(self):
        self.queries, self.database, self.rendering, self._deep = 0, 0.0, 0.0, False
        self.asked = []

    def execute(self, run, sql, params, many, context):
        began = time.perf_counter()
        try:
            return run(sql, params, many, context)
        finally:
            self.queries += 1
            self.database += time.perf_counter() - began
            self.asked.append((sql, params))

    @contextmanager
    def watching(self):
        plain = base.Template.render

        def render(template, context):
            if self._deep:
                return plain(template, context)
            self._deep, began, asked = True, time.perf_counter(), self.database
            try:
                return plain(template, context)
            finally:
                self._deep = False
                self.rendering += time.perf_counter() - began - (self.database - asked)

        base.Template.render = render
        try:
            with connection.execute_wrapper(self.execute):
                yield self
        finally:
            base.Template.render = plain


def seconds(act: Callable, floor: Callable) -> tuple[float, float]:
    """Medians of what an act takes and of the floor, by turns: a machine is slower in one minute than in the next."""
    taken, floors, began = [], [], time.perf_counter()
    while len(taken) < ROUNDS or (time.perf_counter() - began < ROUND_TIME and len(taken) < MOST_ROUNDS):
        taken.append(once(act))
        floors.append(once(floor))
    return statistics.median(taken), statistics.median(floors)


def once(act: Callable) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def signed_in(role: Role) -> Client:
    holding = (
        Holding.objects.on(clock.today())
        .filter(position__roles__contains=[role], user__is_active=True)
        .select_related("user", "position")
        .order_by("pk")
        .first()
    )
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="id", HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(holding.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["position"] = holding.position_id
    session.save()
    return client


def addresses(client: Client, reader: str, seen: set[str]) -> dict[str, str]:
    """One page of each kind that the reader's own links lead to, a filtered list, a search, and page 1,000."""
    plain = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="id")  # reads what it gets, so nothing is packed
    plain.cookies = client.cookies
    setup_test_environment(debug=False)  # pages tell of which templates they are made; this costs time
    try:
        return _addresses(plain, reader, seen)
    finally:
        teardown_test_environment()


def _addresses(client: Client, reader: str, seen: set[str]) -> dict[str, str]:
    found = {}
    for page in crawl(client, reader, each=1, most=160):
        if reader in EVERYWHERE or page.name in MANNERS or page.name not in seen:
            found.setdefault(page.name, page.url)
    seen.update(found)
    deep = {cursors.page(client, number): kind for number, kind in DEEP.items()}
    known = {url: MANNERS.get(name, "other") for name, url in found.items()}
    return known | BESIDES | {url: kind for url, kind in deep.items() if url}


def measured(client: Client, url: str) -> dict:
    """A page that is asked for again, and the same made anew: what it asks and where the time goes is of the latter."""

    def anew():
        caches["pages"].clear()
        return client.get(url, secure=True)

    def floor():
        return client.get(FLOOR, secure=True)

    answer = client.get(url, secure=True)
    is_kept = hasattr(answer.wsgi_request, "keeps_page")
    shares = [watched(anew) for _round in range(2)]
    share = min(shares, key=lambda share: share.queries)  # the other may have been the one that kept a figure
    made, floor_then = seconds(anew, floor)
    return {
        "status": answer.status_code,
        "bytes": len(answer.content) if not answer.streaming else 0,
        "queries": share.queries,
        "database": share.database,
        "rendering": share.rendering,
        "anew": made / floor_then,
        "unnoted": sorted(unnoted(sql for sql, _params in share.asked)) if is_kept else [],
        "scans": sorted({table for asked in share.asked for table in scanned(*asked)}),
    } | asked_again(client, url)


def asked_again(client: Client, url: str) -> dict:
    taken, floor = (partial(client.get, each, secure=True) for each in (url, FLOOR))
    given, beside = seconds(taken, floor)
    return {"seconds": given, "ratio": given / beside}


def watched(act: Callable) -> Share:
    with Share().watching() as share:
        act()
    return share


def scanned(sql: str, params) -> list[str]:
    """Large tables that a query would read from one end to the other."""
    if not sql.startswith(("SELECT", "(SELECT")):
        return []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
        whole = [node["Relation Name"] for node in nodes(cursor.fetchone()[0][0]["Plan"]) if whole_table(node)]
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples > %s", [whole, LARGE])
        return [name for (name,) in cursor.fetchall()]


def whole_table(node: dict) -> bool:
    return "Seq Scan" in node["Node Type"]


def nodes(plan: dict):
    yield plan
    for under in plan.get("Plans", []):
        yield from nodes(under)


def first_visit(client: Client) -> int:
    """Compressed bytes of the first page with all that it loads, and nothing yet kept by the browser."""
    page = client.get("/", secure=True)
    html = client.get("/", secure=True, HTTP_ACCEPT_ENCODING="identity").content.decode()
    loaded = (client.get(path, secure=True) for path in set(ASSET.findall(html)))
    return len(page.content) + sum(int(answer["Content-Length"]) for answer in loaded)


def together(client: Client, url: str) -> float:
    """Seconds for one answer while eight ask at once."""

    def ask(_number: int) -> None:
        one = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
        one.cookies = client.cookies
        one.get(url, secure=True)
        connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(ask, range(TOGETHER)))
    return (time.perf_counter() - began) / TOGETHER


def main() -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    logging.disable(logging.CRITICAL)
    settings.ROOT_URLCONF = "tests.pace.floor"
    rows, seen = [], set()
    for reader in dict.fromkeys([*EVERYWHERE, *Role]):
        client = signed_in(reader)
        for name, url in {"floor": FLOOR, "stock admin list": "/bawaan/"}.items():
            rows.append({"reader": reader, "url": url, "manner": name} | measured(client, url))
        at_once = together(client, FLOOR)
        rows[-2]["first visit"] = first_visit(client)
        for url, kind in addresses(client, reader, seen).items():
            row = {"reader": reader, "url": url, "manner": kind} | measured(client, url)
            row["together"] = together(client, url) / at_once
            rows.append(row)
            print(f"{reader:20}{kind:14}{row['seconds'] * 1000:8.1f} ms  {url}", file=sys.stderr, flush=True)
        for row in rows:  # once more, minutes later: what else the machine does only ever makes a page slower
            if row["reader"] == reader:
                row |= min(row, asked_again(client, row["url"]), key=lambda each: each["ratio"])
    json.dump({"cases": Case.objects.count(), "rows": rows}, sys.stdout)


if __name__ == "__main__":
    main()
