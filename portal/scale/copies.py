"""Copies families of cases many times over: keys raised by arithmetic, dates set back, province by province."""

import random
from collections.abc import Iterator
from itertools import cycle

from django.db import connection, models
from psycopg2.extras import execute_values

from accounts.models import Position
from agreements.models import Agreement
from casework.models import Case, NumberSeries, Turn
from portal.scale.bare import bare
from portal.scale.families import CUT, KEPT_TEXTS, Family, families, hanging
from portal.scale.places import TABLES, lay_out
from regions import clock
from regions.models import Coverage, Province, Upt

OPEN_SHARE, YEARS = 0.1, 5  # of all cases so many are under way; the ended ones reach so far back
OF_A_YEAR = {"fiscal_year", "deferred_to", "document_year"}

NUMBERS = """
    CREATE TEMPORARY TABLE scale_number ON COMMIT DROP AS
    SELECT pk, n, prefix || '/' || year || '/' || to_char(begun + row_number() OVER own, 'FM9999990000') AS number
    FROM (
        SELECT m.pk, c.n, split_part(s.number, '/', 1) AS prefix, split_part(s.number, '/', 2)::int - c.years AS year,
            s.opened_at - c.days * interval '1 day' AS at
        FROM scale_member m JOIN scale_copy c USING (family) JOIN casework_case s ON s.id = m.pk
        WHERE m.model = 'casework_case' AND s.number IS NOT NULL
    ) AS numbered
    CROSS JOIN LATERAL (
        SELECT coalesce(max(last), 0) AS begun FROM casework_numberseries r
        WHERE r.prefix = numbered.prefix AND r.year = numbered.year
    ) AS series
    WINDOW own AS (PARTITION BY prefix, year ORDER BY at, pk, n)
"""
SERIES = """
    SELECT split_part(number, '/', 1), split_part(number, '/', 2)::int, max(split_part(number, '/', 3)::int)
    FROM casework_case WHERE number IS NOT NULL GROUP BY 1, 2
"""


def multiply(proposals: int, agreements: int, say) -> None:
    """Copy until there are so many of both, inside the caller's transaction."""
    found, tables = families(), hanging()
    strides = {model: _stride(model) for model in tables}
    lay_out()
    _tell_the_database(found, list(_plan(found, proposals, agreements)))
    with bare([model._meta.db_table for model in (*tables, *KEPT_TEXTS)]), connection.cursor() as cursor:
        for model in tables:
            cursor.execute(copying(model, strides))
            say(f"{cursor.rowcount:>9,} {model._meta.db_table}")
        for model in KEPT_TEXTS:
            say(f"{model.fill():>9,} {model._meta.db_table}")
    _go_on_from_here(tables)


def _plan(found: list[Family], proposals: int, agreements: int) -> Iterator[tuple]:
    """(family, n, province, UPT, days back, years back) for each copy: first the agreements, then what is missing."""
    dice, places = random.Random(38), cycle(Coverage.objects.on(clock.today()).values_list("province", "upt"))
    sizes = [(family.count("proposal"), family.count("agreement")) for family in found]
    have = {"proposal": sum(size[0] for size in sizes), "agreement": sum(size[1] for size in sizes)}
    made = [0] * len(found)
    joint = [n for n, size in enumerate(sizes) if size[1]]
    alone = [n for n, size in enumerate(sizes) if not size[1]]
    ended, going = ([n for n in alone if found[n].open is way] for way in (False, True))

    def copy(number):
        have["proposal"] += sizes[number][0]
        have["agreement"] += sizes[number][1]
        made[number] += 1
        weeks = 0 if found[number].open else dice.randrange(YEARS * 52)
        return (number, made[number], *next(places), weeks * 7, weeks // 52)

    for number in cycle(joint):
        if have["agreement"] >= agreements:
            break
        yield copy(number)
    turns = {True: cycle(going), False: cycle(ended)}
    while have["proposal"] < proposals:
        yield copy(next(turns[dice.random() < OPEN_SHARE]))


def _tell_the_database(found: list[Family], plan: list[tuple]) -> None:
    with connection.cursor() as cursor:
        upt = Upt._meta.pk.rel_db_type(connection)
        cursor.execute(
            "CREATE TEMPORARY TABLE scale_copy "
            f"(family int, n int, province varchar, upt {upt}, days int, years int) ON COMMIT DROP"
        )
        cursor.execute("CREATE TEMPORARY TABLE scale_member (model varchar, pk bigint, family int) ON COMMIT DROP")
        execute_values(cursor.cursor, "INSERT INTO scale_copy VALUES %s", plan, page_size=5000)
        rows = [
            (model._meta.db_table, pk, number)
            for number, family in enumerate(found)
            for model, keys in family.rows.items()
            for pk in keys
        ]
        execute_values(cursor.cursor, "INSERT INTO scale_member VALUES %s", rows, page_size=5000)
        cursor.execute("CREATE INDEX ON scale_member (model)")
        cursor.execute("ANALYZE scale_copy, scale_member")
        cursor.execute(NUMBERS)
        cursor.execute("CREATE UNIQUE INDEX ON scale_number (pk, n)")
        cursor.execute("ANALYZE scale_number")


def copying(model: type[models.Model], strides: dict) -> str:
    """The one statement that copies all rows of a model."""
    columns, values, joins = [], [], []
    for number, column in enumerate(model._meta.concrete_fields):
        if column.generated:
            continue
        value, join = _value(model, column, strides, f"j{number}")
        columns.append(f'"{column.column}"')
        values.append(value)
        joins += join
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} s "
        f"JOIN scale_member m ON m.model = '{table}' AND m.pk = s.{model._meta.pk.column} "
        f"JOIN scale_copy c USING (family) {' '.join(joins)}"
        f"{' ON CONFLICT DO NOTHING' if model._meta.auto_created else ''}"  # two regencies may become one
    )


