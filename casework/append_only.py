"""Keeps every history table from being emptied: django-pghistory guards update and delete, not TRUNCATE."""

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME; END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()
"""


def connect(config) -> None:
    """After every migrate, so that a history table of any room is guarded from its first day."""
    post_migrate.connect(_guard, sender=config, dispatch_uid="casework.append_only")


def _guard(using: str, **kwargs) -> None:
    from pghistory.models import Event

    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event) and model._meta.managed}
    connection = connections[using]
    present = tables & set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for table in sorted(present):
            cursor.execute(TRIGGER.format(table=connection.ops.quote_name(table)))
