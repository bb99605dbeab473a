"""The room's name plate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Cases, turns, reminders and outbox")

    def ready(self):
        from casework import append_only, calendar_changes, cursors, wording, words

        append_only.connect(self)
        calendar_changes.connect()
        cursors.connect()
        wording.connect()
        words.register(
            {
                "document.attach": _("Document attached"),
                "document.remove": _("Document taken out of the list"),
                "thread.open": _("A conversation between the parties was opened"),
                "thread.reopen": _("A conversation between the parties was reopened"),
                "thread.resolve": _("A conversation between the parties was resolved"),
                "turn.nudge": _("The holder was asked to act"),
                "turn.remind": _("Reminder"),
                "turn.snooze": _("Reminders put off"),
                "turn.vacant": _("Nobody holds the position"),
            }
        )
