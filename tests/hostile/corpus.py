"""The hostile corpus: made by one script from one seed, so that every run pours the same cases."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.hostile.pieces import (
    CELLS,
    CLAUSES,
    COMMANDS,
    CONTROLS,
    EVENTS,
    EXTRA,
    GIVEN,
    HALVES,
    LEADS,
    NUMERALS,
    ODD_DAYS,
    ODD_NUMBERS,
    PAGES,
    PAYLOADS,
    QUOTES,
    SCRIPTS,
    SECRETS,
    TAGS,
)

SEED = 20261125


@dataclass(frozen=True)
class Case:
    """One thing that is typed, sent or asked for; `kind` is its class in the table."""

    kind: str
    number: int
    value: str

    @property
    def raw(self) -> bytes:
        """As the line carries it; half a character stays half."""
        return self.value.encode("utf-8", "surrogatepass")

    @property
    def arrives(self) -> str:
        """As the portal reads it."""
        return self.raw.decode("utf-8", "replace")


def _text(dice: random.Random) -> Iterator[str]:
    yield from [
        "",
        " ",
        "\n",
        "a" * 10_000,
        "é" * 70_000,
        "a\u0301" * 2_000,
        "\u0344" * 300,
        "\r\n" * 500,
        " " * 3_000 + "x",
    ]
    for bad in CONTROLS + HALVES:
        for place in ("{}", "Balai {}", "{} Balai", "Ba{}lai"):
            yield place.replace("{}", bad)
    while True:
        parts = [
            dice.choice(SCRIPTS + CONTROLS + ["Balai", "  ", "-", "x" * dice.randint(1, 300)])
            for _each in range(dice.randint(1, 9))
        ]
        if dice.random() < 0.2:
            parts.append(dice.choice(HALVES))
        if dice.random() < 0.4:
            parts.append(
                unicodedata.normalize(
                    dice.choice(["NFC", "NFD", "NFKC"]), "".join(map(chr, dice.sample(range(0xA1, 0x2FFF), 9)))
                )
            )
        yield "".join(parts)


def _markup(dice: random.Random) -> Iterator[str]:
    for payload in PAYLOADS:
        yield from [
            f"<script>{payload}</script>",
            f"[klik](javascript:{payload})",
            f'![x](x" onerror="{payload})',
            f"<ScRiPt >{payload}</sCrIpT>",
            f"</textarea><script>{payload}</script>",
            f"]]><script>{payload}</script>",
            f"javascript:{payload}",
            f"data:text/html,<script>{payload}</script>",
        ]
    while True:
        tag, event, payload = dice.choice(TAGS), dice.choice(EVENTS), dice.choice(PAYLOADS)
        lead = dice.choice(
            ["", '">', "'>", "</title>", "</textarea>", "--><", "`", "]]>", "{{", "**", "> ", "- ", "\\"]
        )
        space = dice.choice([" ", "/", "\t", "\n", "\x0c"])
        yield f"{lead}<{tag}{space}{event}={dice.choice(QUOTES)}{payload}>"


def _injection(dice: random.Random) -> Iterator[str]:
    yield from COMMANDS
    while True:
        if dice.random() < 0.6:
            yield f"{dice.choice(['', '1', 'x', '%', '_'])}{dice.choice(QUOTES)} {dice.choice(CLAUSES)}"
        else:
            yield dice.choice(["x", "", "Balai "]) + dice.choice(COMMANDS) * dice.randint(1, 3)


def _formulas(dice: random.Random) -> Iterator[str]:
    while True:
        yield dice.choice(LEADS) + dice.choice(CELLS) + dice.choice(["", ";1", "\n=2", '"', " %"]) * dice.randint(0, 2)


def _numbers(dice: random.Random) -> Iterator[str]:
    yield from ODD_NUMBERS
    while True:
        numeral = dice.choice(NUMERALS)
        digits = "".join(dice.choice(numeral) for _each in range(dice.choice([1, 3, 7, 10, 19, 20, 39])))
        mark = dice.choice(["", ".", ",", " ", "'", "_", "\u00a0"])
        grouped = mark.join(digits[at : at + 3] for at in range(0, len(digits), 3)) if mark else digits
        yield (
            dice.choice(["", "Rp", "Rp ", "-", "−", "+", "(", "$", "IDR "])
            + grouped
            + dice.choice(["", ",-", ",00", ".00", ",5", "e9", " orang", ")", "%", "\0"])
        )


def _days(dice: random.Random) -> Iterator[str]:
    yield from ODD_DAYS
    while True:
        year, month, day = (
            dice.choice([0, 1, 99, 1582, 1900, 2026, 2027, 9999, 65536]),
            dice.randint(0, 14),
            dice.randint(0, 33),
        )
        form = dice.choice(
            ["{:04}-{:02}-{:02}", "{}-{}-{}", "{2:02}/{1:02}/{0}", "{1}/{2}/{0}", "{2}.{1}.{0}", "{:04}{:02}{:02}"]
        )
        yield form.format(year, month, day) + dice.choice(["", "", "", "T00:00", "Z", "+14:00", " WITA", "\0"])


def _registers(dice: random.Random) -> Iterator[str]:
    """NIP (18 digits: birth, appointment, sex, number), NPSN (8), and what is nearly one."""
    while True:
        length = dice.choice([18, 8, 17, 19, 7, 9, 16, 15])
        digits = "".join(
            dice.choice(dice.choice(NUMERALS[:4]) if dice.random() < 0.1 else "0123456789") for _each in range(length)
        )
        mark = dice.choice(["", "", " ", ".", "-", "/", "\u2007"])
        yield mark.join([digits[:8], digits[8:14], digits[14:]]).strip(mark) + dice.choice(
            ["", "", " ", "x", "\0", "'"]
        )


def _listed(items: list[str], wrap: list[str]) -> Callable[[random.Random], Iterator[str]]:
    def make(dice: random.Random) -> Iterator[str]:
        yield from items
        while True:
            yield dice.choice(wrap).replace("@", dice.choice(items)) + dice.choice(
                ["", "", str(dice.randint(0, 10**12))]
            )

    return make


def _assigned(dice: random.Random) -> Iterator[str]:
    yield from (f"{name}={dice.choice(GIVEN)}" for name in EXTRA)
    while True:
        lead, tail = dice.choice(["", "case-", "lines-0-", "form-", "case__"]), dice.choice(["", "[]", "[0]", "_id"])
        yield f"{lead}{dice.choice(EXTRA)}{tail}={dice.choice(GIVEN)}"


MAKERS = {
    "text": (_text, 420),
    "markup": (_markup, 420),
    "injection": (_injection, 360),
    "formulas": (_formulas, 260),
    "numbers and money": (_numbers, 460),
    "dates and zones": (_days, 380),
    "NIP and NPSN": (_registers, 220),
    "paging and filters": (_listed(PAGES, ["@", "-@", "@,@", " @", "@%00", "[@]"]), 240),
    "tokens and sessions": (_listed(SECRETS, ["@", "@x", "x@", "@@", "@.@", "@:@"]), 220),
    "mass assignment": (_assigned, 220),
}


def cases(seed: int = SEED) -> dict[str, list[Case]]:
    """Every case by class; the same for the same seed, each value once."""
    found = {}
    for kind, (maker, many) in MAKERS.items():
        values: dict[str, None] = {}
        source = maker(random.Random(f"{seed} {kind}"))
        while len(values) < many:
            values[next(source)] = None
        found[kind] = [Case(kind, number, value) for number, value in enumerate(values, start=1)]
    return found
