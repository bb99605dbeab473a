"""Which rows belong together: a case with everything that hangs on it, and the cases it is joined to."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model

from casework.models import BulkRow, Case, CaseText, DocumentText, Export, Message, Notice, Turn, Writer

# What people were told, asked for or typed last: of the person, not of the case.
LEFT_OUT = {BulkRow, Export, Message, Notice, Writer}
KEPT_TEXTS = (CaseText, DocumentText)  # made of the copies themselves, once they are there
# A copy stands by itself: these would tie it to what it was made from, or fill an offer beyond its seats.
CUT = {("Proposal", "copied_from_id"), ("Proposal", "offer_id"), ("ProposalEvent", "copied_from_id")}
CUT |= {("ProposalEvent", "offer_id")}


@dataclass
class Family:
    """Cases that are copied together, with the keys of their rows by model."""

    rows: dict[type[Model], list[int]] = field(default_factory=lambda: defaultdict(list))
    open: bool = False

    def count(self, kind: str) -> int:
        return Case.objects.filter(pk__in=self.rows[Case], kind=kind).count()


def hanging() -> list[type[Model]]:
    """Every model whose rows hang on a case, however far: found by walking the foreign keys."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in {*LEFT_OUT, *KEPT_TEXTS}]
    found = {Case}
    while grown := {model for model in models if model not in found and parents(model, found)}:
        found |= grown
    return sorted(found, key=lambda model: model._meta.db_table)


def parents(model: type[Model], among) -> list:
    """The foreign keys of a model that lead to one of these models."""
    keys = [key for key in model._meta.concrete_fields if key.remote_field and key.remote_field.model in among]
    return [key for key in keys if (model.__name__, key.attname) not in CUT]


def families() -> list[Family]:
    """The cases of the demonstration, each with those it shares a row with."""
    models, joined = hanging(), _Joined()
    for model in models:
        keys = parents(model, models)
        for row in model._base_manager.values("pk", *(key.attname for key in keys)):
            for key in keys:
                if row[key.attname] is not None:
                    joined.join((model, row["pk"]), (key.remote_field.model, row[key.attname]))
    found = defaultdict(Family)
    for model, pk in joined.all():
        found[joined.root((model, pk))].rows[model].append(pk)
    held = set(Turn.objects.open().values_list("case", flat=True))
    for family in found.values():
        family.open = not held.isdisjoint(family.rows[Case])
    return sorted(found.values(), key=lambda family: min(family.rows[Case]))


class _Joined:
    """Sets that grow together (union and find)."""

    def __init__(self):
        self._up = {}

    def root(self, one):
        while (up := self._up.setdefault(one, one)) != one:
            self._up[one] = one = self._up[up]
        return one

    def join(self, one, other) -> None:
        self._up[self.root(one)] = self.root(other)

    def all(self):
        return list(self._up)
