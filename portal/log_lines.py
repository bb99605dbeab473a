"""Lines of the log: whose request a line is about, and that nothing a visitor writes can begin a line of its own."""

import json
import logging

from gunicorn.glogging import Logger, SafeAtoms


class WhoAsked(logging.Filter):
    """What Django says of a refused or failed request also says whose it was, by number and never by name."""

    def filter(self, record) -> bool:
        user = getattr(getattr(record, "request", None), "_cached_user", None)  # nobody is looked up for a line
        if user is not None and user.is_authenticated:
            record.person = user.pk
        return True


class Parts(SafeAtoms):
    """The parts of a line, each written as JSON writes it between its quotes; an address may hold a line break."""

    def __init__(self, parts: dict):
        dict.__init__(self)
        for name, part in parts.items():
            self[name] = json.dumps(part)[1:-1] if isinstance(part, str) else part


class AccessLog(Logger):
    """For gunicorn's --logger-class."""

    atoms_wrapper_class = Parts
