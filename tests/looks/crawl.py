"""Follows every link as a reader would, and notes of which templates each page is made."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r"""<a\s[^>]*?href=["']([^"'#]+)""")
POSTED = re.compile(r"""<form[^>]*method=["']?post""", re.IGNORECASE)
OTHERWHERE = {"admin", "djdt"}  # rooms with frames of their own
NOT_FOLLOWED = {"account_logout"}
ROOT = settings.BASE_DIR / "templates"
OURS = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html")}


@dataclass(frozen=True)
class Seen:
    """One page as one reader got it: the name of its address, its templates, and whether it has a form to send."""

    reader: str
    url: str
    name: str
    templates: frozenset[str]
    has_form: bool
    html: str = field(repr=False, compare=False, default="")
    kind: str = "page"  # or "errors": the answer to the form sent empty


def crawl(client: Client, reader: str, start: str = "/", each: int = 3, most: int = 200) -> Iterator[Seen]:
    """Breadth first from a page; at most `each` pages of one manner of address, so that states differ."""
    queue, known, counted = deque([start]), {start}, Counter()
    while queue and most:
        url = queue.popleft()
        name, manner = name_of(url), manner_of(url)
        if name is None or counted[name, manner] >= each:
            continue
        answer = client.get(url)
        if answer.status_code in (301, 302):
            queue.appendleft(answer["Location"]) if _is_new(answer["Location"], known) else None
            continue
        counted[name, manner] += 1
        if not _is_page(answer):
            b"".join(answer.streaming_content) if answer.streaming else answer.content  # a file, read to its end
            continue
        most -= 1
        html = answer.content.decode()
        yield Seen(reader, url, name, templates_of(answer), bool(POSTED.search(_main(html))), html)
        for link in LINK.findall(html):
            target = urljoin(url, unescape(link))
            if urlsplit(target).netloc == "" and _is_new(target, known):
                queue.append(target)


def seen(client: Client, reader: str, url: str, kind: str = "page") -> Seen:
    """One page by its address."""
    answer = client.get(url)
    html = answer.content.decode()
    return Seen(reader, url, name_of(url) or url, templates_of(answer), bool(POSTED.search(_main(html))), html, kind)


def sent_empty(client: Client, page: Seen) -> Seen | None:
    """The answer to the page's form when nothing was filled in, if it is the page again with what is to be mended."""
    answer = client.post(page.url, {})
    if answer.status_code != 200 or not _is_page(answer):
        return None
    return Seen(page.reader, page.url, page.name, templates_of(answer), True, answer.content.decode(), "errors")


def chosen(pages: list[Seen], per_name: int = 2) -> list[Seen]:
    """Few pages that still show every address and every template: the first under each name, and whatever adds one."""
    kept, names, templates = [], Counter(), set()
    for page in pages:
        if names[page.name] < per_name or page.templates - templates:
            kept.append(page)
            names[page.name] += 1
            templates |= page.templates
    return kept


def name_of(url: str) -> str | None:
    """The full name of an address within the portal's own pages, or None."""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    if OTHERWHERE & set(match.namespaces) or match.view_name in NOT_FOLLOWED:
        return None
    return match.view_name


def manner_of(url: str) -> str:
    """What of an address is a word and not a number: which step, which move."""
    return "/".join(part for part in urlsplit(url).path.split("/") if part and not part.isdecimal())


def _main(html: str) -> str:
    return html[html.find("<main") : html.find("</main>")]


def _is_new(url: str, known: set[str]) -> bool:
    return url not in known and not known.add(url)


def _is_page(answer) -> bool:
    return answer.status_code < 500 and not answer.streaming and answer["Content-Type"].startswith("text/html")


def templates_of(answer) -> frozenset[str]:
    return frozenset(OURS & {template.name for template in answer.templates if template.name})
