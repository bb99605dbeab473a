"""How far a draft has come: its steps with what each still lacks, each gap with the way to its field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.completeness import REQUIRED_DOCUMENTS, Missing, missing
from programs.kinds import WRITTEN, Step
from programs.models import Proposal, ReturnNote
from programs.steps import OPTIONAL, common_fields, own_fields

ORDER = list(Step)
LINE_CONTROLS = {"quantity": "volume", "unit": "volume"}


@dataclass(frozen=True)
class Gap:
    """What is missing, said as what to write, and the address of its field."""

    sentence: str
    url: str


class Progress:
    """The steps of one proposal, one of them being read now."""

    def __init__(self, proposal: Proposal, current: Step, notes: Iterable[ReturnNote] = ()):
        self.proposal, self.current = proposal, current
        self.missing = missing(proposal)
        notes = list(notes)
        self.revising = bool(notes)
        self.unanswered = Counter(note.step for note in notes if not note.answer.strip())

    @property
    def unanswered_here(self) -> int:
        return self.unanswered[self.current]

    @property
    def steps(self) -> list[dict]:
        """For components/steps.html."""
        return [
            {
                "label": step.label,
                "url": address(self.proposal, step),
                "current": step == self.current,
                "state": self._state(step),
                "note": self._note(step),
            }
            for step in ORDER
        ]

    def gaps(self, step: Step) -> list[Gap]:
        return [Gap(gap.sentence, self._field_url(step, gap)) for gap in self.missing.get(step, [])]

    @property
    def here(self) -> list[Gap]:
        return self.gaps(self.current)

    @property
    def lacking(self) -> list[dict]:
        """Every step with its gaps, for the page that reads all of it."""
        return [
            {"label": step.label, "url": address(self.proposal, step), "gaps": self.gaps(step)}
            for step in WRITTEN
            if self.missing[step]
        ]

    @property
    def following(self) -> Step | None:
        """The next step; of a returned proposal the next with a note to answer, and the last when none is left."""
        place = ORDER.index(self.current)
        after = ORDER[place + 1 :]
        if not after or not self.revising:
            return after[0] if after else None
        return next((step for step in (*after, *ORDER[:place]) if self.unanswered[step]), after[-1])

    @property
    def follows_a_note(self) -> bool:
        """Whether the next step is the next for its note, wherever it stands in the order."""
        return self.revising and self.following is not None and bool(self.unanswered[self.following])

    @property
    def previous_url(self) -> str:
        place = ORDER.index(self.current)
        return address(self.proposal, ORDER[place - 1]) if place else ""

    def _state(self, step: Step) -> str:
        if self.unanswered[step]:
            return "lack"
        return "" if step not in WRITTEN else "lack" if self.missing[step] else "ok"

    def _note(self, step: Step) -> str:
        if asked := self.unanswered[step]:
            return ngettext("%(number)d note to answer", "%(number)d notes to answer", asked) % {"number": asked}
        if step not in WRITTEN:
            return ""
        number = len(self.missing[step])
        if not number:
            return _("complete")
        if self._is_untouched(step):
            return _("not filled in yet")
        return ngettext("%(number)d entry missing", "%(number)d entries missing", number) % {"number": number}

    def _is_untouched(self, step: Step) -> bool:
        gaps = self.missing[step]
        if step == Step.COSTS:
            return gaps[0].row is None
        if step == Step.DOCUMENTS:
            return len(gaps) == len(REQUIRED_DOCUMENTS)
        names = {*common_fields(step), *own_fields(self.proposal.kind, step)} - OPTIONAL
        return names <= {gap.field for gap in gaps}

    def _field_url(self, step: Step, gap: Missing) -> str:
        control = LINE_CONTROLS.get(gap.field, gap.field)
        anchor = f"lines-{gap.row or 0}-{control}" if step == Step.COSTS else control
        here = "" if step == self.current else address(self.proposal, step)
        return f"{here}#id_{anchor}"


def address(proposal: Proposal, step: Step) -> str:
    return reverse("programs:step", args=[proposal.pk, step.value])
