"""What must hold of docs/permissions.csv whatever it says, so that no line of it can be written to suit a fault."""

from collections.abc import Iterator

from tests.access import world
from tests.test_addresses import PUBLIC

# Reached without signing in besides those of tests/test_addresses.py: the administration's way to the same door.
DOORS = PUBLIC | {"admin:login", "admin:logout", "admin:jsi18n"}
# Asked with an object that is nobody's affair or everybody's: a place of the country, a secret address, a pending link.
OF_NOBODY = {
    "portal:province",
    "portal:upt",
    "portal:calendar_feed",
    "staff:accept",
    "account_reset_password_from_key",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
# A figure of the board is refused by role, before it is asked whose.
OF_A_ROLE = {"portal:board_file", "portal:board_rows", "handover:province", "handover:province_withdraw"}
ADMINISTRATOR = "administrator"
READS_ONLY = ("auditor, in scope", "auditor, out of scope")
# What whoever only reads may still do with a case: things of his own.
OWN_ACTS = {"casework:follow", "casework:preview", "casework:snooze", "casework:notice"}


def broken(name: str, method: str, words: tuple[str, ...], answers: dict[str, str]) -> Iterator[str]:
    """Each rule that one line of the table breaks, in words."""
    where = f"{method} {name}"
    for reader, answer in answers.items():
        if answer.startswith("5") and name != "portal:readyz" or "without" in answer:
            yield f"{where}: {reader} gets {answer}"
        if name.startswith(("admin", "on_site", "separation")):
            if reader != ADMINISTRATOR and name not in DOORS and answer not in ("302 sign-in", "403", "404"):
                yield f"{where}: {reader} gets {answer} in the administration"
        elif reader == "stranger":
            if name not in DOORS and answer not in ("302 sign-in", "405"):
                yield f"{where}: nobody signed in gets {answer}"
        elif words and name not in OF_NOBODY:
            if world.is_outside(reader) and answer not in ("404", "405", *(("403",) if name in OF_A_ROLE else ())):
                yield f"{where}: {reader} gets {answer} for what is not there for him"
            if method == "POST" and reader in READS_ONLY and answer == "302" and name not in OWN_ACTS:
                yield f"{where}: {reader} only reads and gets {answer}"


def reads_foreign(name: str, reader: str, text: str) -> bool:
    """Whether a reader outside reads what was written in the home cases; a calendar's address is a secret."""
    return world.is_outside(reader) and world.CANARY in text and name != "portal:calendar_feed"
