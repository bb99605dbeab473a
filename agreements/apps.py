"""The room's name plate; on entering it hangs up its table, its words and its ear for moves."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Cooperation documents")

    def ready(self):
        from agreements import history, words, workflow  # noqa: F401
        from agreements.lists import AGREEMENTS
        from agreements.services import covers
        from casework import lists
        from casework.trail import register_mark
        from casework.words import register, register_tasks

        register(words.SENTENCES)
        register_tasks("agreement", words.TASKS)
        covers.connect()
        register_mark("agreement", history.mark)
        lists.register(AGREEMENTS)
