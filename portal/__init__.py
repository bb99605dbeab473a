"""The roof of the house: settings, addresses, the desk, health, and the commands that run it all."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
