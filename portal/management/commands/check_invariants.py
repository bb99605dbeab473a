"""Reads the whole database and names what must never be: asked after a fault, after a restore, or any evening."""

import time

from django.core.management.base import BaseCommand, CommandError

from portal.invariants import ALL


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        broken = 0
        for each in ALL:
            began = time.monotonic()
            breaches = each.find()
            broken += bool(breaches)
            mark = "BROKEN" if breaches else "holds"
            self.stdout.write(f"{mark:6} {time.monotonic() - began:7.2f} s  {each.name:22} {each.says}")
            for breach in breaches:
                self.stdout.write(f"                  ! {breach}")
            self.stdout.flush()
        if broken:
            raise CommandError(f"{broken} of {len(ALL)} invariants are broken")
        self.stdout.write(f"All {len(ALL)} invariants hold.")
