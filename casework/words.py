"""Plain words for what happened and what is to be done: each room registers those of its own lifecycle."""

from django.utils.functional import Promise

Words = str | Promise

_SENTENCES: dict[str, Words] = {}
_TASKS: dict[tuple[str, str, str], tuple[Words, Words]] = {}


def register(sentences: dict[str, Words]) -> None:
    """What actions are called, e.g. {"proposal.submit": _("Submitted")}; called from a room's AppConfig.ready."""
    _SENTENCES.update(sentences)


def register_tasks(kind: str, tasks: dict[str, tuple[Words, Words]]) -> None:
    """What is to be done in a state, as (sentence, button): {"submitted": (_("take it for checking"), _("Take"))}.

    A key "state:seat" is more precise than "state".
    """
    for key, words in tasks.items():
        status, _, seat = key.partition(":")
        _TASKS[kind, status, seat] = words


def sentence(action: str) -> str:
    """What an action is called in the reader's language; an unknown one shows its own name."""
    return str(_SENTENCES.get(action, action))


def _task(kind: str, status: str, seat: str) -> tuple[Words, Words]:
    for key in (seat, seat.partition(":")[0], ""):
        if (kind, status, key) in _TASKS:
            return _TASKS[kind, status, key]
    return "", ""


def task(kind: str, status: str, seat: str) -> str:
    """What whoever holds this seat must do, as the end of a sentence "Your turn: …"."""
    return str(_task(kind, status, seat)[0])


def task_button(kind: str, status: str, seat: str) -> str:
    """The same as one verb on a button."""
    return str(_task(kind, status, seat)[1])
