"""The roof's name plate."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import sessions
        from portal.handover import wording
        from portal.staff import letters

        letters.connect()
        wording.connect()
        sessions.listen()
