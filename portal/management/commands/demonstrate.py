"""Fills an empty portal with the demonstration: invented people and fourteen months of work."""

import json
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.demonstration import mail, people, story
from portal.demonstration.leftovers import Journal

SYLLABLES = [first + second for first in "bdgjklmnprstw" for second in "aeiou"]


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("SINERGI_DEMONSTRATION is off: this portal has no demonstration.")
        if get_user_model().objects.exists():
            self.stdout.write("There are people in this portal already; the demonstration is left as it is.")
            return
        self._build()
        self._say(f"{mail.deliver_as_it_was()} messages handed to the mail server")

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
