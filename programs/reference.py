"""The checklists and review criteria to begin with; only what is missing is added, an administrator's edits stay."""

import csv
from pathlib import Path

from django.db import transaction

from programs.models import CheckItem, Criterion

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load() -> dict[str, int]:
    """Insert missing rows by code; criteria only into an empty table, or their weights would not add up to 100."""
    criteria = 0 if Criterion.objects.exists() else _add_missing(Criterion, "criteria")
    return {"checklist": _add_missing(CheckItem, "checklist"), "criteria": criteria}


def _add_missing(model, name: str) -> int:
    known = set(model.objects.values_list("code", flat=True))
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [model(**row) for row in csv.DictReader(file) if row["code"] not in known]
    return len(model.objects.bulk_create(rows))