def _value(model, column, strides, alias: str) -> tuple[str, list[str]]:
    """A column of a copy as SQL over s (the row), c (the copy) and joined tables."""
    own, target = f's."{column.column}"', column.remote_field.model if column.remote_field else None
    if column.primary_key:
        return f"{own} + c.n * {strides[model]}", []
    if (model.__name__, column.attname) in CUT:
        return "NULL", []
    if target in strides:
        return f"{own} + c.n * {strides[target]}", []
    if target in TABLES:
        return f"coalesce({alias}.new, {own})", [_in_province(TABLES[target], alias, own)]
    if target in (Province, Upt):
        return f"CASE WHEN {own} IS NULL THEN NULL ELSE c.{target._meta.model_name} END", []
    if isinstance(column, models.DateTimeField):
        return f"{own} - c.days * interval '1 day'", []
    if isinstance(column, models.DateField):
        return f"{own} - c.days", []
    return _text(model, column, strides, alias) or (f"{own} - c.years" if column.name in OF_A_YEAR else own, [])


def _in_province(table: str, alias: str, old: str) -> str:
    return f"LEFT JOIN {table} {alias} ON {alias}.province = c.province AND {alias}.old = {old}"


def _text(model, column, strides, alias: str) -> tuple[str, list[str]] | None:
    """Texts that hold a number, a key or a name of which there is one each."""
    own = f's."{column.column}"'
    match model.__name__, column.name:
        case (("Case" | "CaseEvent"), "number"):
            key = "s.id" if model is Case else "s.pgh_obj_id"
            join = f"LEFT JOIN scale_number {alias} ON {alias}.pk = {key} AND {alias}.n = c.n"
            return f"CASE WHEN {own} IS NULL THEN NULL ELSE {alias}.number END", [join]
        case "Case", "title":
            return f"left({own} || ' angkatan ' || c.n, {column.max_length})", []
        case (("Party" | "PartyEvent"), "document_number"):
            return f"CASE WHEN {own} = '' THEN '' ELSE left(c.family || '.' || c.n || '/' || {own}, 120) END", []
        case "Reminder", "slot":  # turn:<id>, end:<agreement>:<end date>
            part = f"split_part({own}, ':', %s)"
            key, day = (part.replace("%s", number) for number in "23")
            turn = f"'turn:' || {key}::bigint + c.n * {strides[Turn]}"
            end = f"'end:' || {key}::bigint + c.n * {strides[Agreement]} || ':' || {day}::date - c.days"
            return f"CASE WHEN {own} LIKE 'turn:%' THEN {turn} ELSE {end} END", []
        case "Reminder", "addressed_to":
            join = _in_province(TABLES[Position], alias, f"substring({own} from '^position:([0-9]+)$')::bigint")
            return f"coalesce('position:' || {alias}.new, {own})", [join]
    return None


def _stride(model) -> int:
    """How far the keys of one copy lie above those of the one before."""
    return (model._base_manager.aggregate(top=models.Max("pk"))["top"] or 0) + 1


def _go_on_from_here(tables: list) -> None:
    """Sequences and series of numbers continue after the highest; the planner looks at what is there."""
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), max({key})) FROM {table}", [table, key])
        cursor.execute(SERIES)
        for prefix, year, last in cursor.fetchall():
            NumberSeries.objects.update_or_create(prefix=prefix, year=year, defaults={"last": last})
        cursor.execute("ANALYZE")
