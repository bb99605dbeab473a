"""Runs one of the portal's programs with one control switched off: `python -m tests.faults.off mark celery …`.

Only the twins of the faults start programs this way; each shows that its control is what keeps the figures.
"""

import importlib
import inspect
import os
import runpy
import signal
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


def everywhere(old, new) -> None:
    """In every module that took it from its own."""
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()) if isinstance(module, ModuleType) else ():
            if value is old:
                setattr(module, name, new)


def locks() -> None:
    """Nobody waits for anybody, and everybody is alone."""
    from contextlib import contextmanager

    from casework import locks

    @contextmanager
    def at_once(_name):
        yield True

    everywhere(locks.locked, lambda rows: rows)
    everywhere(locks.alone, at_once)


def keys() -> None:
    """A form may be sent as often as one likes."""
    from casework import keys

    everywhere(keys.spend, lambda key, user: None)
    everywhere(keys.is_spent, lambda key: False)


def ranges() -> None:
    """A rung is looked for on its own day only."""
    from casework import reminders

    reminders.FIND = reminders.FIND.replace("turn.due_on <= bound.latest", "turn.due_on = bound.latest")


def backwards() -> None:
    """What is to be done later waits until then, although the clock went back meanwhile."""
    from casework import outbox

    rewrite(outbox, "_claim", ("Q(attempts=0) | ", ""), (" | Q(next_attempt_at__gt=now + longest)", ""))


def one_by_one() -> None:
    """What cannot be sent ends the whole delivery."""
    from casework import outbox

    rewrite(outbox, "_send", ("    except Exception as error:", "    except ZeroDivisionError as error:"))


def leftovers() -> None:
    """What was written of a file stays, though no row will ever name it."""
    from casework import documents

    rewrite(documents, "attach", ("default_storage.delete(stored)", "pass"))


def inspection() -> None:
    """A file is taken as it comes."""
    from casework import documents, filetypes

    documents.check = lambda file: filetypes.PDF
    everywhere(filetypes.inspect, lambda file: filetypes.PDF)


def crash_once() -> None:
    """No control, but a death nobody can time: the process kills itself between a file and its row, when asked to."""
    from django.conf import settings

    from casework import documents

    def locked(rows):
        wish = settings.HOME / "crash-once"
        if wish.exists():
            wish.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return rows.select_for_update(of=("self",))

    documents.locked = locked


def limits() -> None:
    """The bell may take as long as it likes."""
    from portal.celery import app

    app.conf.broker_transport_options = {}


SENDING = (mark, patience, for_good, uncertain, deadline, backwards, one_by_one)
SWITCHES = (*SENDING, outage, locks, keys, ranges, leftovers, inspection, crash_once, limits)
CONTROLS = {each.__name__: each for each in SWITCHES}


def main() -> None:
    import django

    name, module, *words = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    importlib.import_module("portal.urls")  # with it every view, which took its names from elsewhere
    CONTROLS[name]()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
