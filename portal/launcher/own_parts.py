"""The portal's own three programs: web, worker and beat, as parts the launcher watches."""

import os
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from .processes import Part

OWN = ("web", "worker", "beat")


def own_part(name: str, host: str, port: int) -> Part:
    python = [sys.executable, "-m"]
    if name == "web":
        return Part("web", [*python, "gunicorn", *_gunicorn(host, port)])
    celery = [*python, "celery", "--app", "portal"]
    if name == "worker":
        options = ["--pool", "prefork", "--concurrency", "2", "--without-gossip"]
        command = [*celery, "worker", *options, "--without-mingle", "--loglevel", "INFO"]
        return Part("worker", command, nice=10)  # people before letters
    return Part("beat", [*celery, "beat", "--loglevel", "INFO"], patience=3)


def _gunicorn(host: str, port: int) -> list[str]:
    # Gunicorn touches a file per worker; on a slow disk that would look like a hung worker.
    memory = Path("/dev/shm")
    folder = memory if os.access(memory, os.W_OK) else tempfile.gettempdir()
    return [
        "portal.wsgi:application",
        f"--bind={address(host, port)}",
        "--worker-class=gthread",
        "--workers=2",
        # More than work, stand in line, send and are refused (portal/crowd.py).
        "--threads=48",
        "--timeout=60",
        "--graceful-timeout=4",
        "--max-requests=50000",
        "--max-requests-jitter=5000",
        f"--worker-tmp-dir={folder}",
        "--no-control-socket",
    ]


def address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def web_url(host: str, port: int) -> str:
    """What a browser on this machine may open: a wildcard is no address to go to."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{address(reachable, port)}"


def is_ready(host: str, port: int) -> tuple[bool, str]:
    """Asks /readyz under the name the portal is known by, so production's host check agrees."""
    known_as = urlsplit(os.environ.get("PUBLIC_URL") or web_url(host, port)).netloc
    request = urllib.request.Request(web_url(host, port) + "/readyz", headers={"Host": known_as})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=10) as answer:
            return True, answer.read().decode()
    except urllib.error.HTTPError as error:
        return False, error.read(2000).decode(errors="replace")
    except OSError as error:
        return False, str(error)
