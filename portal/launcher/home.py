"""Where this machine keeps the portal's data, and the secrets made for it on the first start."""

import os
import secrets
from pathlib import Path


class Unusable(Exception):
    """The machine lacks something the start needs; the text is the one line a person reads."""


def default_home() -> Path:
    """Root keeps data in a folder of the service's own: PostgreSQL, which refuses to run as
    root, must reach it, and opening /root to everybody for that would be worse."""
    return Path("/var/lib/sinergi") if os.geteuid() == 0 else Path.home() / ".sinergi"


def home_from(variable: str, fallback: Path) -> Path:
    return Path(os.environ.get(variable) or fallback).expanduser().absolute()


def make_home(home: Path) -> Path:
    """The data folder, closed to others; as root they may pass through but not list it."""
    if not home.exists():
        try:
            home.mkdir(parents=True)
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise Unusable(f"cannot make the data folder {home}: {error.strerror}") from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise Unusable(f"the data folder {home} is not writable; set SINERGI_HOME to another one")
    for name in ("log", "mail", "files"):
        private_folder(home / name)
    os.umask(0o077)  # from here on, whatever this start and its parts write is theirs alone
    return home


def private_folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    path.chmod(0o700)
    return path


def kept_secret(home: Path, name: str) -> str:
    """A random secret, made once and kept readable by this user only."""
    path = home / name
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        fresh.rename(path)
    return path.read_text().strip()
