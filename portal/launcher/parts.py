"""Which parts a start needs, and the addresses under which the portal then finds them."""

import os
import subprocess
from pathlib import Path
from types import ModuleType

from . import postgres, sink, valkey
from .home import kept_secret
from .processes import Part, Register

# A part is embedded only when its address is not given: real servers take its place.
EMBEDDED: dict[str, tuple[str, ModuleType]] = {
    "postgres": ("DATABASE_URL", postgres),
    "valkey": ("REDIS_URL", valkey),
    "sink": ("EMAIL_URL", sink),
}


def in_production() -> bool:
    return os.environ.get("SINERGI_PRODUCTION", "").lower() in {"1", "true", "yes", "on", "y"}


def needed() -> list[str]:
    """Production embeds nothing: there each address and secret must be named."""
    if in_production():
        return []
    return [name for name, (variable, _) in EMBEDDED.items() if not os.environ.get(variable)]


def embedded_part(name: str, home: Path) -> Part:
    return EMBEDDED[name][1].part(home)


def start_embedded(register: Register, *, for_tests: bool = False) -> dict[str, subprocess.Popen]:
    """Start what is needed and not yet running; returns each new process by name."""
    home, started = register.home, {}
    for name in needed():
        if not register.alive(name):
            register.stop([name])
            started[name] = register.start(embedded_part(name, home))
    if "postgres" in needed():
        postgres.wait_ready(home)
        postgres.ensure_database(home, for_tests=for_tests)
    if "valkey" in needed():
        valkey.wait_ready(home)
    return started


def environment(home: Path) -> dict[str, str]:
    """What manage.py, web, worker and beat need to know of this start."""
    found = {EMBEDDED[name][0]: EMBEDDED[name][1].url(home) for name in needed()}
    found["SINERGI_HOME"] = str(home)
    if not in_production() and not os.environ.get("SECRET_KEY"):
        found["SECRET_KEY"] = kept_secret(home, "secret-key")
    return found
