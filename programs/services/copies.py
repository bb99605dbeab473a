"""Copying the substance of an earlier proposal into a new draft, one fiscal year on."""

from programs.models import CostLine, Proposal
from regions import clock

COPIED = (
    "kind",
    "aim",
    "target_group",
    "participants",
    "outputs",
    "outcomes",
    "risks",
    "method",
    "location",
    "contact_name",
    "contact_phone",
)


def copy_substance(source: Proposal, draft: Proposal) -> None:
    """Words, figures and costs come along; dates, documents and budget documents belong to the old one."""
    draft.copied_from = source
    for name in COPIED:
        setattr(draft, name, getattr(source, name))
    this_year = clock.today().year
    draft.fiscal_year = max((source.fiscal_year or this_year) + 1, this_year)
    draft.total = source.total
    draft.save()
    draft.regencies.set(source.regencies.all())
    if not draft.case.title:
        draft.case.title = source.case.title
        draft.case.save(update_fields=["title"])
    _copy_detail(source, draft)
    for line in CostLine.objects.filter(proposal=source):
        line.pk, line.proposal, line.budget_document = None, draft, ""
        line.fiscal_year = draft.fiscal_year
        line.save(force_insert=True)


def _copy_detail(source: Proposal, draft: Proposal) -> None:
    detail = source.detail
    if detail is not None:
        names = [field.name for field in detail._meta.fields if field.name not in ("id", "proposal")]
        type(detail).objects.create(proposal=draft, **{name: getattr(detail, name) for name in names})
