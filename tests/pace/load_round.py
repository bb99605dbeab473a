"""`make load`: three hundred people with time to think before the launcher's own processes, at the size of the nation.

Then the same while one province floods, and at last more than can be served. Prints its table and fails when a figure
is missed. LOAD_PEOPLE and LOAD_SECONDS make it shorter.
"""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from portal.launcher.processes import CHECKOUT
from tests.pace.served import Served, served

COMING = 60  # seconds in which people come one after another; what they meet then is not counted
SETTLING = 10  # seconds after a change
PEOPLE = int(os.environ.get("LOAD_PEOPLE", 300))
SECONDS = int(os.environ.get("LOAD_SECONDS", 600))
P95_MS, SLOWED, GROWN, FLOODING, CRUSHING = 500, 1.5, 1.15, 30, 200
OWN = ("web", "worker", "beat")


class Crowd:
    """One run of locust, and what the portal's processes held in memory meanwhile."""

    coming = COMING

    def __init__(self, portal: Served, folder: Path, kind: str, count: int, seconds: int, cast: list[dict]):
        self.portal, self.folder, self.kind = portal, folder / f"{kind}-{time.monotonic_ns()}", kind
        self.folder.mkdir()
        (self.folder / "cast.json").write_text(json.dumps(cast))
        kept = self.folder / "kept.txt"
        kept.touch()
        command = [sys.executable, "-m", "locust", "--locustfile", "tests/pace/locustfile.py", "--headless"]
        command += ["--host", portal.url, "--users", str(count), "--spawn-rate", str(count / self.coming)]
        command += ["--run-time", f"{self.coming + seconds}s", "--reset-stats", "--only-summary"]
        command += ["--csv", str(self.folder / "table"), kind]
        environment = os.environ | {"CAST": str(self.folder / "cast.json"), "KEPT": str(kept)}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)

    def wait(self) -> "Crowd":
        self.memory = []
        while self.process.poll() is None:
            self.memory.append(held(self.portal))
            time.sleep(2)
        with (self.folder / "table_stats.csv").open() as table:
            self.rows = {row["Name"]: row for row in csv.DictReader(table)}
        return self

    def average(self, begin: float, end: float) -> float:
        """Milliseconds that an answer took between two moments of the clock."""
        with (self.folder / "table_stats_history.csv").open() as table:
            every = [row for row in csv.DictReader(table) if row["Name"] == "Aggregated"]
        seen = [row for row in every if begin <= int(row["Timestamp"]) <= end]
        assert seen and int(every[-1]["User Count"]) == int(seen[0]["User Count"]), "not all had come yet"
        (many, took), (more, longer) = (
            (int(row["Total Request Count"]), float(row["Total Average Response Time"])) for row in (seen[0], seen[-1])
        )
        return (more * longer - many * took) / (more - many)

    @property
    def failures(self) -> int:
        return int(self.rows["Aggregated"]["Failure Count"])

    def figure(self, name: str, column: str = "95%") -> float:
        return float(self.rows[name][column])

    @property
    def refused(self) -> dict[str, int]:
        """How often each status came that says when to ask again."""
        return json.loads((self.folder / "kept.refused").read_text())

    @property
    def again(self) -> float:
        """The share of readings that were given again as they were (decision 19)."""
        read = json.loads((self.folder / "kept.read").read_text())
        return read.get("again", 0) / sum(read.values())

    @property
    def marks(self) -> str:
        return (self.folder / "kept.txt").read_text()

    def table(self) -> str:
        head = f"{'':<14}{'asked':>8}{'failed':>8}{'median':>8}{'p95':>8}{'p99':>8}   per second"
        lines = [
            f"{name:<14}{row['Request Count']:>8}{row['Failure Count']:>8}{row['50%']:>8}{row['95%']:>8}{row['99%']:>8}"
            f"{float(row['Requests/s']):>10.1f}"
            for name, row in self.rows.items()
        ]
        with (self.folder / "table_failures.csv").open() as table:
            wrong = [f"  {row['Occurrences']} × {row['Name']}: {row['Error']}" for row in csv.DictReader(table)]
        return "\n".join([head, *lines, *wrong])


