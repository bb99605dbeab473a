"""Settings come from the environment, each is listed, and production starts only when complete."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

READS = re.compile(r'(?:env\.\w+|required|home_from|environ\.get)\(\s*"([A-Z_]+)"')
FULL = {
    "SINERGI_PRODUCTION": "1",
    "SECRET_KEY": "k3y-" + "abcdefghijklmnop" * 4,
    "PUBLIC_URL": "https://sinergi.example.id",
    "DATABASE_URL": "postgres://sinergi:x@db.example.id/sinergi",
    "REDIS_URL": "redis://broker.example.id/0",
    "EMAIL_URL": "smtp+tls://mail.example.id:587",
}


def start(environment: dict[str, str], code: str = "pass") -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "SINERGI_HOME")}
    return subprocess.run(
        [sys.executable, "-c", f"from portal import settings; {code}"],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


def test_every_setting_is_listed_with_a_line():
    paths = [settings.BASE_DIR / "portal" / "settings.py"]
    paths += (settings.BASE_DIR / "portal" / "launcher").glob("*.py")
    read = {name for path in paths for name in READS.findall(path.read_text())}
    listed = re.findall(r"^# ([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.M)
    assert {"SECRET_KEY", "SINERGI_TEST_HOME", "CHROMIUM"} <= read
    assert read - set(listed) == set()
    assert len(listed) == len(set(listed))


def test_production_starts_when_everything_is_named():
    started = start(FULL, "print(settings.ALLOWED_HOSTS, settings.CLOCK_OFFSET_FILE)")
    assert (started.stdout, started.stderr) == ("['sinergi.example.id'] None\n", "")


@pytest.mark.parametrize("name", sorted(FULL.keys() - {"SINERGI_PRODUCTION"}))
def test_production_stops_with_one_line_that_names_what_is_missing(name):
    stopped = start({key: value for key, value in FULL.items() if key != name})
    assert stopped.returncode == 3
    assert stopped.stderr == (f"sinergi: {name} is not set; production needs it (see .env.example)\n")


@pytest.mark.parametrize(
    "process",
    [
        ["gunicorn", "portal.wsgi", "--bind", "127.0.0.1:0"],
        ["celery", "--app", "portal", "worker"],
        [f"{settings.BASE_DIR}/manage.py", "migrate"],
    ],
    ids=["web", "worker", "migrate"],
)
def test_no_process_of_production_starts_with_the_demonstration(process):
    program = process if process[0].endswith(".py") else ["-m", *process]
    kept = {name: os.environ[name] for name in ("PATH", "SINERGI_HOME")}
    started = subprocess.run(
        [sys.executable, *program],
        cwd=settings.BASE_DIR,
        env=kept | FULL | {"SINERGI_DEMONSTRATION": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.returncode != 0
    assert "production has no demonstration" in started.stderr


def test_production_refuses_the_demonstration():
    stopped = start(FULL | {"SINERGI_DEMONSTRATION": "1"})
    assert stopped.returncode == 3
    assert len(stopped.stderr.splitlines()) == 1
