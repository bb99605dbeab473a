"""The Celery application: which tasks the clock pokes, and how often."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("sinergi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

import portal.heartbeats  # noqa: E402, F401  (its receivers make the worker's heart beat)
