"""What makes the pages of a case alive: a revision that changes something, and parties who agree on another place."""

from agreements import services
from programs.kinds import Step
from programs.services import costs, drafts


def revise(life) -> None:
    """What the notes asked for: a clearer indicator, and a line of its own for what was hidden in another."""
    proposal, proposer = life.proposal, life.proposer()
    outputs = f"{proposal.outputs.rstrip('.')}, dibuktikan dengan daftar hadir dan nilai akhir."
    version = proposal.case.version
    proposal = drafts.save_step(proposal, Step.AIM, {"outputs": outputs}, actor=proposer, version=version)
    lines = [{name: getattr(line, name) for name in costs.FIELDS} for line in proposal.cost_lines.all()]
    tenth = lines[0]["unit_price"] // 10
    lines[0]["unit_price"] -= tenth
    lines.insert(1, lines[0] | {"item": "Cetak modul dan sertifikat", "unit_price": tenth})
    life.keep(costs.replace_cost_lines(proposal, lines, actor=proposer))


def agree_on_place(life) -> None:
    """The document is to be signed in the capital."""
    document = life.agreement
    kept = {"title": document.case.title, "starts_on": document.starts_on, "ends_on": document.ends_on}
    services.edit_basics(document, actor=life.officer, place="Jakarta", **kept)
    life.refresh()
