"""Plain words for what happened: each room registers the sentences of its own actions."""

from django.utils.functional import Promise

_SENTENCES: dict[str, str | Promise] = {}


def register(sentences: dict[str, str | Promise]) -> None:
    """Add sentences, e.g. {"proposal.submit": _("Submitted")}; called from a room's AppConfig.ready."""
    _SENTENCES.update(sentences)


def sentence(action: str) -> str:
    """What an action is called in the reader's language; an unknown one shows its own name."""
    return str(_SENTENCES.get(action, action))
