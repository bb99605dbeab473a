"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# What was loaded lives as long as the process. A page makes some fifty thousand objects and drops them again; looking
# for circles among them every 700, as Python does by itself, took a tenth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
