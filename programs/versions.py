"""How a proposal stood at each submission, and how it stands now, in one shape that can be read side by side."""

from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _

from casework.models import Document
from programs.kinds import WRITTEN, Step
from programs.models import DETAIL_OF_KIND, Proposal
from programs.steps import common_fields, own_fields
from programs.summary import label_of, value_words
from regions.templatetags.dates import instant

SUBMITTED = ("proposal.submit", "proposal.resubmit")
NOW = "kini"  # the word for the present version in an address


@dataclass(frozen=True)
class Entry:
    """One field in words: its step, its name, and what stood there."""

    step: str
    label: str
    text: str


@dataclass
class Version:
    """How everything stood at one submission; number 0 is how it stands now."""

    number: int
    at: datetime | None = None
    who: str = ""
    fields: dict[str, Entry] = field(default_factory=dict)
    lines: list = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    @property
    def word(self) -> str:
        return str(self.number) if self.number else NOW

    @property
    def label(self) -> str:
        return _("Submission %(number)s") % {"number": self.number} if self.number else _("As it stands now")

    @property
    def note(self) -> str:
        return " · ".join(part for part in (instant(self.at) if self.at else "", self.who) if part)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def versions(proposal: Proposal) -> list[Version]:
    """Every submission in order of time, then the present; asks three questions.

    The proposal comes with its detail, cost lines, regency names, documents and trail (`programs.dossier`).
    """
    sent = sorted((line for line in proposal.case.trail.all() if line.action in SUBMITTED), key=lambda line: line.pk)
    kept = _snapshots(proposal)
    past = [_past(proposal, entry, *snapshot) for entry, snapshot in zip(sent, kept, strict=False)]
    return [*past, present(proposal)]


def present(proposal: Proposal) -> Version:
    found = Version(0, lines=list(proposal.cost_lines.all()), documents=_documents(proposal, None))
    found.fields = _fields(proposal, proposal, proposal.detail, proposal.case.title, proposal.regency_names)
    return found


def _snapshots(proposal: Proposal) -> list[tuple]:
    """Row, detail, lines and context of each submission, oldest first."""
    kept = _events("ProposalEvent").filter(pgh_obj=proposal).select_related("pgh_context").order_by("-pgh_id")
    # Going on after a deferral keeps the row again under the same submission: the first one is what was submitted.
    rows = sorted({row.submissions: row for row in kept}.values(), key=lambda row: row.pgh_id)
    model = DETAIL_OF_KIND.get(proposal.kind)
    details = list(_of(proposal, f"{model.__name__}Event")) if model else []
    lines = list(_of(proposal, "CostLineEvent"))
    return [
        (
            row,
            next((detail for detail in details if _together(detail, row)), None),
            sorted((line for line in lines if _together(line, row)), key=lambda line: line.position),
        )
        for row in rows
    ]


def _of(proposal: Proposal, name: str):
    return _events(name).filter(proposal=proposal.pk).order_by("pgh_id")


def _events(name: str):
    return apps.get_model("programs", name)._base_manager.all()


def _together(one, other) -> bool:
    """Kept in one submission: by its context, or (before there was one) in one transaction."""
    if other.pgh_context_id:
        return one.pgh_context_id == other.pgh_context_id
    return one.pgh_context_id is None and one.pgh_created_at == other.pgh_created_at


def _past(proposal: Proposal, entry, row, detail, lines) -> Version:
    said = row.pgh_context.metadata if row.pgh_context_id else {}
    title, places = said.get("title"), said.get("regencies")
    return Version(
        number=row.submissions,
        at=entry.at,
        who=entry.actor_name,
        fields=_fields(proposal, row, detail, title, places),
        lines=lines,
        documents=_documents(proposal, entry.at),
    )


def _fields(proposal: Proposal, row, detail, title: str | None, places: list | None) -> dict[str, Entry]:
    """Every field of substance in words, in the order of the steps; what was not kept is left out."""
    found = {}
    for step in WRITTEN:
        for name in common_fields(step):
            if name == "title" and title is not None:
                found[name] = Entry(step, _("Title"), title)
            elif name == "regencies" and places is not None:
                found[name] = Entry(step, _("Regencies and cities"), ", ".join(sorted(places)))
            elif name not in ("title", "regencies"):
                found[name] = _entry(proposal, step, row, name)
        for name in own_fields(proposal.kind, step) if detail is not None else ():
            found[f"own.{name}"] = _entry(proposal, step, detail, name)
    return found


def _entry(proposal: Proposal, step: Step, row, name: str) -> Entry:
    return Entry(step, label_of(proposal.kind, row._meta.get_field(name)), value_words(row, name))


def _documents(proposal: Proposal, at: datetime | None) -> list[Document]:
    """The documents that counted at an instant (None: now): there, not taken out, not yet replaced."""
    own = [row for row in proposal.case.documents.all() if row.post_id is None]
    there = [row for row in own if at is None or row.uploaded_at <= at]
    replaced = {row.replaces_id for row in there}
    gone = [row for row in there if row.removed_at and (at is None or row.removed_at <= at)]
    return [row for row in there if row.pk not in replaced and row not in gone]
