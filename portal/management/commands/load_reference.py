"""Loads what must be there before the first person signs in: each room's own reference rows, lowest room first."""

from importlib import import_module
from importlib.util import find_spec

from django.core.management.base import BaseCommand
from django.db import transaction

ROOMS = ["regions", "accounts", "casework", "programs", "agreements"]


class Command(BaseCommand):
    help = "Add missing reference rows (regions, institutions, ladder, checklists); never changes what is there."

    @transaction.atomic
    def handle(self, *args, **options):
        for room in ROOMS:
            if find_spec(f"{room}.reference"):
                added = import_module(f"{room}.reference").load()
                self.stdout.write(f"{room}: {added}")
