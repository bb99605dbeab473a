"""Takes the files of a build that was cut short away again, also of one that was killed."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.signals import post_save

from casework.models import Document


class Journal:
    """While it is open, each file's name is written down before its row can be committed.

    A build that fails removes its files at once; what a killed one has left, the next one removes.
    """

    def __init__(self):
        self.path = settings.HOME / "demonstration-files"

    def __enter__(self):
        self._remove_files()
        self.file = self.path.open("w")
        post_save.connect(self._note, sender=Document)
        return self

    def __exit__(self, kind, *exc):
        post_save.disconnect(self._note, sender=Document)
        self.file.close()
        if kind is not None:
            self._remove_files()
        self.path.unlink(missing_ok=True)

    def _note(self, instance: Document, created: bool, **_kwargs) -> None:
        if created:
            self.file.write(f"{instance.file.name}\n")
            self.file.flush()

    def _remove_files(self) -> None:
        if self.path.exists():
            for name in self.path.read_text().split():
                default_storage.delete(name)
