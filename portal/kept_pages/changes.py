"""Which transactions changed what pages may show, and who may see it: noted by triggers of every table.

Each change is noted with its transaction in the same transaction, so that it is seen by others when its effect is, and
not before. A case's change is noted for the places whose offices may see the case: its province, its UPT, the office
that opened it and those that take part, with their provinces; a letter's for its reader; anything else for everybody.

Rows are written and never changed, so that nobody waits for anybody; `forget` takes away what no page can ask for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db import connection, connections
from django.db.models import ForeignKey, Model
from django.db.models.signals import post_migrate

from accounts.actors import Actor
from accounts.models import Institution
from accounts.roles import Role

Kind = Institution.Kind
ROOMS = ("casework", "programs", "agreements")  # where the rows of cases stand
EVERYBODY, ONLY = "*", "only "  # a place that begins so is nobody else's, not even the centre's
KEPT = timedelta(hours=1)  # far longer than a page is kept and a transaction lasts

OUTBOX = f"{ONLY}outbox"

# What no kept page shows; the tables of the trail that PostgreSQL keeps by itself (…event) are not shown either.
# tests/portal/test_kept_pages.py asks every kept page what it reads.
UNSHOWN = {
    "account_emailconfirmation",
    "accounts_passwordused",
    "accounts_signin",
    "casework_bulkrow",
    "casework_casetext",  # of its case, whose change is noted
    "casework_documenttext",
    "casework_formkey",
    "casework_heartbeat",
    "casework_numberseries",
    "casework_sweeprun",
    "django_admin_log",
    "django_session",
    "pghistory_context",
    "usersessions_usersession",
}
# Rows that one person reads, and the column that says who.
PERSONAL = {
    "account_emailaddress": "user_id",
    "casework_bulkrun": "owner_id",
    "casework_calendarfeed": "user_id",
    "casework_export": "owner_id",
    "casework_following": "user_id",
    "casework_mailchoices": "user_id",
    "casework_notice": "recipient_id",
    "portal_deskvisit": "user_id",
}
# Rows of a case that also concern the office they name.
OF_AN_OFFICE = {"casework_caseparticipant", "casework_turn"}
# Columns that no page shows, written often.
UNSHOWN_COLUMNS = {
    "accounts_user": {"last_login", "password"},
    "portal_deskvisit": {"looked_before", "seen_at"},  # moved by looking, half an hour later at the earliest
}

FUNCTIONS = """
CREATE OR REPLACE FUNCTION note_change(VARIADIC places text[]) RETURNS void LANGUAGE sql AS $$
 INSERT INTO portal_change (transaction, place) SELECT pg_current_xact_id(), place FROM unnest(places) AS place
 WHERE place IS NOT NULL ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION note_cases(VARIADIC changed bigint[]) RETURNS void LANGUAGE sql AS $$
 SELECT note_change('province ' || province_id, 'upt ' || upt_id, 'office ' || owner_id)
 FROM casework_case WHERE id = ANY(changed);
 SELECT note_change('province ' || office.province_id, 'office ' || office.id)
 FROM casework_caseparticipant part JOIN accounts_institution office ON office.id = part.institution_id
 WHERE part.case_id = ANY(changed)
$$
"""
NOTING = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 IF TG_OP <> 'INSERT' THEN {before}; END IF;
 IF TG_OP <> 'DELETE' THEN {after}; END IF;
 RETURN NULL;
END $$
"""


@dataclass(frozen=True)
class Noted:
    """A table, and in SQL what is done about a row (`{row}`: OLD or NEW) of it that was written."""

    table: str
    note: str

    @property
    def function(self) -> str:
        return f"note_{self.table}"


def noted() -> list[Noted]:
    """Every table but those that no page shows."""
    return [Noted(model._meta.db_table, _note(model)) for model in _models()]


def _models() -> list[type[Model]]:
    from pghistory.models import Event

    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = [model for model in found if not model._meta.proxy and not issubclass(model, Event)]
    return [model for model in found if model._meta.db_table not in UNSHOWN]


