"""Finds every sentence of the portal and says which the Indonesian catalogue lacks (needs Babel)."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = "id"
PO = Path(settings.BASE_DIR, "locale", LOCALE, "LC_MESSAGES", "django.po")
MO = PO.with_suffix(".mo")
FOLDERS = ("regions", "accounts", "casework", "programs", "agreements", "portal", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


def wanted() -> Catalog:
    """What the sources say now, without translations."""
    catalog = Catalog(locale=LOCALE)
    for path in _sources():
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # What is not a sentence becomes filler, whose indentation is no Python.
            marked = templatize(source, origin=str(path)).splitlines()
            source = "\n".join(line.strip() for line in marked)
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for _, text, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            catalog.add(text, None, locations=[(name, None)], context=context)
    return catalog


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            template = path.suffix in {".html", ".txt"} and "templates" in path.parts
            if (path.suffix == ".py" or template) and "migrations" not in path.parts:
                yield path


def stored() -> Catalog:
    if not PO.exists():
        return Catalog(locale=LOCALE)
    with PO.open("rb") as file:
        return pofile.read_po(file, locale=LOCALE)


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def problems() -> list[str]:
    """One line for each thing that would show a reader English, or wrong words."""
    have = stored()
    found = []
    for message in wanted():
        if message.id:
            found += _faults(message, have.get(message.id, message.context))
    if not MO.exists() or MO.read_bytes() != compiled(have):
        found.append(f"{MO.name} is not compiled from {PO.name}")
    return found


def _faults(message: Message, translated: Message | None) -> list[str]:
    source = _forms(message.id)[0]
    if translated is None:
        return [f"missing: {source!r}"]
    if translated.fuzzy:
        return [f"fuzzy: {source!r}"]
    forms = _forms(translated.string)
    if not all(forms):
        return [f"empty: {source!r}"]
    if isinstance(message.id, tuple):  # the singular may say "one" where the plural says a number
        return []
    expected = sorted(PLACEHOLDER.findall(source))
    if any(sorted(PLACEHOLDER.findall(form)) != expected for form in forms):
        return [f"placeholders differ: {source!r}"]
    return []


def _forms(text: str | tuple | None) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text or "",)


def update() -> int:
    """Write the catalogue anew with what the sources say, keeping every translation; returns
    how many sentences still wait for one."""
    have, fresh, waiting = stored(), wanted(), 0
    for message in fresh:
        if not message.id:
            continue
        known = have.get(message.id, message.context)
        message.string = known.string if known is not None else message.string
        waiting += not all(_forms(message.string))
    fresh.mime_headers = have.mime_headers  # its dates too, so that nothing changes for nothing
    fresh.header_comment = have.header_comment
    fresh.fuzzy = False
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        pofile.write_po(file, fresh, width=0, sort_output=True)
    MO.write_bytes(compiled(stored()))
    return waiting
