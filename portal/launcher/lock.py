"""One start per data folder: a lock that the kernel drops when its holder dies, however."""

import fcntl
import json
import os
from pathlib import Path

from .home import Unusable


class Lock:
    """Held as long as this object keeps its file open; child processes do not inherit it."""

    def __init__(self, home: Path, what: str, url: str = ""):
        self.path = home / "lock"
        self.file = self.path.open("a+")
        self.path.chmod(0o600)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(self._holder(home)) from None
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), "what": what, "url": url}, self.file)
        self.file.flush()

    def _holder(self, home: Path) -> str:
        try:
            held = json.loads(self.path.read_text())
        except json.JSONDecodeError:
            return f"already running in {home}"
        where = f" at {held['url']}" if held["url"] else ""
        return f"{held['what']} already runs{where} (process {held['pid']}, data in {home})"
