"""One start per data folder: a lock that the kernel drops when its holder dies, however."""

import fcntl
import json
import os
from pathlib import Path

from .home import Unusable


class Held(Unusable):
    """Somebody else holds the lock; `pid` is theirs, unless they have only just begun."""

    def __init__(self, home: Path, path: Path):
        try:
            held = json.loads(path.read_text())
        except json.JSONDecodeError:
            held = {"pid": None, "what": "something", "url": ""}
        self.pid = held["pid"]
        where = f" at {held['url']}" if held["url"] else ""
        super().__init__(f"{held['what']} already runs{where} (process {self.pid}, data in {home})")


class Lock:
    """Held as long as this object keeps its file open; child processes do not inherit it."""

    def __init__(self, home: Path, what: str, url: str = ""):
        self.path = home / "lock"
        self.file = self.path.open("a+")
        self.path.chmod(0o600)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.close()
            raise Held(home, self.path) from None
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), "what": what, "url": url}, self.file)
        self.file.flush()
