"""What the launcher tells the person who started it; a closed terminal must not stop the portal."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path


def line(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    line(f"• {text} …")
    began = time.monotonic()
    yield
    line(f"  done in {time.monotonic() - began:.1f} s")


def accounts(path: Path) -> None:
    """The demonstration's accounts as a table, if there is a demonstration."""
    if not path.exists():
        return
    columns = ("username", "password", "name", "role", "institution")
    rows = [columns, *([str(row[key]) for key in columns] for row in json.loads(path.read_text()))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(columns))]
    line(f"\nDemonstration accounts (also in {path}):")
    for row in rows:
        line("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    line("")
