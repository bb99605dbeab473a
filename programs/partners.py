"""What a partner reads of a proposal: its own part and nothing of the others'; and who the partners are."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Institution
from programs.models import CostLine, Proposal
from programs.money import rupiah
from programs.occasions import INVITE_PARTNERS
from regions.templatetags.dates import period


def part_of(proposal: Proposal, office: Institution) -> dict:
    """Facts every party may know, and the cost lines that bear this institution's name."""
    lines = [line for line in proposal.cost_lines.all() if _bears_name(line, office)]
    when = period(proposal.starts_on, proposal.ends_on) if proposal.starts_on else ""
    facts = [(_("Proposing body"), proposal.body.name), (_("Kind"), proposal.get_kind_display()), (_("When"), when)]
    facts += [(_("Manner"), proposal.get_method_display()), (_("Place"), proposal.location)]
    return {
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "lines": [_line(line) for line in lines],
        "total": rupiah(sum(line.amount for line in lines)) if lines else "",
    }


def names(proposal: Proposal) -> list[str]:
    """The partners that take part, by name; one query only where somebody takes part."""
    offices = [row.institution_id for row in proposal.case.participants.all()]
    found = Institution.objects.filter(pk__in=offices, kind__in=Institution.PARTNERS) if offices else []
    return sorted(office.name for office in found)


def page(proposal: Proposal, actor) -> str:
    """Where this reader names partners, if it is his affair and time."""
    if not INVITE_PARTNERS(actor, proposal):
        return ""
    return reverse("programs:partners", args=[proposal.pk])


def _bears_name(line: CostLine, office: Institution) -> bool:
    known = {_plain(office.name), _plain(office.short_name)}
    return line.source == CostLine.Source.OTHER and _plain(line.other_party) in known


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _line(line: CostLine) -> dict:
    about = [str(line.get_form_display())]
    if line.fiscal_year:
        about.append(_("FY %(year)s") % {"year": line.fiscal_year})
    return {"item": line.item, "about": " · ".join(about), "amount": rupiah(line.amount)}
