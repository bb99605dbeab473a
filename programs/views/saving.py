"""Saving one step from a page that may be old: field by field, losing nothing, for buttons and autosave alike."""

from dataclasses import dataclass, field

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.refusals import causes, note_refusal
from casework import merging, worddiff
from casework.merging import Merge, digest, merge, read_choices, read_seen
from casework.workflow import Refused, Stale
from programs.forms.costs import PREFIX, CostLines, in_words, table
from programs.forms.steps import NoteAnswers, StepForm
from programs.forms.steps import in_words as form_words
from programs.models import Proposal
from programs.money import grouped
from programs.services.checks import answer_note
from regions import clock
from regions.templatetags.dates import hour

TRIES = 5  # somebody else may be faster once or twice, hardly five times in a row


@dataclass
class Saved:
    """What became of one page: the proposal now, and what could not be written."""

    proposal: Proposal
    merged: Merge = field(default_factory=Merge)
    clean: bool = True

    @property
    def complete(self) -> bool:
        return self.clean and not self.merged.is_open

    @property
    def wrote(self) -> bool:
        return bool(self.merged.save)


def save(form: StepForm | CostLines, notes: NoteAnswers, data, *, actor, choosing: bool) -> Saved:
    """Write every field that can be read and that nobody else changed; then the answers to notes.

    What was chosen about conflicts counts when the reader presses a button (`choosing`), never while he still types.
    """
    form.is_valid()
    merged = _write(form, read_seen(data.get("seen", "")), read_choices(data) if choosing else {}, actor)
    answers = notes.is_valid() and _answer(notes, actor)
    return Saved(form.proposal, merged, clean=answers is True and not form.error_words())


def _write(form, seen: dict[str, str], choices: dict, actor) -> Merge:
    left_out: set[str] = set()
    for _attempt in range(TRIES):
        mine = {name: value for name, value in form.values().items() if name not in left_out}
        merged = merge(mine, form.stored(), seen, choices)
        if not merged.save:
            return merged
        try:
            form.proposal = form.write(merged.save, actor=actor)
            return merged
        except Stale as stale:
            form.proposal = stale.obj
        except Refused as refusal:
            form.refuse(refusal)
            left_out |= {refusal.field} if refusal.field in mine else set(mine)
    return merged


def _answer(notes: NoteAnswers, actor) -> bool:
    for note, text in notes.changed():
        note.answer = answer_note(note, text, actor=actor).answer
    return True


def saved_words() -> str:
    return _("Saved %(time)s") % {"time": hour(clock.now())}


def seen_after(form, merged: Merge, posted: str, *, accept=()) -> str:
    """The digests for the page shown next: of what is stored now, but where the reader has not seen that, as before.

    `accept`: fields into which the page shown next puts what is stored. A table saved with others' rows among one's
    own is known by one's own rows until the page shows the others too.
    """
    old = read_seen(posted)
    waiting = {*merged.theirs, *merged.conflicts, *merged.both, *merged.unread} - set(accept)
    now = {name: digest(value) for name, value in form.stored().items()}
    kept = {name: old[name] for name in waiting if name in old}
    return " ".join(f"{name}:{known}" for name, known in (now | kept | merged.mixed).items())


def again(form, merged: Merge, data):
    """The form as its page shows it next: as typed, but with theirs where they were taken, or both to be joined."""
    changed = {name: theirs(form, name, form.stored()[name], merged)["values"] for name in merged.theirs}
    changed |= {name: [text] for name, text in merged.both.items()}
    if isinstance(form, CostLines) or not changed:
        return form
    data = data.copy()
    for name, values in changed.items():
        data.setlist(name, values)
    shown = StepForm(data, proposal=form.proposal, step=form.step)
    shown.is_valid()
    return shown


def answer(form, saved: Saved, note_errors: dict, context: dict, request) -> JsonResponse:
    """What autosave tells the page: time, errors at their fields, what others wrote, and the parts that changed."""
    merged, stored = saved.merged, form.stored()
    if found := [*causes(form), *(f"{name} rule" for name in note_errors)]:
        note_refusal(request, *found)
    return JsonResponse(
        {
            "saved": saved_words(),
            "version": saved.proposal.case.version,
            "seen": seen_after(form, merged, request.POST.get("seen", "")),
            "missing": len(context["progress"].here),
            "errors": form.error_words() | {name: list(errors) for name, errors in note_errors.items()},
            "conflicts": [theirs(form, name, stored[name], merged) for name in merged.conflicts],
            "theirs": [theirs(form, name, stored[name], merged) for name in merged.theirs],
            "table": _fresh_table(form, request) if merged.mixed else None,
            "total": grouped(saved.proposal.total),
            "amounts": [row.amount_words for row in form.forms] if isinstance(form, CostLines) else [],
            "parts": {name: render_to_string(path, context, request) for name, path in PARTS.items()},
        },
        status=409 if merged.conflicts else 200,
    )


PARTS = {
    "langkah": "programs/steps/nav.html",
    "kurang": "programs/steps/missing.html",
    "bagian": "programs/steps/share.html",
    "penulis": "programs/steps/writers.html",
}


def _fresh_table(form: CostLines, request) -> dict:
    """All rows as they are stored now, for a page whose own table lacks the rows of somebody else."""
    fresh = table(form.proposal)
    rows = [
        render_to_string("programs/steps/cost_row.html", {"row": row, "number": number}, request)
        for number, row in enumerate(fresh.forms)
    ]
    return {"rows": "".join(rows), "count": len(rows), "name": PREFIX, "digest": digest(fresh.stored()[PREFIX])}


def theirs(form, name: str, value, merged: Merge) -> dict:
    """What somebody else saved in a field: for the eye, for the control, and the digest that accepts it as known."""
    if isinstance(form, CostLines):
        return _their_lines(value, merged.clashes.get(name, []))
    bound = form[name]
    value_shown = bound.field.widget.format_value(value)
    values = value_shown if isinstance(value_shown, list) else ["" if value_shown is None else str(value_shown)]
    fresh = StepForm(proposal=form.proposal, step=form.step)
    shown, typed = fresh.shown(name), form.cleaned_data.get(name)
    mine = form_words(form.fields[name], typed)
    is_text = isinstance(typed, str) and isinstance(value, str) and not hasattr(bound.field, "choices")
    return {
        "name": name,
        "label": str(bound.label),
        "shown": shown,
        "values": values,
        "digest": digest(value),
        "both": merging.joined(value, typed) if is_text else "",
        "parts": [{"key": name, "digest": digest(value), "diff": _diff(shown, mine)}],
    }


def _their_lines(value: tuple, clashes: list[merging.Clash]) -> dict:
    """One part for each stretch of lines that both changed; both may stay, one below the other."""
    return {
        "name": PREFIX,
        "label": _("Cost lines"),
        "shown": "\n".join(in_words(value)),
        "values": None,
        "digest": digest(value),
        "both": "lines",
        "parts": [
            {
                "key": f"{PREFIX}-{clash.key}",
                "digest": "",
                "diff": _diff("\n".join(in_words(clash.theirs)), "\n".join(in_words(clash.mine))),
            }
            for clash in clashes
        ],
    }


def _diff(theirs: str, mine: str) -> str:
    """Theirs struck out where mine reads otherwise, mine underlined."""
    return render_to_string("components/diff.html", {"pieces": worddiff.compare(theirs, mine)})
