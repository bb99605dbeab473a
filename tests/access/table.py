"""docs/permissions.csv: every address of the resolver × method × reader, with the answer each must get."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from tests.access.world import World

PATH = settings.BASE_DIR / "docs" / "permissions.csv"
METHODS = ("GET", "POST")
HEAD = ("address", "method")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: its full name (or, unnamed, its whole route) and how to ask for it."""

    name: str
    route: str
    words: tuple[str, ...]  # parts of the path that vary

    def url(self, objects: dict[str, int | str]) -> str:
        """The page of the world's own object, whatever it hangs on."""
        if self.route.startswith("admin/"):
            return self._in_administration(objects)
        own = objects.get(self.name)
        if own is None:
            own = objects.get("programs:offer" if self.name.startswith("programs:offer") else self.name.split(":")[0])
        values = {word: own if word == "pk" else objects.get(word, own) for word in self.words}
        values |= {word: objects[f"{self.name}/{word}"] for word in self.words if f"{self.name}/{word}" in objects}
        return reverse(self.name, kwargs={word: 1 if value is None else value for word, value in values.items()})

    def _in_administration(self, objects: dict[str, int | str]) -> str:
        """The first row of the model; number 1 where there is none, which then is nowhere."""
        url = "/" + self.route
        if (row := self._first_row()) is not None:
            url = url.replace("<path:object_id>", str(row))
        for word in ("<path:object_id>", "<path:content_type_id>", "<str:content_type_id>"):
            url = url.replace(word, "1")
        url = url.replace("^(?P<app_label>regions|accounts|casework|programs|agreements|portal)/$", "casework/")
        return url.replace("(?P<url>.*)$", "tidak-ada")

    def _first_row(self) -> int | str | None:
        words = self.route.split("/")
        with suppress(LookupError):
            return (
                apps.get_model(words[1], words[2])._default_manager.order_by("pk").values_list("pk", flat=True).first()
            )
        return None


def addresses(patterns=None, namespace: str = "", route: str = "", words: tuple = ()) -> Iterator[Address]:
    """Every pattern, the administration's too."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        whole, parts = route + str(entry.pattern), (*words, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry.url_patterns, inner, whole, parts)
        else:
            yield Address(f"{namespace}{entry.name}" if entry.name else whole, whole, parts)


def read() -> dict[tuple[str, str], dict[str, str]]:
    """(address, method) → reader → answer."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return {(row["address"], row["method"]): dict(list(row.items())[2:]) for row in csv.DictReader(file)}


def write(found: dict[tuple[str, str], dict[str, str]], readers: list[str]) -> None:
    with PATH.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([*HEAD, *readers])
        lines.writerows([*key, *(found[key][reader] for reader in readers)] for key in sorted(found))


def asked(world: World) -> Iterator[tuple[str, str, str]]:
    """Name, method and url of each row."""
    for address in addresses():
        for method in METHODS:
            yield address.name, method, address.url(world.objects)
