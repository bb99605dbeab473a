"""`make bench`: every page of every reader at the size of the nation and at a tenth of it, against the floor.

A page is asked for again, as somebody does who goes back to a list; `anew` is the same where something had changed.

Prints its table and fails when a figure is missed. Not collected by `make test`, which walks the same pages on few rows
(tests/pace/test_pages.py).
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.pace import nations

# How many times the floor a page may take, from quality figures agreed with the user.
LISTS = dict.fromkeys(("list", "filtered list", "page 700", "page 1,000"), 3)
LIMITS = LISTS | {"search": 4, "case": 5, "desk": 6, "board": 6, "other": 6}
GROWTH, QUERIES, FIRST_VISIT, NEXT_VISIT = 1.3, 12, 120_000, 25_000
COLUMNS = (
    "reader              manner         ratio at once growth     ms  anew growth  asks   kB  db % tpl % rest %  address"
)


@pytest.fixture(scope="module")
def measured() -> dict[str, dict]:
    home = Path(settings.HOME) / "pace"
    home.mkdir(exist_ok=True)
    return {name: run(nations.make(name, home)) for name in nations.SIZES}


def run(environment: dict[str, str]) -> dict:
    done = subprocess.run([sys.executable, "-m", "tests.pace.measuring"], env=environment, stdout=subprocess.PIPE)
    assert done.returncode == 0
    return json.loads(done.stdout)


def test_pace(measured, capsys):
    before, rows = measured["tenth"]["rows"], measured["nation"]["rows"]
    floors = [row["seconds"] for row in rows if row["manner"] == "floor"]
    missed, lines = [], []
    for row in rows:
        earlier = same_page(before, row)
        row["growth"] = row["ratio"] / median(earlier, "ratio") if earlier else None
        row["growth anew"] = row["anew"] / median(earlier, "anew") if earlier else None
        missed += faults(row)
        lines.append(line(row))
    with capsys.disabled():
        print(
            f"\n{measured['nation']['cases']:,} cases, and {measured['tenth']['cases']:,} for the growth; floor ",
            end="",
        )
        print(f"{statistics.median(floors) * 1000:.1f} ms\n{COLUMNS}\n" + "\n".join(lines))
        visits = [row["first visit"] for row in rows if "first visit" in row]
        print(f"\nfirst visit {max(visits) / 1000:.0f} kB at most, compressed (may be {FIRST_VISIT / 1000:.0f})")
        pages = [row for row in rows if row["manner"] in LIMITS]
        over = [row for row in pages if row["anew"] > LIMITS[row["manner"]]]
        print(f"made anew, {len(over)} of {len(pages)} take longer than they may when asked again")
        print(f"\n{len(missed)} figures missed\n" + "\n".join(missed))
    assert not missed


def same_page(rows: list[dict], wanted: dict) -> list[dict]:
    """The page in the other database; the same kind of page where its address is another: a case has another number."""
    alike = [row for row in rows if (row["reader"], row["manner"]) == (wanted["reader"], wanted["manner"])]
    same = [row for row in alike if row["url"] == wanted["url"]]
    return same or [row for row in alike if shape(row["url"]) == shape(wanted["url"])]


def median(rows: list[dict], name: str) -> float:
    return statistics.median(row[name] for row in rows)


def shape(url: str) -> str:
    return "/".join("n" if part.isdecimal() else part for part in url.split("?")[0].split("/"))


def faults(row: dict) -> list[str]:
    where = f"  {row['reader']}, {row['manner']}, {row['url'][:70]}: "
    if row["manner"] in ("floor", "stock admin list"):
        first = row.get("first visit", 0)
        return [f"{where}first visit {first:,} bytes"] if first > FIRST_VISIT else []
    found = []
    if row["status"] >= 500:
        found.append(f"answers {row['status']}")
    if row["ratio"] > LIMITS[row["manner"]]:
        found.append(f"{row['ratio']:.1f} × the floor, may be {LIMITS[row['manner']]}")
    if row["growth"] and row["growth"] > GROWTH:
        found.append(f"grows {row['growth']:.2f} ×")
    if row["queries"] > QUERIES:
        found.append(f"{row['queries']} queries")
    if row["bytes"] > NEXT_VISIT:
        found.append(f"{row['bytes']:,} bytes")
    if row["unnoted"]:
        found.append(f"is kept, and would not hear of a change of {', '.join(row['unnoted'])}")
    if row["scans"]:
        found.append(f"reads all of {', '.join(row['scans'])}")
    return [where + "; ".join(found)] if found else []


def line(row: dict) -> str:
    anew = row["anew"] * row["seconds"] / row["ratio"]
    rest = anew - row["database"] - row["rendering"]
    shares = [max(0, 100 * part / anew) for part in (row["database"], row["rendering"], rest)]
    return (
        f"{row['reader']:<20}{row['manner']:<15}{row['ratio']:>5.1f} {row.get('together', 0) or '':>7.3} "
        f"{row['growth'] or 0:>6.2f} {row['seconds'] * 1000:>6.1f} {row['anew']:>5.1f} {row['growth anew'] or 0:>6.2f} "
        f"{row['queries']:>5} {row['bytes'] / 1000:>4.0f} {shares[0]:>5.0f} {shares[1]:>5.0f} {shares[2]:>6.0f}"
        f"  {row['url'][:60]}"
    )
