"""The notes of the last return as a page shows them: what was asked, what was answered, how it was judged."""

from django.urls import reverse
from django.utils.translation import gettext as _

from programs import policies
from programs.guards import notes_of_last_return
from programs.models import Proposal, ReturnNote

SHOWN = ("returned", "submitted", "in_verification")


def notes_shown(proposal: Proposal, actor) -> dict:
    """For components/check.html, with buttons for whoever may judge; empty when there is nothing to mend."""
    if proposal.case.status not in SHOWN:
        return {}
    notes = notes_of_last_return(proposal)
    judging = actor and proposal.case.status == "in_verification" and policies.checks(actor, proposal)
    writing = actor and proposal.case.status == "returned" and policies.proposes(actor, proposal)
    answered, met = sum(bool(note.answer) for note in notes), sum(note.verdict == "met" for note in notes)
    counts = {"notes": len(notes), "answered": answered, "met": met}
    return {
        "items": [_shown(proposal, note, judging, writing) for note in notes],
        "aside": _("%(answered)d of %(notes)d answered · %(met)d satisfactory") % counts,
    }


def _shown(proposal: Proposal, note: ReturnNote, judging: bool, writing: bool) -> dict:
    step = note.get_step_display()
    return {
        "text": note.text,
        "met": note.verdict == ReturnNote.Verdict.MET,
        "bad": note.verdict == ReturnNote.Verdict.NOT_MET,
        "answer": note.answer,
        "word": "" if note.answer else _("not answered yet"),
        "acts": _verdicts(note) if judging and note.answer and not note.verdict else _again(note) if judging else [],
        "aside": step,
        "url": reverse("programs:step", args=[proposal.pk, note.step]) if writing else "",
        "url_label": step,
    }


def _verdicts(note: ReturnNote) -> list[dict]:
    url = reverse("programs:judge", args=[note.proposal_id, note.pk])
    return [
        {"label": _("Satisfactory"), "url": url, "post": True, "name": "verdict", "value": "met"},
        {"label": _("Not yet satisfactory"), "url": url, "post": True, "name": "verdict", "value": "not_met"},
    ]


def _again(note: ReturnNote) -> list[dict]:
    """A verdict may be taken back while the check goes on."""
    if not note.verdict:
        return []
    url = reverse("programs:judge", args=[note.proposal_id, note.pk])
    return [{"label": _("Judge again"), "url": url, "post": True, "name": "verdict", "value": ""}]
