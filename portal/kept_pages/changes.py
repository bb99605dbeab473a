"""Whether anything that a reader may see has changed since a page was made."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from accounts.actors import Actor
from accounts.models import Institution
from accounts.roles import Role
from portal.kept_pages.noting import EVERYBODY, ONLY, OPERATING

Kind = Institution.Kind
KEPT = timedelta(hours=6)  # far longer than a page is kept and a transaction lasts

SINCE = """
SELECT EXISTS (
 SELECT FROM portal_change
 WHERE transaction >= pg_snapshot_xmin(%(then)s::pg_snapshot)
 AND NOT pg_visible_in_snapshot(transaction, %(then)s::pg_snapshot)
 AND (place = ANY(%(places)s) OR %(everywhere)s AND place NOT LIKE %(only)s)
)
"""


@dataclass(frozen=True)
class Sight:
    """The places whose changes a reader may see; with `everywhere`, every office's."""

    places: tuple[str, ...]
    everywhere: bool


def sight_of(actor: Actor) -> Sight:
    """Never less than `casework.querysets.sight` lets the reader see; the administration asks for no position."""
    office, operates = actor.institution, actor.has(Role.ADMINISTRATOR) or actor.user.is_staff
    everywhere = office.is_centre or operates
    places = [EVERYBODY, f"office {office.pk}", f"{ONLY}office {office.pk}", f"{ONLY}person {actor.user.pk}"]
    if operates:
        places.append(OPERATING)
    if office.kind == Kind.UPT:
        places.append(f"upt {office.upt_id}")
    elif office.kind == Kind.AUDIT:
        scope = actor.position.scope_province_ids
        everywhere = everywhere or not scope
        places += [f"province {code}" for code in scope]
    elif office.is_provincial:
        places.append(f"province {office.province_id}")
    return Sight(tuple(places), everywhere)


def since(then: str, actor: Actor) -> bool:
    """Whether anything that this reader may see has changed by a transaction that had not ended in the snapshot `then`.

    By which of them began first nothing is said: who began first may end last.
    """
    sight = sight_of(actor)
    words = {"then": then, "places": list(sight.places), "everywhere": sight.everywhere, "only": f"{ONLY}%"}
    with connection.cursor() as cursor:
        cursor.execute(SINCE, words)
        return cursor.fetchone()[0]


def forget(*, everything: bool = False) -> int:
    """Take away what was noted long ago, or everything where transactions are numbered anew; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_change WHERE %s OR noted_at < now() - %s", [everything, KEPT])
        return cursor.rowcount
