"""Where anything can be poured in: found by walking every reader's pages and the resolver, never listed by hand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse

from tests.hostile.forms import Form, forms_of
from tests.hostile.twins import PATTERN_OF_ROWS, filled
from tests.looks.crawl import Seen, manner_of, name_of
from tests.looks.world import REFUSALS
from tests.test_addresses import arguments, walk

LINKED = re.compile(r"""(?:href|hx-get|action)=["']([^"'#]*\?[^"'#]+)""")
NOT_SENT = {"csrfmiddlewaretoken"}
NOT_POURED = {
    "portal:style",  # examples that go nowhere
    "portal:step_in",  # needs the accounts that `demonstrate` writes into a file (tests/portal/test_stepping_in.py)
    "admin:logout",
    # Every UPT has its name, every province its UPT and every state its working days already: a second one has no valid
    # twin. What is asked in these forms is asked in those of a row as well.
    "admin:regions_uptname_add",
    "admin:regions_coverage_add",
    "admin:casework_allowance_add",
}
HEADERS = (
    "HTTP_ACCEPT_LANGUAGE", "HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_HX_REQUEST", "HTTP_HX_CURRENT_URL",
    "HTTP_HX_TARGET", "HTTP_HX_TRIGGER", "HTTP_ORIGIN", "HTTP_RANGE", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_AUTHORIZATION",
    "HTTP_X_CSRFTOKEN", "HTTP_X_REQUESTED_WITH", "HTTP_X_HTTP_METHOD_OVERRIDE", "CONTENT_TYPE",
    "HTTP_FORWARDED", "HTTP_DNT", "HTTP_PREFER",
)  # fmt: skip
COOKIES = ("sessionid", "csrftoken", "theme", "django_language", "messages", "lain")


@dataclass(frozen=True)
class Target:
    """One place of one page for one reader: a control of a form, a word of the address, a part of the path …"""

    place: str  # field, query, path, header, cookie, file, extra
    reader: str
    name: str  # the address by its full name
    url: str
    part: str  # which field, word, part, header
    form: Form | None = None
    true: str = ""  # the address as it stood on a page, the twin of what is asked without a form

    @property
    def words(self) -> dict[str, list[str]]:
        """What the valid twin sends."""
        return filled(self.form) if self.form else {}

    def path(self, value: str) -> str:
        return self.url.replace("\0part\0", quote(value.encode("utf-8", "surrogatepass"), safe=""))


def named(url: str) -> str | None:
    """The full name of an address, the administration's too."""
    if (name := name_of(url)) is not None:
        return name
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    return match.view_name if match.namespaces == ["admin"] else None


def forms(pages: Iterable[Seen]) -> Iterator[tuple[Seen, str, Form]]:
    """Each form once: by where it goes, in which manner, with which controls."""
    known = set()
    for page in pages:
        for form in forms_of(page.html, page.url) if page.name not in NOT_POURED else ():
            name = named(form.url)
            names = tuple(sorted(re.sub(r"\d+", "1", each) for each in form.controls))
            if "action" in names and "_selected_action" not in names:
                continue  # an act on the rows of a list that has none
            key = (name, manner_of(form.url), form.method, names, bool(page.reader))
            unsent = form.method == "dialog" or (form.method == "post" and not form.sends)
            if name is None or name in NOT_POURED or unsent or key in known:
                continue
            known.add(key)
            yield page, name, form


def of_forms(pages: list[Seen]) -> Iterator[Target]:
    for page, name, form in forms(pages):
        for control in form.controls.values():
            if control.name in NOT_SENT or PATTERN_OF_ROWS in control.name:
                continue
            place = "query" if form.method == "get" else "file" if control.kind == "file" else "field"
            true = f"{form.url.partition('?')[0]}?{urlencode(form.data, doseq=True)}" if place == "query" else ""
            yield Target(place, page.reader, name, form.url, control.name, form, true)
        if form.method == "post":
            yield Target("extra", page.reader, name, form.url, "", form)


def of_links(pages: list[Seen]) -> Iterator[Target]:
    """Every word that stands behind a question mark in a link."""
    known = set()
    for page in pages:
        for link in LINKED.findall(page.html):
            path, _mark, query = unescape(link).partition("?")
            url = path or urlsplit(page.url).path
            name = named(url)
            for word, _value in parse_qsl(query):
                if name and name not in NOT_POURED and (name, word) not in known:
                    known.add((name, word))
                    others = [(other, value) for other, value in parse_qsl(query) if other != word]
                    yield Target("query", page.reader, name, f"{url}?{urlencode(others)}", word, true=f"{url}?{query}")


def of_paths(pages: list[Seen], stranger: str) -> Iterator[Target]:
    """Each part of each address, with the rows of a page or of a form that was seen behind the other parts."""
    seen = {page.name: page for page in reversed(pages)}
    sent = {name: (page, form) for page, name, form in forms(pages) if form.method == "post"}
    for name, entry in walk().items():
        page, form = (seen[name], None) if name in seen else sent.get(name, (None, None))
        true = form.url if form else page.url if page else ""
        whole = {word: str(value) for word, value in resolve(urlsplit(true).path).kwargs.items()} if page else {}
        for part in arguments(entry):
            mark = "1234567890123" if f"<int:{part}>" in str(entry.pattern) else "xqzx"
            url = reverse(name, kwargs=dict.fromkeys(arguments(entry), "1") | whole | {part: mark})
            reader = page.reader if page else stranger
            yield Target("path", reader, name, url.replace(mark, "\0part\0"), part, form, true)


def of_rows(pages: list[Seen]) -> Iterator[Target]:
    """The number of the row in each address of the administration."""
    for page in {page.name: page for page in pages if page.name.startswith("admin:")}.values():
        for part, value in resolve(urlsplit(page.url).path).kwargs.items():
            url = page.url.replace(f"/{value}/", "/\0part\0/", 1)
            if "\0" in url:
                yield Target("path", page.reader, page.name, url, part, true=page.url)


def of_lines(pages: list[Seen]) -> Iterator[Target]:
    """Headers and cookies, each on a page of another kind."""
    shown = list({page.name: page for page in reversed(pages) if page.reader}.values())
    for number, part in enumerate((*HEADERS, *COOKIES)):
        place = "cookie" if part in COOKIES else "header"
        for page in (shown[(number * 3) % len(shown)], shown[(number * 7 + 1) % len(shown)]):
            yield Target(place, page.reader, page.name, page.url, part, true=page.url)


def every(pages: list[Seen], stranger: str) -> list[Target]:
    """All places of the portal; a page that was refused is no twin of anything."""
    pages = [page for page in pages if page.url not in REFUSALS and page.name not in NOT_POURED]
    return [*of_forms(pages), *of_links(pages), *of_paths(pages, stranger), *of_lines(pages)]


def of_administration(pages: list[Seen]) -> list[Target]:
    return [*of_forms(pages), *of_links(pages), *of_rows(pages)]
