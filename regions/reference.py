"""Loads the reference rows of regions/data; it only adds what is missing and changes nothing.

An administrator's correction therefore survives every start. A province that has any
coverage, and an UPT that has any name, keep exactly what they have.
"""

import csv
from pathlib import Path

from django.db import transaction

from regions.models import Coverage, Province, Regency, Upt, UptName

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load() -> dict[str, int]:
    """Insert the missing rows; returns how many were new, by name of the file."""
    return {
        "provinces": _add_missing(Province, "provinces", key="code"),
        "regencies": _add_missing(Regency, "regencies", key="code"),
        "upt": _add_missing(Upt, "upt", key="code"),
        "upt_names": _add_missing(UptName, "upt_names", key="upt_id"),
        "coverage": _add_missing(Coverage, "coverage", key="province_id"),
    }


def read(model, name: str) -> list:
    """The rows of one file as unsaved objects; the columns are the fields of the model."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        fields = {column: model._meta.get_field(column) for column in reader.fieldnames}
        return [
            model(**{field.attname: _value(field, row[column]) for column, field in fields.items()}) for row in reader
        ]


def _value(field, text: str):
    """An empty cell is null where a null may stand."""
    return None if field.null and not text else field.to_python(text)


def _add_missing(model, name: str, key: str) -> int:
    known = set(model.objects.values_list(key, flat=True))
    missing = [row for row in read(model, name) if getattr(row, key) not in known]
    return len(model.objects.bulk_create(missing))
