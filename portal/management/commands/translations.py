"""`translations check` refuses an incomplete catalogue; `translations update` takes in new words."""

from django.core.management.base import BaseCommand, CommandError

from portal import translations


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["check", "update"])

    def handle(self, *args, what, **options):
        if what == "update":
            waiting = translations.update()
            self.stdout.write(f"{translations.PO.name} written; {waiting} sentences wait.")
            return
        found = translations.problems()
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} problems in {translations.PO}"]))
        self.stdout.write("Every sentence has its Indonesian, and it is compiled.")
