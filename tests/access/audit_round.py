"""`make audit`: our code by bandit and our own semgrep rules, our packages by licence and as a bill of materials.

What is known and why it stands is in audited.csv; anything else is red, and so is a line there that nothing answers to.
The tools live in an environment of their own (`.venv-audit`). SBOM=file keeps the bill of materials.
"""

import csv
import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_rooms import ROOMS

ROOT = settings.BASE_DIR
TOOLS = ROOT / ".venv-audit" / "bin"
HERE = Path(__file__).parent
# A program called by a list of words (B603) is as it should be; that subprocess is imported (B404) says nothing.
BANDIT = ["bandit", "--quiet", "--recursive", *ROOMS[:-1], "--format", "json", "--skip", "B404,B603"]
SEMGREP = ["semgrep", "scan", "--metrics=off", "--disable-version-check", "--quiet", "--json", "--no-git-ignore"]
REFUSED = re.compile(r"UNKNOWN|\bA?GPL|(?<!Lesser )General Public License|^Other/Proprietary License$", re.IGNORECASE)
BROKEN = {
    "text-is-not-trusted": ("a.py", "mark_safe(words)"),
    "no-form-without-its-token": ("a.py", "@csrf_exempt\ndef f(request):\n    pass"),
    "no-sql-made-of-words": ("a.py", 'cursor.execute(f"SELECT {words}")'),
    "an-object-is-looked-for-within-scope": ("portal/a.py", "get_object_or_404(Case, pk=pk)"),
    "words-are-not-run": ("a.py", "eval(words)"),
    "no-way-out-by-a-word-of-the-request": ("a.py", 'redirect(request.GET["next"])'),
    "secrets-are-not-guessable": ("a.py", "import random"),
    "templates-do-not-trust": ("a.html", "{{ words|safe }}"),
}


def said(*command: str, cwd: Path = ROOT) -> dict | list:
    """What a tool found, as it says in JSON."""
    done = subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=cwd, capture_output=True, text=True)
    assert done.stdout, done.stderr[-2000:]
    return json.loads(done.stdout)


def known(tool: str) -> dict[tuple[str, str], str]:
    with (HERE / "audited.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["tool"] == tool]
    return {(row["where"], row["rule"]): row["reason"] for row in rows}


def told(capsys, tool: str, found: Counter, looked_at: str) -> None:
    """The table of one tool; red on what is not known, and on what is known and gone."""
    kept = known(tool)
    with capsys.disabled():
        print(f"\n{tool}: {looked_at}")
        for (where, rule), many in sorted(found.items()):
            print(f"  {many:>3}  {where:<44}{rule:<40}{kept.get((where, rule), 'NOT KNOWN')}")
    assert set(found) - set(kept) == set(), "not known"
    assert set(kept) - set(found) == set(), "in audited.csv, but gone"


def test_bandit_finds_nothing_that_is_not_known(capsys):
    answer = said(*BANDIT)
    found = Counter((each["filename"], each["test_id"]) for each in answer["results"])
    told(capsys, "bandit", found, f"{answer['metrics']['_totals']['loc']} lines")
    assert not answer["errors"]


def semgrep(where: Path, *paths: str) -> dict:
    return said(*SEMGREP, "--config", str(HERE / "semgrep.yml"), *paths, cwd=where)


def test_our_own_rules_are_kept(capsys):
    answer = semgrep(ROOT, *ROOMS[:-1], "templates")
    found = Counter((each["path"], each["check_id"].rsplit(".", 1)[-1]) for each in answer["results"])
    told(capsys, "semgrep", found, f"{len(answer['paths']['scanned'])} files, {len(BROKEN)} rules")
    assert not answer["errors"]


def test_each_rule_sees_what_breaks_it(tmp_path):
    """The twin."""
    for rule, (name, text) in BROKEN.items():
        path = tmp_path / rule / name
        path.parent.mkdir(parents=True)
        path.write_text(text + "\n")
    found = {each["check_id"].rsplit(".", 1)[-1] for each in semgrep(tmp_path, ".")["results"]}
    assert found == set(BROKEN)


def test_every_licence_may_be_used(capsys):
    packages = said("pip-licenses", f"--python={ROOT / '.venv/bin/python'}", "--format=json")
    kinds = Counter(each["License"] for each in packages)
    with capsys.disabled():
        print("\n" + "\n".join(f"  {many:>3}  {kind}" for kind, many in kinds.most_common()))
    refused = Counter((each["Name"], each["License"]) for each in packages if REFUSED.search(each["License"]))
    told(capsys, "licence", refused, f"{len(packages)} packages")


@pytest.mark.parametrize("licence", ["GPL-3.0", "GNU General Public License v3", "AGPL-3.0", "UNKNOWN"])
def test_a_licence_that_binds_us_would_be_seen(licence):
    """The twin; what is lesser (psycopg2) may be used."""
    assert REFUSED.search(licence) and not REFUSED.search("GNU Library or Lesser General Public License (LGPL)")


def test_every_package_is_in_the_bill_of_materials(tmp_path, capsys):
    path = Path(os.environ.get("SBOM", tmp_path / "sbom.json")).absolute()
    command = [TOOLS / "cyclonedx-py", "environment", ROOT / ".venv", "--output-format", "JSON", "-o", path]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(path.read_text())
    listed = {(plain(each["name"]), each["version"]) for each in bill["components"]}
    locked = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([^ ;\\]+)([^\n]*)", (ROOT / "requirements.txt").read_text(), re.M
    )
    wanted = {(plain(name), version) for name, version, when in locked if ";" not in when}
    with capsys.disabled():
        print(f"\nbill of materials: CycloneDX {bill['specVersion']}, {len(listed)} components")
    assert wanted - listed == set() and len(wanted) > 30


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
