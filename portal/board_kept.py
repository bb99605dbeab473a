"""Figures of the board and of places that took long to count are kept a while and counted anew in the background.

At the size of the nation a median over all holdings takes seconds. What is counted quickly is never kept, so that a
small portal's board is always of this moment; the page says of when its oldest figure is.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from accounts.actors import Actor, actor_for
from accounts.models import User
from portal.board_scope import Scope
from regions import clock

KEPT = timedelta(hours=2)  # longer than between two rounds of `renew`, so that no reader waits
WANTED = timedelta(days=1)  # so long after somebody first asked a figure is counted anew
MOST = 150  # figures kept for one sight (ten filters, and two for each place): those counted last
SIGHTS = "board.sights"


@dataclass(frozen=True)
class Counted:
    """What one question came to within a filter, when that was counted, and since when it is wanted."""

    value: Any
    at: datetime
    code: str
    chosen: dict
    wanted_from: datetime


def sight_of(actor: Actor) -> str:
    """The same for all who see the same cases, read the same language, on the same day."""
    words = [actor.institution.pk, actor.position.pk if actor.institution.kind == "audit" else 0]
    words += [translation.get_language(), str(clock.today())]
    return "board." + hashlib.sha256(json.dumps(words).encode()).hexdigest()


class Kept:
    """What is kept for one reader's sight, read at once; what is not there is counted, and kept if that took long."""

    def __init__(self, actor: Actor):
        self.actor, self._sight, self._used = actor, sight_of(actor), []
        self._found = cache.get(self._sight, {})

    def answer(self, scope: Scope, code: str, count: Callable[[], Any]) -> Any:
        key = _key(code, scope.chosen)
        found = self._found.get(key) or self._count(key, scope, code, count)
        self._used.append(found.at)
        return found.value

    @property
    def as_of(self) -> datetime:
        """When the oldest of the answers was counted."""
        return min(self._used)

    def _count(self, key: str, scope: Scope, code: str, count: Callable[[], Any]) -> Counted:
        began, at = time.monotonic(), clock.now()
        found = Counted(count(), at, code, scope.chosen, at)
        if time.monotonic() - began > settings.BOARD_KEEPS_FROM:
            _keep(self._sight, key, found)
            _remember(self._sight, self.actor)
        return found


def _key(code: str, chosen: dict) -> str:
    return json.dumps([code, sorted(chosen.items())])


def _keep(sight: str, key: str, found: Counted) -> None:
    kept = cache.get(sight, {})
    kept.pop(key, None)
    kept[key] = found
    cache.set(sight, dict(list(kept.items())[-MOST:]), KEPT.total_seconds())


def _remember(sight: str, actor: Actor) -> None:
    whose = {"user": actor.user.pk, "position": actor.position.pk, "language": translation.get_language()}
    cache.set(SIGHTS, cache.get(SIGHTS, {}) | {sight: whose}, WANTED.total_seconds())


def renew(count: Callable[[Scope, str], Any]) -> int:
    """Count anew what was first asked for within a day; returns how many. `count` answers one question in a scope."""
    done, gone = 0, set()
    for sight, whose in cache.get(SIGHTS, {}).items():
        actor = actor_for(User.objects.get(pk=whose["user"]), whose["position"])
        with translation.override(whose["language"]):
            if actor is None or sight_of(actor) != sight:  # a new day, other rights: nobody reads these figures again
                gone.add(sight)
                continue
            for key, old in cache.get(sight, {}).items():
                if old.wanted_from > clock.now() - WANTED:
                    at = clock.now()
                    _keep(sight, key, replace(old, value=count(Scope(actor, old.chosen), old.code), at=at))
                    done += 1
    if gone:
        left = {sight: whose for sight, whose in cache.get(SIGHTS, {}).items() if sight not in gone}
        cache.set(SIGHTS, left, WANTED.total_seconds())
    return done
