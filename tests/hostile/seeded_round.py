"""`make seeded`: each seeded fault alone in a copy of the tree; prints which test saw it, red on any unseen.

With SEEDED=word only the faults are tried whose name holds it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.hostile.seeded import SEEDS, Seed

FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/\S+)", re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.pyc", ".pytest_cache")


def run(tree: Path, *tests: str) -> tuple[int, str]:
    """Pytest on the copy, with a database of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", "--reuse-db", "--tb=line"]
    environment = os.environ | {"TEST_DB_SUFFIX": os.environ.get("TEST_DB_SUFFIX", "") + "_seeded"}
    done = subprocess.run([*command, *tests], cwd=tree, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


def seen(tree: Path, seed: Seed) -> str:
    """The first test that failed with the fault in the tree, or nothing."""
    path = tree / seed.path
    whole = path.read_text()
    assert seed.old in whole, f"{seed.fault}: {seed.path} does not say {seed.old!r} any more"
    path.write_text(whole.replace(seed.old, seed.new, 1))
    try:
        code, said = run(tree, *seed.tests)
    finally:
        path.write_text(whole)
    failed = FAILED.findall(said)
    return failed[0] if code == 1 and failed else ""


def test_every_seeded_fault_is_seen(tmp_path, capsys):
    tree = tmp_path / "tree"
    shutil.copytree(settings.BASE_DIR, tree, ignore=LEFT_OUT)
    seeds = [seed for seed in SEEDS if os.environ.get("SEEDED", "") in seed.fault]
    named = sorted({test for seed in seeds for test in seed.tests})
    code, said = run(tree, *named)
    assert code == 0, f"without any fault: {said[-3000:]}"
    found = {}
    with capsys.disabled():
        print(f"\n{'fault':<36}  seen by")
        for seed in seeds:
            found[seed.fault] = seen(tree, seed)
            print(f"{seed.fault:<36}  {found[seed.fault] or 'NOBODY'}", flush=True)
        print(f"{sum(map(bool, found.values()))} of {len(seeds)} seen")
    assert found and all(found.values())
