"""Mass assignment: a form sent with every field of every model beside its own must do what it does without them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import resolve

from tests.hostile.forms import Form
from tests.hostile.pouring import OF_A_VISIT
from tests.hostile.twins import filled
from tests.proposals import pdf

ROOMS = ("regions", "accounts", "casework", "programs", "agreements", "portal")
PREFIX = re.compile(r"^.+-\d+-")
MOST = 4  # values of one name
AT_ONCE = 700  # names; a request with more than a thousand is refused as a whole
SMUGGLED = "SELUNDUPAN"
CHANGED = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
SEQUENCES = (
    "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"
)
# What any visit writes, smuggled or not.
LEFT_OUT = OF_A_VISIT | {"accounts_signin", "casework_formkey"}

MADE_ANEW = {("casework_document", "sha256")}  # a sheet that the portal makes tells the second in which it was made


def smuggled() -> dict[str, list[str]]:
    """Every field of every model by name, as forms and as foreign keys call it, each with values that could be kept."""
    found: dict[str, list[str]] = defaultdict(list)
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                for name in {field.name, field.attname}:
                    value = _value(field)
                    if value not in found[name]:
                        found[name].append(value)
    return dict(found) | {name: ["1"] for name in ("is_staff", "is_superuser", "is_active", "id", "pk")}


def _value(field: models.Field) -> str:
    """Something the column would take."""
    if field.choices:
        return str(field.flatchoices[-1][0])
    if field.is_relation:
        newest = field.related_model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        return str(newest)
    kinds = {
        models.BooleanField: "on",
        models.DateTimeField: "2031-01-31T10:00:00+07:00",
        models.DateField: "2031-01-31",
        models.IntegerField: "7",
        models.EmailField: "selundupan@contoh.test",
        models.UUIDField: "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), SMUGGLED)


def rounds(extra: dict[str, list[str]], own: set[str]) -> Iterator[dict[str, str]]:
    """The fields that a form does not have, also as its rows would call them; anew while names have other values."""
    prefixes = {"", *(found[0] for name in own if (found := PREFIX.match(name)))}
    foreign = {
        prefix + name: values for name, values in extra.items() for prefix in prefixes if prefix + name not in own
    }
    for number in range(min(MOST, max(map(len, foreign.values())))):
        names = [name for name, values in foreign.items() if number < len(values)]
        for start in range(0, len(names), AT_ONCE):
            yield {name: foreign[name][number] for name in names[start : start + AT_ONCE]}


@dataclass(frozen=True)
class Done:
    """What a request did: its status, and each row that is new or other, without the row's own number."""

    status: int
    rows: frozenset[tuple[str, str]]


class Assigner:
    """Sends one form of one reader in a transaction that is undone, always from the same numbers."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(SEQUENCES)
            self.sequences = cursor.fetchall()
        self.before = {table: self._rows(table) for table in self._counts()}

    def _counts(self) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED)
            return {table: many for table, many in cursor.fetchall() if table not in LEFT_OUT}

    def _rows(self, table: str) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM public."{table}" t')
            return {row[0] for row in cursor.fetchall()}

    def send(self, client: Client, form: Form, words: dict) -> Done:
        kept = client.cookies.output(header="", sep=";")
        with transaction.atomic():
            with connection.cursor() as cursor:
                for name, last in self.sequences:
                    cursor.execute("SELECT setval(%s, %s)", [name, last])
            counted = self._counts()
            answer = client.post(form.url, words | _files(form))
            touched = [table for table, many in self._counts().items() if many != counted.get(table, 0)]
            rows = {(table, row) for table in touched for row in self._rows(table) - self.before.get(table, set())}
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(kept)
        return Done(answer.status_code, frozenset(rows))


def _files(form: Form) -> dict:
    wanted = [each.name for each in form.controls.values() if each.kind == "file" and each.required]
    return {name: pdf() for name in wanted}


def cells(done: Done) -> set[tuple[str, str, str]]:
    """Table, column and value of everything written."""
    return {
        (table, column, json.dumps(value, sort_keys=True))
        for table, row in done.rows
        for column, value in json.loads(row).items()
    }


def offered(forms: list[Form]) -> dict[str, set[str]]:
    """Address by its full name → every field and button that some form which is sent there has, on any page."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        found[resolve(urlsplit(form.url).path).view_name].update(form.controls, form.pressed)
    return found


def took(
    assigner: Assigner, client: Client, form: Form, extra: dict[str, list[str]], own: set[str]
) -> tuple[bool, list[str]]:
    """Whether the form is accepted as a careful person sends it; and what it wrote only because of foreign words.

    Columns that differ between two plain sendings (random tokens, file names) say nothing.
    """
    words = filled(form)
    first, second = assigner.send(client, form, words), assigner.send(client, form, words)
    restless = MADE_ANEW | {cell[:2] for cell in cells(first) ^ cells(second)}
    found = []
    for more in rounds(extra, own | set(form.controls) | set(words)):
        done = assigner.send(client, form, more | words)
        if done.status != first.status:
            found.append(f"status {done.status} for {first.status}")
            continue
        for table, column, value in cells(done) ^ cells(first):
            if (table, column) not in restless:
                found.append(f"{table}.{column} = {value[:80]}")
    return bool(first.rows) and first.status in (200, 204, 302), sorted(set(found))
