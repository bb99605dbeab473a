"""Brings database and files back from the folder of a backup, after looking at every byte of it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from portal.keeping import restore
from portal.keeping.errors import Unkept


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="a backup made by the command backup")
        parser.add_argument("--replace", action="store_true", help="throw away what the database holds now")
        parser.add_argument("--send-waiting", action="store_true", help="no mail was sent since the backup was made")
        parser.add_argument("--verify", action="store_true", help="only look whether the backup is whole")

    def handle(self, *args, folder, **options):
        try:
            if options["verify"]:
                manifest, done = restore.verify(folder, self.stdout), "Whole"
            else:
                wishes = {name: options[name] for name in ("replace", "send_waiting")}
                manifest, done = restore.restore(folder, self.stdout, **wishes), "Restored"
        except (Unkept, OSError, OperationalError) as error:
            raise CommandError(f"stopped: {error}") from error
        rows, files = sum(manifest["rows"].values()), manifest["files"]["count"]
        when, version = manifest["made_at"], manifest["version"]
        self.stdout.write(f"{done}: the backup of {when}, version {version}, {rows} rows, {files} files.")
