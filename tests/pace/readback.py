"""Of the marks it is given on its input, those that stand in no message of the database."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()

from casework.models import Post

if __name__ == "__main__":
    kept = set(Post.objects.filter(body__startswith="bukti-").values_list("body", flat=True))
    print("\n".join(mark for mark in sys.stdin.read().split() if mark not in kept))
