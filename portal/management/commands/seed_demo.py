"""Fills an empty portal with the demonstration: invented people and fourteen months of work.

With --scale 1 it is multiplied to the size of the nation, for measuring; --scale 0.1 makes a tenth of the cases.
"""

import json
import secrets
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.demonstration import mail, people, story
from portal.demonstration.leftovers import Journal
from portal.scale import copies
from portal.scale.people import settle

PROPOSALS, AGREEMENTS, PEOPLE = 200_000, 5_000, 2_000  # of the nation, at --scale 1
SYLLABLES = [first + second for first in "bdgjklmnprstw" for second in "aeiou"]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=float, help="1: 200,000 proposals; a share of it: so many fewer")

    def handle(self, *args, scale=None, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("SINERGI_DEMONSTRATION is off: this portal has no demonstration.")
        if get_user_model().objects.exists():
            self.stdout.write("There are people in this portal already; the demonstration is left as it is.")
        else:
            self._build()
            self._say(f"{mail.deliver_as_it_was()} messages handed to the mail server")
        if scale:
            self._multiply(scale)

    def _multiply(self, scale: float) -> None:
        begun = time.monotonic()
        with transaction.atomic():
            settle(PEOPLE)
            copies.multiply(round(PROPOSALS * scale), round(AGREEMENTS * scale), self._say)
        self._say(f"multiplied in {time.monotonic() - begun:.0f} s")

    def _say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def _build(self) -> None:
        """Whole or not at all: rows by the transaction, files by the journal."""
        with Journal(), transaction.atomic():
            password = readable_password()
            cast = story.build(password, say=self._say)
            accounts = people.accounts(cast)
            target = settings.HOME / "demo-accounts.json"
            target.write_text(json.dumps(accounts, ensure_ascii=False, indent=1))


def readable_password() -> str:
    """Four made-up words and a number, of this installation alone."""
    words = ["".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(4)]
    return "-".join([*words, str(secrets.randbelow(90) + 10)])
