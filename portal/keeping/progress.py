"""How far long work is: a line that rewrites itself on a terminal, one line at the end elsewhere."""

import time


class Progress:
    """One kind of work, counted: `Progress(stdout, "files", 120)`, `at(n)` as often as one likes, `done()`."""

    def __init__(self, stdout, what: str, total: int):
        self.stdout, self.what, self.total = stdout, what, total
        self.began, self.told_at, self.count = time.monotonic(), 0.0, 0
        self.terminal = stdout.isatty()

    def at(self, count: int) -> None:
        self.count = count
        if self.terminal and time.monotonic() - self.told_at > 0.2:
            self.told_at = time.monotonic()
            self.stdout.write(f"\r  {self.what}: {count} of {self.total}", ending="")
            self.stdout.flush()

    def done(self, size: int | None = None) -> None:
        weight = "" if size is None else f", {size / 1_000_000:.1f} MB"
        start = "\r" if self.terminal else ""
        seconds = time.monotonic() - self.began
        self.stdout.write(f"{start}  {self.what}: {self.count} of {self.total}{weight}, {seconds:.1f} s")
        self.stdout.flush()
