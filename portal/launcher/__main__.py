"""The launcher's command line."""

import argparse
import os
import shlex
import sys
from pathlib import Path

import environ

from . import say
from .archive import back, base
from .home import Unusable, default_home, home_from, make_home
from .manage import manage
from .parts import environment, start_embedded
from .processes import CHECKOUT, Register
from .run import run, stop
from .testing import test


def parts(_arguments) -> int:
    """Start only database, broker and mail sink, leave them running, print their addresses."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    start_embedded(Register(home), for_tests=True)
    for name, value in environment(home).items():
        say.line(f"export {name}={shlex.quote(value)}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m portal.launcher")
    commands = parser.add_subparsers(required=True)
    for call in (run, test, parts, stop, manage, base, back):
        theirs = call in (test, manage)  # what looks like an option there is pytest's or manage.py's
        command = commands.add_parser(call.__name__, help=call.__doc__, prefix_chars="+" if theirs else "-")
        command.set_defaults(call=call)
        if theirs:
            command.add_argument("words", nargs=argparse.REMAINDER)
        if call is back:
            command.add_argument("until")
    arguments = parser.parse_args()
    os.chdir(CHECKOUT)
    if Path(".env").exists():
        environ.Env.read_env(".env")
    try:
        return arguments.call(arguments)
    except Unusable as error:
        print(f"sinergi: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
