"""Wires the room: its check of the clock, and when a process looks at the calendar again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = _("Regions and calendar")

    def ready(self):
        from regions import checks, working_days  # noqa: F401

        working_days.connect()
