"""After the database came back to an earlier moment: mail that waited then is in doubt, lists' files may be gone."""

from django.core.management.base import BaseCommand

from portal.keeping.settling import settle


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        doubted, gone = settle()
        self.stdout.write(f"{doubted} messages wait for an operator, {gone} files of lists can be asked for again.")
