"""The launcher's command line."""

import argparse
import shlex
import sys

from .home import Unusable, default_home, home_from, make_home
from .parts import EMBEDDED, environment, start_embedded
from .processes import Register


def parts(_arguments) -> int:
    """Start only database, broker and sink, leave them running, and print their addresses."""
    home = make_home(home_from("SINERGI_HOME", default_home()))
    start_embedded(Register(home), for_tests=True)
    for name, value in environment(home).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def stop(_arguments) -> int:
    """Stop whatever an earlier start in this data folder left running."""
    register = Register(home_from("SINERGI_HOME", default_home()))
    for name in reversed(list(EMBEDDED)):
        register.stop(name)
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m portal.launcher")
    commands = parser.add_subparsers(required=True)
    for command in (parts, stop):
        commands.add_parser(command.__name__, help=command.__doc__).set_defaults(call=command)
    arguments = parser.parse_args()
    try:
        return arguments.call(arguments)
    except Unusable as error:
        print(f"sinergi: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
