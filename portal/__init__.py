"""The roof of the house: settings, addresses, the desk, health, and the commands to run it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
