"""Who and what stands in another province where the demonstration had its own: offices, chairs, people, regencies."""

from collections import defaultdict

from django.db import connection
from psycopg2.extras import execute_values

from accounts.models import Holding, Institution, Position, User
from portal.scale.people import PROVINCIAL
from regions import clock
from regions.models import Coverage, Province, Regency

# Temporary tables, one for each model that differs by province.
TABLES = {Institution: "scale_institution", Position: "scale_position", User: "scale_user", Regency: "scale_regency"}


def lay_out() -> None:
    """Fill the tables: for each province and old key, the key that takes its place; whatever is not there stays."""
    offices, rows = _offices(), defaultdict(list)
    chairs = {(chair.institution_id, chair.title): chair.pk for chair in Position.objects.all()}
    holdings = list(Holding.objects.on(clock.today()).select_related("position"))
    sits = {holding.position_id: holding.user_id for holding in holdings}
    regencies = list(Regency.objects.order_by("pk").values_list("province", "pk"))
    for province in Province.objects.all():
        moved = offices[province.pk]
        seat = {
            pk: chairs[moved[office], title]
            for (office, title), pk in chairs.items()
            if office in moved and (moved[office], title) in chairs
        }
        rows[Institution] += [(province.pk, old, new) for old, new in moved.items()]
        rows[Position] += [(province.pk, old, new) for old, new in seat.items()]
        person = {user: sits[seat[chair]] for chair, user in sits.items() if seat.get(chair) in sits}
        rows[User] += [(province.pk, old, new) for old, new in person.items()]
        own = [pk for code, pk in regencies if code == province.pk]
        rows[Regency] += [(province.pk, pk, own[number % len(own)]) for number, (_code, pk) in enumerate(regencies)]
    for model, table in TABLES.items():
        _write(table, model._meta.pk.rel_db_type(connection), rows[model])


def _offices() -> dict[str, dict[int, int]]:
    """By province: each office of a province or UPT, and the one of its kind that serves this province."""
    upt_of = dict(Coverage.objects.on(clock.today()).values_list("province", "upt__institution"))
    offices = list(Institution.objects.values_list("pk", "kind", "province").order_by("pk"))
    found = {}
    for province in Province.objects.values_list("pk", flat=True):
        own = {kind: pk for pk, kind, code in reversed(offices) if code == province and kind in PROVINCIAL}
        moved = {pk: own[kind] for pk, kind, _code in offices if kind in own}
        found[province] = moved | {pk: upt_of[province] for pk, kind, _c in offices if kind == Institution.Kind.UPT}
    return found


def _write(table: str, kind: str, rows: list[tuple]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} (province varchar, old {kind}, new {kind}, PRIMARY KEY (province, old)) "
            "ON COMMIT DROP"
        )
        execute_values(cursor.cursor, f"INSERT INTO {table} VALUES %s", rows, page_size=5000)
        cursor.execute(f"ANALYZE {table}")
