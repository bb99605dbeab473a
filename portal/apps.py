"""The roof's name plate."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import sessions

        sessions.listen()
