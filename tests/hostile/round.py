"""Pours the corpus into the targets and keeps the table: by class what was sent and what went wrong."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import quote

from tests.hostile.corpus import SEED, Case
from tests.hostile.files import File
from tests.hostile.pouring import PLAIN, SLOW, SLOW_FILE, Answer, Pourer, lost, message_fault, post
from tests.hostile.targets import Target

FAULTS = ("500", "slow", "half-saved", "lost words", "no message", "twin refused")
# Kept in part by its nature: a draft keeps each field that can be read while another is still wrong.
KEEPS_WHAT_IS_RIGHT = {"programs:step"}
LANGUAGES = ("id", "en")


@dataclass
class Table:
    """One row per class; `found` says each fault in words."""

    rows: dict[str, Counter] = field(default_factory=dict)
    cases: dict[str, set] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int | str) -> None:
        self.rows.setdefault(kind, Counter())["requests"] += 1
        self.cases.setdefault(kind, set()).add(number)

    def fault(self, what: str, kind: str, where: str) -> None:
        self.rows.setdefault(kind, Counter())[what] += 1
        self.found.append(f"{what}: {where}")
        print(self.found[-1], flush=True)  # seen at once with `ARGS=-s`

    def __str__(self) -> str:
        head = f"{'class':<22}{'cases':>8}{'requests':>10}" + "".join(f"{fault:>14}" for fault in FAULTS)
        lines = [self._line(kind, len(self.cases.get(kind, ())), row) for kind, row in self.rows.items()]
        total = sum(self.rows.values(), Counter())
        lines.append(self._line("all", sum(map(len, self.cases.values())), total))
        return "\n".join([head, *lines])

    def _line(self, name: str, cases: int, row: Counter) -> str:
        return f"{name:<22}{cases:>8}{row['requests']:>10}" + "".join(f"{row[fault]:>14}" for fault in FAULTS)


class Round:
    """One walk over all targets with a share of all cases."""

    def __init__(self, pourer: Pourer, corpus: dict[str, list[Case]], seed: int = SEED, patience: float = 1):
        self.patience = patience  # a busy machine may take so many times as long
        self.pourer, self.table, self.dice = pourer, Table(), random.Random(seed)
        self.turn = 0
        plain = {kind: cases for kind, cases in corpus.items() if kind != "mass assignment"}
        self.wheel = _mixed(plain, self.dice)
        self.extra = cycle(corpus["mass assignment"])
        self.twins: dict[tuple, Answer] = {}

    def language(self) -> str:
        self.turn += 1
        return LANGUAGES[self.turn % 2]

    def pour(self, targets: list[Target], each: int, files: list[File]) -> None:
        ours, sheaf = list(targets), cycle(files)
        for target in ours:
            if target.form and target.form.method == "post" and not self.twin(target):
                continue
            if target.place == "file":
                for file in islice(sheaf, max(each, len(files) // 4)):
                    self.file(target, file)
            elif target.place == "extra":
                for case in islice(self.extra, max(1, each // 3)):
                    self.assign(target, case)
            else:
                for case in islice(self.wheel, each):
                    getattr(self, target.place)(target, case)

    def twin(self, target: Target) -> bool:
        """The form as a careful person sends it is accepted; asked once for each form."""
        key = (target.reader, target.url, *sorted(target.form.controls))
        if key not in self.twins:
            answer = post(self.pourer, target, target.words, "id")
            self.twins[key] = answer
            self.table.count("valid twins", len(self.twins))
            self.look("valid twins", f"{target.name} {target.url} {target.reader}", answer)
            if not answer.accepted and answer.status != 200:
                self.table.fault("twin refused", "valid twins", f"{target.reader} {target.url}: {answer.status}")
            elif not answer.accepted and message_fault(answer, "id") != "no message":
                said = message_of(answer)
                self.table.fault("twin refused", "valid twins", f"{target.reader} {target.url}: {said}")
        return True

    def again(self, targets: list[Target]) -> None:
        """After everything, each valid form is accepted as before."""
        for target in {(t.reader, t.url, *sorted(t.form.controls)): t for t in targets if t.place == "extra"}.values():
            key = (target.reader, target.url, *sorted(target.form.controls))
            answer = post(self.pourer, target, target.words, "id")
            self.table.count("valid afterwards", f"{key}")
            if key in self.twins and answer.status != self.twins[key].status:
                self.table.fault("twin refused", "valid afterwards", f"{target.reader} {target.url}: {answer.status}")

    def look(self, kind: str, where: str, answer: Answer, limit: float = SLOW) -> None:
        if answer.trouble:
            self.table.fault("500", kind, f"{where}: {answer.trouble[:300]}")
        if answer.seconds > limit * self.patience:
            self.table.fault("slow", kind, f"{where}: {answer.seconds:.1f} s")

    def field(self, target: Target, case: Case) -> None:
        language, words = self.language(), target.words | {target.part: [case]}
        answer = post(self.pourer, target, words, language)
        where = f"{target.reader} POST {target.url} {target.part}={case.value[:60]!r} ({case.kind} {case.number})"
        self.table.count(case.kind, case.number)
        self.look(case.kind, where, answer)
        if answer.status != 200 and not 400 <= answer.status < 500:
            return
        if answer.changed and target.name not in KEEPS_WHAT_IS_RIGHT:
            self.table.fault("half-saved", case.kind, f"{where}: {answer.status} {sorted(answer.changed)}")
        if answer.status == 200 and answer.html:
            if missing := lost(target, words, answer):
                self.table.fault("lost words", case.kind, f"{where}: {missing}")
            key = (target.reader, target.url, *sorted(target.form.controls))
            if self.twins[key].accepted and (fault := message_fault(answer, language)):
                self.table.fault("no message", case.kind, f"{where}: {fault}")

    def file(self, target: Target, file: File) -> None:
        language, words = self.language(), target.words
        answer = post(self.pourer, target, words, language, file)
        where = f"{target.reader} POST {target.url} {target.part}={file.value} (files {file.number})"
        self.table.count("files", file.number)
        self.look("files", where, answer, SLOW_FILE)
        if answer.status == 200 and answer.changed:
            self.table.fault("half-saved", "files", f"{where}: {sorted(answer.changed)}")
        if answer.status == 200 and (fault := message_fault(answer, language)):
            self.table.fault("no message", "files", f"{where}: {fault}")

    def extra_words(self, case: Case) -> dict[str, list[str]]:
        name, _mark, value = case.value.partition("=")
        return {name: [value]}

    def assign(self, target: Target, case: Case) -> None:
        """A word that no form has changes nothing: the same tables change as without it."""
        words = self.extra_words(case)
        if set(words) & set(target.form.controls):
            return
        answer = post(self.pourer, target, words | target.words, "id")
        where = f"{target.reader} POST {target.url} + {case.value!r} ({case.kind} {case.number})"
        self.table.count(case.kind, case.number)
        self.look(case.kind, where, answer)
        key = (target.reader, target.url, *sorted(target.form.controls))
        twin = self.twins[key]
        if (answer.status, answer.changed) != (twin.status, twin.changed) and not answer.trouble:
            what = f"{answer.status} {sorted(answer.changed)} for {twin.status} {sorted(twin.changed)}"
            self.table.fault("half-saved", case.kind, f"{where}: {what}")

    def query(self, target: Target, case: Case) -> None:
        url, _mark, others = target.url.partition("?")
        value = quote(case.raw, safe="")
        url = f"{url}?{others}{'&' if others else ''}{quote(target.part)}={value}"
        self.asked(target, case, "GET", url)

    def path(self, target: Target, case: Case) -> None:
        if case.value in ("", ".", ".."):
            return
        self.asked(target, case, self.dice.choice(["GET", "POST"]), target.path(case.value))

    def header(self, target: Target, case: Case) -> None:
        value = case.raw.decode("latin-1").replace("\r", "").replace("\n", "")
        self.asked(target, case, "GET", target.url, **{target.part: value[:6_000]})

    def cookie(self, target: Target, case: Case) -> None:
        value = case.raw.decode("latin-1").replace("\r", "").replace("\n", "")
        self.asked(target, case, "GET", target.url, cookies={target.part: value[:6_000]})

    def asked(self, target: Target, case: Case, method: str, url: str, **more) -> None:
        answer = self.pourer.send(target.reader, method, url[:60_000], self.language(), **more)
        where = f"{target.reader} {method} {url[:160]} {target.part} {case.value[:60]!r} ({case.kind} {case.number})"
        self.table.count(case.kind, case.number)
        self.look(case.kind, where, answer)
        if answer.changed and (answer.status >= 400 or method == "GET"):
            self.table.fault("half-saved", case.kind, f"{where}: {answer.status} {sorted(answer.changed)}")


def message_of(answer: Answer) -> str:
    import re

    from tests.hostile.pouring import ALERT

    return " ".join(re.sub(r"<[^>]+>|class=\S+", " ", " ".join(ALERT.findall(answer.html))).split())[:200]


def _mixed(corpus: dict[str, list[Case]], dice: random.Random) -> Iterator[Case]:
    """Every case again and again, the classes by turns."""
    wheels = [cycle(dice.sample(cases, len(cases))) for cases in corpus.values()]
    for wheel in cycle(wheels):
        yield next(wheel)


__all__ = ["PLAIN", "Round", "Table"]
