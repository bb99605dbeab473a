"""The text that a search reads of large tables, folded once and kept in a table of its own by triggers.

To fold a text again for each row that an index finds takes longer than everything else of a search, and no other
question need carry it along.
"""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

from accounts.fulltext import CONFIG

STEMS = f"to_tsvector('{CONFIG}', folded)"


class KeptText(models.Model):
    """What a search reads of another row, which is this one's key; subclasses say of which `columns` it is made.

    Only the database writes it: by the triggers that `keeping` makes for the other row's table.
    """

    plain = models.TextField(editable=False)
    stems = SearchVectorField(editable=False)

    columns: tuple[str, ...]

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="%(class)s_by_parts"),
            GinIndex(fields=["stems"], name="%(class)s_by_stems"),
        ]

    @classmethod
    def fill(cls) -> int:
        """Write what is missing, for rows that came past the triggers; how many."""
        table, key, source = cls._meta.db_table, cls._meta.pk.column, cls._meta.pk.related_model._meta.db_table
        told = f"(SELECT id, {_folded(cls.columns, 'source')} AS folded FROM {source} source) AS told"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({key}, plain, stems) SELECT id, folded, {STEMS} FROM {told}"
                f" ON CONFLICT ({key}) DO NOTHING"
            )
            return cursor.rowcount

    @classmethod
    def wrong(cls) -> str:
        """A question, in SQL, for the rows whose text is missing or not theirs, in words."""
        table, key, source = cls._meta.db_table, cls._meta.pk.column, cls._meta.pk.related_model._meta.db_table
        return (
            f"SELECT format('{source} %%s is searched as %%L', source.id, kept.plain) FROM {source} source"
            f" LEFT JOIN {table} kept ON kept.{key} = source.id"
            f" WHERE kept.plain IS DISTINCT FROM {_folded(cls.columns, 'source')}"
        )


def _folded(columns: tuple[str, ...], row: str) -> str:
    return "search_plain(" + " || ' ' || ".join(f"coalesce({row}.{column}, '')" for column in columns) + ")"


def keeping(table: str, key: str, columns: tuple[str, ...]) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose text is kept in another one."""
    keep = (
        f"INSERT INTO {table} ({key}, plain, stems) SELECT NEW.id, folded, {STEMS}"
        f" FROM (SELECT {_folded(columns, 'NEW')} AS folded) AS told"
        f" ON CONFLICT ({key}) DO UPDATE SET plain = excluded.plain, stems = excluded.stems; RETURN NULL;"
    )
    written = pgtrigger.Insert | pgtrigger.UpdateOf(*columns)
    drop = f"DELETE FROM {table} WHERE {key} = OLD.id; RETURN OLD;"
    return [
        pgtrigger.Trigger(name="keep_text", when=pgtrigger.After, operation=written, func=keep),
        pgtrigger.Trigger(name="drop_text", when=pgtrigger.Before, operation=pgtrigger.Delete, func=drop),
    ]