def held(portal: Served) -> dict[str, float]:
    """Megabytes that each part and its children keep to themselves."""
    pids = portal.run.pids()
    return {name: sum(process.memory_full_info().uss for process in family(pids[name])) / 1e6 for name in OWN}


def family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


@pytest.fixture(scope="module")
def portal():
    with served(PEOPLE) as found:
        yield found


def test_load(portal, tmp_path, capsys):
    missed, said = [], []

    def crowd(kind: str, count: int, seconds: int, cast: list[dict]) -> Crowd:
        return Crowd(portal, tmp_path, kind, count, seconds, cast)

    calm = crowd("Person", PEOPLE, SECONDS, portal.people).wait()
    said += [f"{PEOPLE} people with 10 to 30 s to think, {SECONDS} s", calm.table()]
    said.append(f"{calm.again:.0%} of what was read was given again, for nothing had changed")
    missed += judged(calm)
    for name in OWN:
        seen = [one[name] for one in calm.memory]
        fifth = max(1, len(seen) // 5)
        early, late = max(seen[fifth : 2 * fifth]), max(seen[-fifth:])
        said.append(f"memory of {name}: {early:.0f} MB early, {late:.0f} MB late")
        if late > early * GROWN:
            missed.append(said[-1])

    short = max(30, SECONDS // 5)
    province = next(one["province"] for one in portal.people if one["province"])
    others = [one for one in portal.people if one["province"] != province]
    flooding = json.loads(portal.process("tests.pace.cast", str(FLOODING), province))
    # Calm, flood, calm: this machine is slower in one minute than in the next.
    under, quiet = crowd("Person", PEOPLE, 4 * short + COMING, others), []
    time.sleep(COMING + SETTLING)
    for turn in range(2):
        quiet.append((time.time(), time.time() + short - SETTLING))
        time.sleep(short)
        if not turn:
            flood = crowd("Flood", FLOODING, short, flooding)
            time.sleep(COMING)
            flooded = (time.time(), time.time() + short - SETTLING)
            flood.process.wait()  # nothing else is asked meanwhile, as in the calm
            flood.wait()
            time.sleep(SETTLING)
    under.wait()
    before, after = (under.average(*each) for each in quiet)
    slower = 2 * under.average(*flooded) / (before + after)
    said += [f"the others before, while and after one province floods ({FLOODING} at once, refused {flood.refused})"]
    said.append(under.table())
    during = under.average(*flooded)
    said.append(f"on average {before:.0f} ms before, {during:.0f} in it, {after:.0f} after: {slower:.2f} times")
    if slower > SLOWED or under.failures:
        missed.append(f"a flood: {slower:.2f} times as long, {under.failures} errors")

    crush = crowd("Crush", CRUSHING, short, portal.people).wait()
    said += [f"{CRUSHING} who do not think at all: refused with Retry-After {crush.refused}", crush.table()]
    if crush.failures or not crush.refused.get("503"):
        missed.append(f"beyond capacity: {crush.failures} errors, refused {crush.refused}")

    marks = calm.marks + under.marks
    lost = portal.process("tests.pace.readback", input=marks).split()
    said.append(f"{len(marks.split())} acknowledged writes, {len(lost)} lost")
    if lost or not marks:
        missed.append(said[-1])
    with capsys.disabled():
        print("\n" + "\n".join(said) + f"\n{len(missed)} figures missed\n" + "\n".join(missed))
    assert not missed


def judged(crowd: Crowd) -> list[str]:
    asked = [name for name, row in crowd.rows.items() if int(row["Request Count"])]
    slow = [name for name in asked if crowd.figure(name) > P95_MS]
    missed = [f"{name}: p95 {crowd.figure(name):.0f} ms" for name in slow]
    return missed + ([f"{crowd.failures} errors"] if crowd.failures else [])
