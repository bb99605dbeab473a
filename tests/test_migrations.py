"""From here on a migration leaves the old version running and locks no large table; docs/operations.md says how."""

from collections.abc import Iterator

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# The last migration of each room that was made while nothing ran anywhere yet.
FIRST_RELEASE = {"regions": 2, "accounts": 4, "casework": 9, "programs": 2, "agreements": 1, "portal": 2}
HARMLESS = (
    migrations.CreateModel,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    AddConstraintNotValid,
    ValidateConstraint,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    AddTrigger,
    RemoveTrigger,
)


def refused(migration: migrations.Migration) -> Iterator[str]:
    """What of a migration would stop the old version, or everybody."""
    made = {operation.name for operation in migration.operations if isinstance(operation, migrations.CreateModel)}
    kinds = {type(operation) for operation in migration.operations}
    for operation in migration.operations:
        of_new_table = getattr(operation, "model_name", "") in {name.lower() for name in made}
        if of_new_table or _is_harmless(operation):
            continue
        yield f"{migration}: {type(operation).__name__} {getattr(operation, 'model_name', '')}"
    if kinds & {AddIndexConcurrently, RemoveIndexConcurrently} and migration.atomic:
        yield f"{migration}: an index beside the running portal needs atomic = False"
    if {AddConstraintNotValid, ValidateConstraint} <= kinds:
        yield f"{migration}: ValidateConstraint belongs into a migration of its own"


def _is_harmless(operation) -> bool:
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return all(map(_is_harmless, operation.database_operations))
    if isinstance(operation, migrations.RunSQL):
        sql = str(operation.sql).strip()  # what fills a table without changing a row that is there waits for nobody
        filling = sql.startswith("INSERT INTO ") and sql.endswith(" DO NOTHING")
        no_large_table = ("CREATE TABLE ", "DROP INDEX CONCURRENTLY ", "DELETE FROM account_emailaddress")
        return filling or sql.startswith(no_large_table)
    return isinstance(operation, HARMLESS)


def test_no_migration_since_the_first_release_stops_anybody():
    found = MigrationLoader(None).disk_migrations
    late = [one for (app, name), one in found.items() if int(name[:4]) > FIRST_RELEASE.get(app, 10_000)]
    assert {app for app, _name in found} >= set(FIRST_RELEASE)
    assert [line for one in late for line in refused(one)] == []


@pytest.mark.parametrize(
    ("operations", "atomic", "wrong"),
    [
        ([migrations.AddField("case", "hue", models.CharField(max_length=9, null=True))], True, ""),
        ([migrations.AddField("case", "hue", models.CharField(max_length=9, db_default=""))], True, ""),
        ([migrations.AddField("case", "hue", models.CharField(max_length=9, default=""))], True, "AddField case"),
        ([AddIndexConcurrently("case", models.Index(fields=["title"], name="x"))], False, ""),
        ([AddIndexConcurrently("case", models.Index(fields=["title"], name="x"))], True, "atomic = False"),
        ([migrations.AddIndex("case", models.Index(fields=["title"], name="x"))], True, "AddIndex case"),
        ([migrations.RemoveField("case", "title")], True, "RemoveField case"),
        ([migrations.RenameField("case", "title", "name")], True, "RenameField case"),
        ([migrations.AlterField("case", "title", models.TextField())], True, "AlterField case"),
        ([migrations.RunSQL("UPDATE casework_case SET title = ''")], True, "RunSQL"),
        ([migrations.RunSQL("CREATE TABLE hue (id bigint)")], True, ""),
        ([migrations.RunSQL("INSERT INTO hue SELECT id FROM casework_case ON CONFLICT DO NOTHING")], True, ""),
        ([migrations.RunSQL("INSERT INTO hue VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2")], True, "RunSQL"),
        (
            [
                migrations.CreateModel("Hue", [("id", models.BigAutoField(primary_key=True))]),
                migrations.AddIndex("hue", models.Index(fields=["id"], name="y")),
            ],
            True,
            "",
        ),
    ],
)
def test_the_rule_sees_what_it_is_for(operations, atomic, wrong):
    kind = type("Migration", (migrations.Migration,), {"operations": operations, "atomic": atomic})
    migration = kind("0099_x", "casework")
    found = list(refused(migration))
    assert (wrong in found[0]) if wrong else not found
