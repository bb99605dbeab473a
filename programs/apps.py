"""The room's name plate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Offers and proposals")

    def ready(self):
        from casework import lists, words
        from programs import (
            handing,
            workflow,  # noqa: F401  hangs the lifecycle on the model
        )
        from programs.lists import OFFERS, PROPOSALS
        from programs.words import SENTENCES, TASKS

        words.register(SENTENCES)
        words.register_tasks("proposal", TASKS)
        handing.connect()
        lists.register(PROPOSALS, OFFERS)
