"""Which transactions changed what pages may show, and for whom: noted by triggers of every table in `portal_change`.

Each change is noted with its transaction in the same transaction, so that it is seen by others when its effect is, and
not before. A case's change is noted for the places whose offices may see the case: its province, its UPT, the office
that opened it and those that take part, with their provinces; a letter's for its reader; anything else for everybody.
Rows are written and never changed, so that nobody waits for anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, connections
from django.db.models import ForeignKey, Model
from django.db.models.signals import post_migrate

ROOMS = ("casework", "programs", "agreements")  # where the rows of cases stand
EVERYBODY, ONLY = "*", "only "  # a place that begins so is nobody else's, not even the centre's
OPERATING = f"{ONLY}administrators"  # whether mail gets out, and who has signed in

# What no kept page shows; the versions of rows (…event) are noted with the rows. Tests ask each page what it reads.
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
    "portal_deskvisit": "user_id",
}
# Rows of a case that also concern the office they name.
OF_AN_OFFICE = {"casework_caseparticipant", "casework_turn"}
# Columns written often: a change of these alone concerns nobody's page, or an administrator's.
ASIDE = {
    "accounts_user": ("last_login", "password"),
    "portal_deskvisit": ("looked_before", "seen_at"),  # moved by looking
}
# What is left of an offer's seats is shown to everybody, and taken by proposals of every province.
SEATS = {
    "programs_proposal": "coalesce(NEW.offer_id, OLD.offer_id) IS NOT NULL AND (TG_OP <> 'UPDATE'"
    " OR (OLD.offer_id, OLD.participants) IS DISTINCT FROM (NEW.offer_id, NEW.participants))",
    "casework_case": "TG_OP = 'UPDATE' AND OLD.status <> NEW.status"
    " AND EXISTS (SELECT FROM programs_proposal WHERE case_id = NEW.id AND offer_id IS NOT NULL)",
}
# How a row (`{row}`: OLD or NEW) is noted where no rule says it.
OWN = {
    "casework_case": (
        "note_change('province ' || {row}.province_id, 'upt ' || {row}.upt_id, 'office ' || {row}.owner_id)",
        "note_cases({row}.id)",
    ),
    "casework_message": (f"note_change('{OPERATING}')",),
    "casework_notice": (  # beside a reminder stands whether it was opened
        f"note_change('{ONLY}person ' || {{row}}.recipient_id)",
        "note_cases((SELECT case_id FROM casework_reminder WHERE id = {row}.reminder_id))",
    ),
    "casework_savedview": (
        f"note_change('{ONLY}person ' || {{row}}.owner_id, '{ONLY}office ' || {{row}}.institution_id)",
        f"note_change((SELECT '{ONLY}office ' || institution_id FROM accounts_position"
        " WHERE id = {row}.position_id))",
    ),
    "casework_writer": (  # told to colleagues, and written again every twenty seconds
        f"note_change((SELECT '{ONLY}office ' || owner_id FROM casework_case WHERE id = {{row}}.case_id))",
    ),
}

# In PL/pgSQL, which plans a statement once for a connection.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION note_change(VARIADIC places text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
 INSERT INTO portal_change (transaction, place) SELECT pg_current_xact_id(), place FROM unnest(places) AS place
 WHERE place IS NOT NULL ON CONFLICT DO NOTHING;
END $$;
CREATE OR REPLACE FUNCTION note_cases(VARIADIC changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one bigint;
BEGIN
 FOREACH one IN ARRAY changed LOOP
  INSERT INTO portal_change (transaction, place) SELECT pg_current_xact_id(), place FROM (
   SELECT unnest(ARRAY['province ' || province_id, 'upt ' || upt_id, 'office ' || owner_id]) AS place
   FROM casework_case WHERE id = one
   UNION ALL SELECT unnest(ARRAY['province ' || office.province_id, 'office ' || office.id])
   FROM casework_caseparticipant part JOIN accounts_institution office ON office.id = part.institution_id
   WHERE part.case_id = one
  ) AS found WHERE place IS NOT NULL ON CONFLICT DO NOTHING;
 END LOOP;
END $$
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 {first}
 IF TG_OP <> 'DELETE' THEN {after} END IF;
 IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND {moved} THEN {before} END IF;
 RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()
"""
KEY = re.compile(r"\{row\}\.(\w+)")
STANDING = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_change' AND tgenabled = ANY(%s)"


@dataclass(frozen=True)
class Noted:
    """A table whose changes are noted, and the SQL of the function and of the trigger that note them."""

    model: type[Model]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def _function(self) -> str:
        return f"note_{self.table}"

    @property
    def function(self) -> str:
        before, after = (self._done(self._notes(), row) for row in ("OLD", "NEW"))
        keys = sorted(set(KEY.findall(" ".join(self._notes()))))
        old, new = (", ".join(f"{row}.{key}" for key in keys) for row in ("OLD", "NEW"))
        moved = f"({old}) IS DISTINCT FROM ({new})" if keys else "false"
        return FUNCTION.format(function=self._function, first=self._first(), moved=moved, before=before, after=after)

    @property
    def trigger(self) -> str:
        return TRIGGER.format(table=self.table, function=self._function)

    def _done(self, notes: tuple[str, ...], row: str) -> str:
        return " ".join(f"PERFORM {note.format(row=row)};" for note in notes)

    def _first(self) -> str:
        """What is asked of both rows, before each is noted for itself."""
        found = ""
        if self.table in SEATS:
            found += f"IF {SEATS[self.table]} THEN PERFORM note_change('{EVERYBODY}'); END IF;"
        if self.table in ASIDE:
            old, new = (f"to_jsonb({row}) - '{{{','.join(ASIDE[self.table])}}}'::text[]" for row in ("OLD", "NEW"))
            told = f"PERFORM note_change('{OPERATING}');" if self.table == "accounts_user" else ""
            found += f"IF TG_OP = 'UPDATE' AND {old} = {new} THEN {told} RETURN NULL; END IF;"
        return found

    def _notes(self) -> tuple[str, ...]:
        if self.table in OWN:
            return OWN[self.table]
        if self.table in PERSONAL:
            return (f"note_change('{ONLY}person ' || {{row}}.{PERSONAL[self.table]})",)
        cases = sorted(set(_cases_of(self.model)))
        if not cases:
            return (f"note_change('{EVERYBODY}')",)
        of_office = ("note_change('office ' || {row}.institution_id)",) if self.table in OF_AN_OFFICE else ()
        return (f"note_cases({', '.join(cases)})", *of_office)


def noted() -> list[Noted]:
    """Every table but those that no page shows."""
    from pghistory.models import Event

    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = [model for model in found if not model._meta.proxy and not issubclass(model, Event)]
    return [Noted(model) for model in found if model._meta.db_table not in UNSHOWN]


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
        present = set(connections[using].introspection.table_names(cursor))
        if not present >= {"portal_change", "casework_caseparticipant"}:
            return  # on the way back to an earlier schema
        cursor.execute(FUNCTIONS)
        cursor.execute(STANDING, [["O", "A", "D", "R"]])
        standing = {table for (table,) in cursor.fetchall()}
        for each in (each for each in noted() if each.table in present):
            cursor.execute(each.function)
            if each.table not in standing:  # a trigger's making waits for who writes the table, and is not done again
                cursor.execute(each.trigger)


def unnoted() -> list[str]:
    """Tables whose changes nobody would hear of: their trigger is missing or was switched off."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [["O", "A"]])
        standing = {table for (table,) in cursor.fetchall()}
    return sorted({each.table for each in noted()} - standing)
