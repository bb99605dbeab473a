"""Brings database and static files up to this version; quick when nothing is new."""

import hashlib
import io
import json

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from casework.models import Heartbeat
from portal.launcher import say


class Command(BaseCommand):
    help = __doc__
    requires_migrations_checks = False

    def handle(self, *args, **options):
        migrate()
        call_command("createcachetable", verbosity=0)
        with say.step("Loading reference data"):
            call_command("load_reference", verbosity=0, stdout=io.StringIO())
        collect_static()
        if settings.DEMONSTRATION:
            demonstrate()
        if not settings.PRODUCTION:
            Heartbeat.objects.all().delete()  # those of the last run must not vouch for this one


def migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with say.step(f"Applying {len(plan)} migrations"):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Compressing takes seconds, so it is done again only when a file has changed."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    seal, digest = settings.STATIC_ROOT / ".collected", _static_digest()
    if seal.exists() and seal.read_text() == digest:
        return
    with say.step("Collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False)
    seal.write_text(digest)


def _static_digest() -> str:
    files = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            size, changed = storage.size(name), storage.get_modified_time(name)
            files.append((name, size, changed.isoformat()))
    return hashlib.sha256(json.dumps(sorted(files)).encode()).hexdigest()


def demonstrate() -> None:
    """Only into an empty portal."""
    if get_user_model().objects.exists():
        return
    with say.step("Building the demonstration: fourteen months of work, once"):
        call_command("seed_demo")
