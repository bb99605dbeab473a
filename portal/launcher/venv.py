"""Builds `.venv` with exactly the locked packages; runs on the machine's bare Python."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
VENV = CHECKOUT / ".venv"
STAMP = VENV / ".installed"


def main(dev: bool) -> int:
    files = ["requirements.txt"] + (["requirements-dev.txt"] if dev else [])
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = STAMP.read_text().split() if STAMP.exists() else []
        if _works() and all(_mark(name) in done for name in files):
            return 0
        if not _works():
            _make()
        code = _install(files)
        if code == 0:
            STAMP.write_text("\n".join(_mark(name) for name in files) + "\n")
        return code


def _mark(name: str) -> str:
    digest = hashlib.sha256((CHECKOUT / name).read_bytes()).hexdigest()
    return f"{name}:{digest}"


def _works() -> bool:
    """A start cut short, or a Python that was replaced, leaves a folder that runs nothing."""
    try:
        command = [str(VENV / "bin" / "python"), "-m", "pip", "--version"]
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def _make() -> None:
    STAMP.unlink(missing_ok=True)
    for name in ("bin", "lib", "lib64", "include", "pyvenv.cfg"):
        path = VENV / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    # Debian's python3-pip comes without python3-venv, that is without ensurepip: then the
    # machine's pip fills an empty environment.
    complete = find_spec("ensurepip") is not None
    command = [sys.executable, "-m", "venv", *([] if complete else ["--without-pip"]), str(VENV)]
    made = _try("Making the virtual environment", command)
    fill = [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python")]
    if made and not complete:
        made = _try("Putting pip into it", [*fill, "install", "--quiet", "pip"])
    if not made:
        sys.exit("sinergi: needs Python's venv module (Debian: apt-get install python3-venv)")


def _install(files: list[str]) -> int:
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += ["--only-binary", ":all:", "--root-user-action", "ignore"]
    for name in files:
        command += ["--requirement", str(CHECKOUT / name)]
    if _try("Installing packages (first start only)", command):
        return 0
    print("sinergi: packages could not be installed, see above", file=sys.stderr)
    return 1


def _try(what: str, command: list[str]) -> bool:
    """Run it, telling how long it takes: in a terminal every second, else every ten."""
    began, terminal = time.monotonic(), sys.stdout.isatty()
    print(f"• {what} …", flush=True)
    process = subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | {"PIP_NO_COLOR": "1"})
    told = 0
    while process.poll() is None:
        time.sleep(0.2)
        passed = int(time.monotonic() - began)
        if passed - told >= (1 if terminal else 10):
            told = passed
            print(f"\r  {passed} s " if terminal else f"  {passed} s", end="" if terminal else "\n")
            sys.stdout.flush()
    print(f"{chr(13) if terminal else ''}  done in {time.monotonic() - began:.0f} s", flush=True)
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main("--dev" in sys.argv[1:]))
