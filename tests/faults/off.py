"""Runs one of the portal's programs with one control switched off: `python -m tests.faults.off mark celery …`.

Only the twins of the faults start programs this way; each shows that its control is what keeps the figures.
"""

import inspect
import os
import runpy
import sys
import textwrap
from types import ModuleType


def rewrite(module: ModuleType, name: str, *changes: tuple[str, str]) -> None:
    """One function of a module without what its control is; a piece that is no longer there is an error."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    for old, new in changes:
        assert old in source, (name, old)
        source = source.replace(old, new)
    exec(compile(source, module.__file__, "exec"), vars(module))  # noqa: S102


def mark() -> None:
    """A message is not marked before its first byte leaves."""
    from casework import outbox

    outbox._begin = lambda message: None


def outage() -> None:
    """A part that is away is an error like any other."""
    from portal import outage

    outage.is_outage = lambda error: False


def patience() -> None:
    """What cannot be sent now has failed."""
    from casework import outbox

    fails = ("_settle(message, status=Status.QUEUED", "_settle(message, status=Status.FAILED")
    rewrite(outbox, "_put_back", fails)
    rewrite(outbox, "_try_later", fails)


def for_good() -> None:
    """Refused for good is tried again like everything else."""
    from casework import outbox

    failed = "_settle(message, status=Status.FAILED, cause=str(error))"
    rewrite(outbox, "_send", (failed, "_try_later(message, str(error))"))


def uncertain() -> None:
    """What the server may have is sent again."""
    from casework import outbox

    rewrite(
        outbox,
        "_send",
        ("_settle(message, status=Status.UNCERTAIN, cause=str(error))", "_try_later(message, str(error))"),
    )


def deadline() -> None:
    """A server may take as long as it likes over one message."""
    from casework import smtp

    smtp.PHASE_SECONDS = 3600


def next_batch() -> None:
    """A full batch does not ring for the next."""
    from casework import outbox

    rewrite(outbox, "deliver", ("ring()", "pass"))


CONTROLS = {each.__name__: each for each in (mark, outage, patience, for_good, uncertain, deadline, next_batch)}


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
