"""Pours the corpus into the targets and keeps the table: by class what was sent and what went wrong."""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from urllib.parse import quote

from tests.hostile.corpus import SEED, Case
from tests.hostile.files import File
from tests.hostile.messages import in_the_other_language, listen, message_fault
from tests.hostile.pouring import SLOW, SLOW_FILE, TYPED, Answer, Pourer, lost, plain, post, urlencoded
from tests.hostile.targets import Target

FAULTS = ("500", "slow", "half-saved", "lost words", "no message", "twin refused")
# Kept in part by its nature: a draft keeps each field that can be read while another is still wrong.
KEEPS_WHAT_IS_RIGHT = {"programs:step"}
# A secret that is shown once stands in the very answer that has made it.
SHOWN_ONCE = {"portal:calendar_subscription"}
# What a passkey says is nothing a person could type; the cases are poured all the same.
ANSWERED_BY_A_DEVICE = {"mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"}
# Which of the two is wrong is not told to whoever guesses.
NOT_SAID_WHICH = {"account_login"}
LANGUAGES = ("en", "id")
# The administration writes and reads days as the language of its page does: its forms are sent as they were read.
AS_READ = ("id",)


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
        print(self.found[-1], file=sys.__stdout__, flush=True)  # seen at once with `ARGS=-s`

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

    def __init__(self, pourer: Pourer, corpus: dict[str, list[Case]], patience: float = 1, languages=LANGUAGES):
        self.patience = patience  # a busy machine may take so many times as long
        self.languages = cycle(languages)
        self.pourer, self.table, self.dice = pourer, Table(), random.Random(SEED)
        plain = {kind: cases for kind, cases in corpus.items() if kind != "mass assignment"}
        self.wheel = _mixed(plain, self.dice)
        self.extra = cycle(corpus["mass assignment"])
        self.twins: dict[tuple, Answer] = {}
        self.untwinned: set[str] = set()  # parts of addresses that no page and no form led to

    def pour(self, targets: list[Target], each: int, files: list[File]) -> None:
        sheaf = cycle(files)
        for target in targets:
            if not self.twin(target):
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
        """What a careful person sends or asks instead is answered as it should; asked once for each form and page.

        A case at a place whose twin is refused would prove nothing: it is told as a fault, and nothing is poured.
        """
        if not (target.form and target.form.method == "post") and not target.true:
            self.untwinned.add(f"{target.name} {target.part}")
            return True
        if (key := key_of(target)) not in self.twins and target.name in ANSWERED_BY_A_DEVICE:
            self.untwinned.add(f"{target.name} {target.part}")
            self.twins[key] = self.careful(target)
            return True
        if key not in self.twins:
            answer = self.twins[key] = self.careful(target)
            self.table.count("valid twins", len(self.twins))
            self.look("valid twins", f"{target.name} {target.url} {target.reader}", answer)
            if why := self.why_refused(answer):
                self.table.fault("twin refused", "valid twins", f"{target.reader} {key[1]}: {answer.status} {why}")
        return target.name in ANSWERED_BY_A_DEVICE or not self.why_refused(self.twins[key])

    def careful(self, target: Target) -> Answer:
        if target.form and target.form.method == "post":
            return post(self.pourer, replace(target, url=target.form.url), target.words, "id")
        return self.pourer.send(target.reader, "GET", target.true, "id")

    @staticmethod
    def why_refused(answer: Answer) -> str:
        if answer.status >= 400:
            return "refused"
        return answer.refusal or (listen(answer.html).words[:200] if answer.status == 200 else "")

    def again(self, targets: list[Target]) -> None:
        """After everything, each valid form and page is answered as before."""
        for key, target in {key_of(target): target for target in targets}.items():
            if key in self.twins:
                answer = self.careful(target)
                self.table.count("valid afterwards", f"{key}")
                if answer.status != self.twins[key].status:
                    self.table.fault("twin refused", "valid afterwards", f"{target.reader} {key[1]}: {answer.status}")

    def look(self, kind: str, where: str, answer: Answer, limit: float = SLOW) -> None:
        if answer.trouble:
            self.table.fault("500", kind, f"{where}: {answer.trouble[:300]}")
        if answer.seconds > limit * self.patience:
            self.table.fault("slow", kind, f"{where}: {answer.seconds:.1f} s")

    def field(self, target: Target, case: Case) -> None:
        language, words = next(self.languages), target.words | {target.part: [case]}
        answer = post(self.pourer, target, words, language)
        where = f"{target.reader} POST {target.url} {target.part}={case.value[:60]!r} ({case.kind} {case.number})"
        self.table.count(case.kind, case.number)
        self.look(case.kind, where, answer)
        if not answer.refused or (answer.changed and target.name in SHOWN_ONCE):
            return
        if answer.changed and target.name not in KEEPS_WHAT_IS_RIGHT:
            self.table.fault("half-saved", case.kind, f"{where}: {answer.status} {sorted(answer.changed)}")
        control, before = target.form.controls[target.part], self.twins[key_of(target)]
        if answer.status == 200:
            if missing := answer.html and lost(target, words, answer):
                self.table.fault("lost words", case.kind, f"{where}: {missing}")
        elif control.kind in TYPED and plain(case.arrives):
            self.table.fault("lost words", case.kind, f"{where}: answered {answer.status} {answer.refusal}")
        if before.accepted:
            unsaid = control.kind == "hidden" or target.name in NOT_SAID_WHICH
            self.told(where, case.kind, answer, language, "" if unsaid else target.part)

    def told(self, where: str, kind: str, answer: Answer, language: str, name: str) -> None:
        """What is refused is explained, in the reader's language, at the control concerned."""
        fault = ""
        if answer.status == 200 and answer.html:
            fault = message_fault(answer.html, language, name)
        elif answer.refusal:
            fault = ", ".join(in_the_other_language(f"<p>{answer.refusal}</p>", language))
        if fault:
            self.table.fault("no message", kind, f"{where}: {fault}")

    def file(self, target: Target, file: File) -> None:
        language, words = next(self.languages), target.words
        answer = post(self.pourer, target, words, language, file)
        where = f"{target.reader} POST {target.url} {target.part}={file.value} (files {file.number})"
        self.table.count("files", file.number)
        self.look("files", where, answer, SLOW_FILE)
        if answer.refused:
            if answer.changed:
                self.table.fault("half-saved", "files", f"{where}: {answer.status} {sorted(answer.changed)}")
            self.told(where, "files", answer, language, target.part)

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
        twin = self.twins[key_of(target)]
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
        url = target.path(case.value)
        if target.form:
            self.asked(target, case, "POST", url, body=urlencoded(target.words))
        else:
            self.asked(target, case, self.dice.choice(["GET", "POST"]), url)

    def header(self, target: Target, case: Case) -> None:
        value = case.raw.decode("latin-1").replace("\r", "").replace("\n", "")
        self.asked(target, case, "GET", target.url, **{target.part: value[:6_000]})

    def cookie(self, target: Target, case: Case) -> None:
        value = case.raw.decode("latin-1").replace("\r", "").replace("\n", "")
        self.asked(target, case, "GET", target.url, cookies={target.part: value[:6_000]})

    def asked(self, target: Target, case: Case, method: str, url: str, **more) -> None:
        answer = self.pourer.send(target.reader, method, url[:60_000], next(self.languages), **more)
        where = f"{target.reader} {method} {url[:160]} {target.part} {case.value[:60]!r} ({case.kind} {case.number})"
        self.table.count(case.kind, case.number)
        self.look(case.kind, where, answer)
        if answer.changed and (answer.status >= 400 or method == "GET"):
            self.table.fault("half-saved", case.kind, f"{where}: {answer.status} {sorted(answer.changed)}")


def key_of(target: Target) -> tuple:
    """Which twin a place has: its form with the file it is about, or its page."""
    if target.form and target.form.method == "post":
        file = target.part if target.place == "file" else ""
        return (target.reader, target.form.url, file, *sorted(target.form.controls))
    return (target.reader, target.true)


def _mixed(corpus: dict[str, list[Case]], dice: random.Random) -> Iterator[Case]:
    """Every case again and again, the classes by turns."""
    wheels = [cycle(dice.sample(cases, len(cases))) for cases in corpus.values()]
    for wheel in cycle(wheels):
        yield next(wheel)
