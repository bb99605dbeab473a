"""Carries database and files into one folder with checksums, while the portal goes on: `backup /backups/monday`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.keeping.backup import Backup
from portal.keeping.errors import Unkept


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="made by this command; must not exist yet")

    def handle(self, *args, folder, **options):
        backup = Backup(folder.absolute(), self.stdout)
        try:
            manifest = backup.make()
        except (Unkept, OSError) as error:
            raise CommandError(f"no backup was made: {error}") from error
        rows, files = sum(manifest["rows"].values()), manifest["files"]["count"]
        self.stdout.write(f"Backup of version {manifest['version']} in {folder}: {rows} rows, {files} files.")
        if backup.damaged:
            lines = "\n  ".join(backup.damaged)
            raise CommandError(f"the backup is made, but {len(backup.damaged)} files were damaged before:\n  {lines}")
