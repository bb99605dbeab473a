"""Ways in which a backup goes bad, chosen by a seed: each changes something, and says what."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from portal.keeping.backup import DUMP, MANIFEST, SUMS

KINDS = ("flip", "flip in the list", "cut", "lose", "add", "exchange", "empty", "drop the end of the list")


def damaged(whole: Path, place: Path, many: int, seed: int = 20) -> Iterator[tuple[Path, str]]:
    """So many copies of a whole backup, each damaged in one way; each is taken away before the next."""
    chance = random.Random(seed)
    for number in range(many):
        copy = place / f"damaged-{number}"
        shutil.copytree(whole, copy)
        yield copy, _damage(copy, KINDS[number % len(KINDS)], chance)
        shutil.rmtree(copy)


def _damage(folder: Path, kind: str, chance: random.Random) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    kept = [path for path in paths if path.name in (MANIFEST, SUMS, DUMP)]
    path = chance.choice(paths if chance.random() < 0.5 else kept)
    if kind == "flip in the list":
        path, kind = folder / SUMS, "flip"
    match kind:
        case "flip":
            content = bytearray(path.read_bytes())
            at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
            content[at] ^= bit
            path.write_bytes(content)
        case "cut":
            path.write_bytes(path.read_bytes()[: -chance.randint(1, 100)])
        case "lose":
            path.unlink()
        case "add":
            (path.parent / "stranger").write_bytes(chance.randbytes(100))
        case "exchange":
            content = path.read_bytes()
            other = chance.choice([each for each in paths if each.read_bytes() != content])
            path.write_bytes(other.read_bytes())
            other.write_bytes(content)
        case "empty":
            path.write_bytes(b"")
        case "drop the end of the list":
            path = folder / SUMS
            path.write_text("".join(path.read_text().splitlines(keepends=True)[: -chance.randint(1, 2)]))
    return f"{kind}: {path.relative_to(folder)}"
