"""The house keeps its shape: imports go down, and no file grows past reading."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("regions", "accounts", "casework", "programs", "agreements", "portal", "tests")
PYTHON_LIMIT, TEMPLATE_LIMIT = 400, 150


def files(pattern: str, *folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob(pattern)]
    return sorted(path for path in found if "migrations" not in path.parts)


def too_long(paths: list[Path], limit: int) -> dict[str, int]:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in paths}
    return {name: length for name, length in lengths.items() if length > limit}


def test_imports_go_down_only():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_file_passes_400_lines():
    assert files("*.py", *ROOMS)
    assert too_long(files("*.py", *ROOMS), PYTHON_LIMIT) == {}


def test_no_template_passes_150_lines():
    assert too_long(files("*.html", "templates", *ROOMS), TEMPLATE_LIMIT) == {}


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_every_module_opens_with_what_it_is_for(room):
    silent = [
        str(path.relative_to(ROOT))
        for path in files("*.py", room)
        if path.name != "__init__.py" and not path.read_text().startswith(('"""', "#!"))
    ]
    assert silent == []


def test_no_room_is_a_drawer():
    drawers = {"core", "common", "utils", "helpers", "misc"}
    assert [p for p in files("*.py", *ROOMS[:-1]) if {p.stem, p.parent.name} & drawers] == []
