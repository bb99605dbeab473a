"""Refuses to start a real portal whose clock can be moved."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def clock_stands_in_production(app_configs, **kwargs):
    playing = settings.DEBUG or getattr(settings, "DEMONSTRATION", False)
    if settings.CLOCK_OFFSET_FILE is None or playing:
        return []
    return [
        Error(
            "CLOCK_OFFSET_FILE is set: a file could move this portal's clock.",
            hint="Set it to None, or DEMONSTRATION to True where nothing is real.",
            id="regions.E001",
        )
    ]
