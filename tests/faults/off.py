"""Runs one of the portal's programs with one control switched off: `python -m tests.faults.off mark celery …`.

Only the twins of the faults start programs this way; each shows that its control is what keeps the figures.
"""

import os
import runpy
import sys


def mark() -> None:
    """A message is not marked before its first byte leaves."""
    from casework import outbox

    outbox._begin = lambda message: None


CONTROLS = {each.__name__: each for each in (mark,)}


def main() -> None:
    import django

    name, module, *words = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    CONTROLS[name]()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