def _note(model: type[Model]) -> str:
    table, office = model._meta.db_table, f"'{ONLY}office ' || "
    if table in PERSONAL:
        return f"PERFORM note_change('{ONLY}person ' || {{row}}.{PERSONAL[table]})"
    if table == "casework_message":  # whether mail gets out is on the desk of who looks after it
        return f"PERFORM note_change('{OUTBOX}')"
    if table == "casework_savedview":
        of_position = "(SELECT institution_id FROM accounts_position WHERE id = {row}.position_id)"
        places = [f"'{ONLY}person ' || {{row}}.owner_id", office + "{row}.institution_id", office + of_position]
        return f"PERFORM note_change({', '.join(places)})"
    if table == "casework_writer":  # told to colleagues, and written again every twenty seconds
        return f"PERFORM note_change((SELECT {office}owner_id FROM casework_case WHERE id = {{row}}.case_id))"
    if table == "casework_case":
        places = "'province ' || {row}.province_id, 'upt ' || {row}.upt_id, 'office ' || {row}.owner_id"
        return f"PERFORM note_change({places}); PERFORM note_cases({{row}}.id)"
    cases = sorted(set(_cases_of(model)))
    if not cases:
        return f"PERFORM note_change('{EVERYBODY}')"
    here = "PERFORM note_change('office ' || {row}.institution_id); " if table in OF_AN_OFFICE else ""
    return f"{here}PERFORM note_cases({', '.join(cases)})"


def _cases_of(model: type[Model], row: str = "{row}", deep: int = 0) -> Iterator[str]:
    """The keys of the cases that a row belongs to, in SQL: those it names, and those of the rows it names."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or deep and field.null:
            continue
        above, name = field.related_model._meta, f"above{deep}"
        if above.db_table == "casework_case":
            yield f"{row}.{field.column}"
        elif above.app_label in ROOMS and above.db_table != "casework_document":  # its papers are of the same case
            for case in _cases_of(field.related_model, name, deep + 1):
                where = f"{name}.{above.pk.column} = {row}.{field.column}"
                yield f"(SELECT {case} FROM {above.db_table} {name} WHERE {where})"


def connect(config) -> None:
    """After every migrate, so that a table of any room is noted from its first day."""
    post_migrate.connect(_attach, sender=config, dispatch_uid="portal.kept_pages")


def _attach(using: str, **_kwargs) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('portal_change') IS NOT NULL AND to_regclass('casework_case') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(FUNCTIONS)
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_change'")
        known = {table for (table,) in cursor.fetchall()}
        for each in noted():
            before, after = (each.note.format(row=row) for row in ("OLD", "NEW"))
            cursor.execute(NOTING.format(function=each.function, before=before, after=after))
            if each.table not in known:  # a trigger's making waits for who writes the table, and is not done again
                cursor.execute(
                    f"CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE{_columns(each.table)} ON {each.table}"
                    f" FOR EACH ROW EXECUTE FUNCTION {each.function}()"
                )


def _columns(table: str) -> str:
    if table not in UNSHOWN_COLUMNS:
        return ""
    model = next(model for model in _models() if model._meta.db_table == table)
    shown = [field.column for field in model._meta.concrete_fields if field.column not in UNSHOWN_COLUMNS[table]]
    return f" OF {', '.join(shown)}"


@dataclass(frozen=True)
class Sight:
    """The places whose changes a reader may see; with `everywhere`, every office's."""

    places: tuple[str, ...]
    everywhere: bool


def sight_of(actor: Actor) -> Sight:
    """Never less than `casework.querysets.sight` lets the reader see."""
    office, everywhere = actor.institution, actor.institution.is_centre
    places = [EVERYBODY, f"office {office.pk}", f"{ONLY}office {office.pk}", f"{ONLY}person {actor.user.pk}"]
    if actor.has(Role.ADMINISTRATOR):
        places.append(OUTBOX)
    if office.kind == Kind.UPT:
        places.append(f"upt {office.upt_id}")
    elif office.kind == Kind.AUDIT:
        scope = actor.position.scope_province_ids
        everywhere = not scope
        places += [f"province {code}" for code in scope]
    elif office.is_provincial:
        places.append(f"province {office.province_id}")
    return Sight(tuple(places), everywhere)


SINCE = f"""
SELECT EXISTS (
 SELECT FROM portal_change
 WHERE transaction >= pg_snapshot_xmin(%(then)s::pg_snapshot)
 AND NOT pg_visible_in_snapshot(transaction, %(then)s::pg_snapshot)
 AND (place = ANY(%(places)s) OR %(everywhere)s AND place NOT LIKE '{ONLY}%%')
)
"""


def since(then: str, actor: Actor) -> bool:
    """Whether anything that this reader may see has changed by a transaction that had not ended in the snapshot `then`.

    By which of them began first nothing is said: who began first may end last.
    """
    sight = sight_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"then": then, "places": list(sight.places), "everywhere": sight.everywhere})
        return cursor.fetchone()[0]


def forget() -> int:
    """Take away what was noted long ago; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_change WHERE noted_at < now() - %s", [KEPT])
        return cursor.rowcount
