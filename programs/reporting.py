"""The report that closes a programme as a page shows it: people, money spent against its ceiling, the file."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.listing import grouped
from programs.models import Proposal, Report, Spending
from programs.money import rupiah
from regions.templatetags.dates import day_full

SHOWN = ("in_progress", "reporting", "closed")


def report_shown(proposal: Proposal) -> dict:
    """The newest report, or nothing while there is none."""
    if proposal.case.status not in SHOWN:
        return {}
    reports = proposal.reports.select_related("document", "reported_by__institution")
    report = reports.prefetch_related(Prefetch("spendings", Spending.objects.order_by("source", "other_party"))).first()
    return _shown(report) if report else {}


def _shown(report: Report) -> dict:
    spendings = list(report.spendings.all())
    written = {"name": report.reporter_name, "position": str(report.reported_by), "day": day_full(report.reported_at)}
    return {
        "facts": [
            {"label": _("People reached"), "value": grouped(report.people_reached)},
            {"label": _("People who passed"), "value": grouped(report.people_passed)},
            {"label": _("Summary"), "value": report.summary, "lines": True},
            {
                "label": _("Report file"),
                "value": report.document.name,
                "url": reverse("casework:document", args=[report.document_id]),
            },
            {"label": _("Reported"), "value": _("%(name)s, %(position)s, %(day)s") % written},
        ],
        "spendings": spendings,
        "planned": rupiah(sum(row.planned for row in spendings)),
        "spent": rupiah(sum(row.spent for row in spendings)),
    }
