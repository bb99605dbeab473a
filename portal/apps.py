"""The roof's name plate."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from casework import lists
        from portal import sessions
        from portal.cases import CASES
        from portal.handover import wording
        from portal.kept_pages import noting
        from portal.staff import letters

        noting.connect(self)
        letters.connect()
        wording.connect()
        lists.register(CASES)
        sessions.listen()
