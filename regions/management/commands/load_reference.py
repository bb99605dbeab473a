"""Command line door to regions.reference."""

from django.core.management.base import BaseCommand

from regions import reference


class Command(BaseCommand):
    help = "Add the missing provinces, regencies, UPTs, their names and their coverage."

    def handle(self, *args, **options):
        new = reference.load()
        self.stdout.write(", ".join(f"{name}: {count} new" for name, count in new.items()))
