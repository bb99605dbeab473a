"""What the province does in the story: writes, submits, answers, starts, reports, withdraws."""

from datetime import date, timedelta

from casework import documents, services
from casework.models import Document
from portal.demonstration import case, papers, programmes, reasons
from programs import sharing
from programs.guards import notes_of_last_return
from programs.kinds import Step
from programs.money import rupiah
from programs.services import checks, costs, deferral, drafts
from programs.steps import own_fields
from regions import clock
from regions.models import Regency

Paper = Document.Kind


def begin(life) -> None:
    """A draft with its first step only."""
    plot = life.plot
    offer = life.story.offers[plot.offer] if plot.offer else None
    source = life.story.proposals[plot.copy_of] if plot.copy_of else None
    title = life.title if not source else ""
    life.keep(drafts.start_draft(actor=life.proposer(), offer=offer, copy_of=source, kind=plot.kind, title=title))
    values = {"title": life.title}
    if not offer:
        values |= {"kind": plot.kind, "fiscal_year": life.year}
    save(life, Step.SUBJECT, values)


def half_write(life) -> None:
    """A draft that knows what it wants, not yet what it costs."""
    begin(life)
    save(life, Step.AIM, life.aim() | own_values(life, Step.AIM))


def write(life) -> None:
    """A draft with everything a submission needs."""
    half_write(life)
    save(life, Step.PLACE, life.place() | own_values(life, Step.PLACE))
    plot = life.plot
    lines = programmes.cost_lines(plot.kind, plot.people, life.year, shared=plot.shared, documents=plot.budgeted)
    life.keep(costs.replace_cost_lines(life.proposal, lines, actor=life.proposer()))
    attach_papers(life)


def save(life, step: Step, values: dict) -> None:
    proposal = life.proposal
    life.keep(drafts.save_step(proposal, step, values, actor=life.proposer(), version=proposal.case.version))


def own_values(life, step: Step) -> dict:
    """The kind's own fields that stand on a step."""
    values = programmes.own_fields(life.plot.kind, life.plot.people, life.year)
    values["tested_on"] = life.starts_on + timedelta(days=life.plot.lasts)
    return {name: values[name] for name in own_fields(life.plot.kind, step) if name in values}


def regencies(life) -> list[Regency]:
    found = list(Regency.objects.filter(province=life.province).order_by("pk"))
    return life.chance.sample(found, min(2, len(found)))


def attach_papers(life) -> None:
    """KAK, RAB and covering letter, as a submission needs them."""
    case, actor, plot = life.proposal.case, life.proposer(), life.plot
    said = life.proposal
    lines = [life.title, said.aim, f"Sasaran: {said.target_group}", said.outputs, said.outcomes, said.risks]
    kak = papers.pdf(f"KAK {life.title}.pdf", "Kerangka Acuan Kerja", lines)
    documents.attach(case, kak, Paper.TERMS_OF_REFERENCE, actor=actor)
    rows = [
        [line.item, line.quantity, line.unit, line.unit_price, line.amount, line.get_source_display()]
        for line in life.proposal.cost_lines.all()
    ]
    header = ["Uraian", "Volume", "Satuan", "Harga satuan", "Jumlah", "Sumber dana"]
    documents.attach(case, papers.xlsx(f"RAB TA {life.year}.xlsx", header, rows), Paper.COST_ESTIMATE, actor=actor)
    total = rupiah(life.proposal.total)
    body = [f"Yth. Kepala Badan, bersama ini kami usulkan {life.title} untuk {plot.people} peserta, {total}."]
    letter = papers.docx("Surat pengantar.docx", f"Surat Pengantar {actor.institution.name}", body)
    documents.attach(case, letter, Paper.COVERING_LETTER, actor=actor)


def submit(life) -> None:
    life.move("submit", life.proposer())


def answer_some(life) -> None:
    """The first note is answered, the rest is still to do."""
    answer(life, notes_of_last_return(life.proposal)[:1])


def answer(life, notes) -> None:
    replies = {note: reply for _step, note, reply in programmes.RETURN_NOTES}
    for note in notes:
        checks.answer_note(note, replies.get(note.text, reasons.ANSWER_ONLY), actor=life.proposer())
    life.refresh()


def resubmit(life) -> None:
    answer(life, notes_of_last_return(life.proposal))
    latest = documents.current(life.proposal.case).filter(kind=Paper.COVERING_LETTER).get()
    dated = papers.docx("Surat pengantar bertanggal.docx", "Surat Pengantar", [f"Tanggal {clock.today():%d-%m-%Y}"])
    documents.attach(
        life.proposal.case, dated, Paper.COVERING_LETTER, actor=life.proposer(), note="Bertanggal", replaces=latest
    )
    case.revise(life)
    life.move("resubmit", life.proposer())


def confirm(life) -> None:
    year = life.proposal.deferred_to
    first = date(year, 3, 3)
    life.keep(
        deferral.confirm_figures(
            life.proposal,
            actor=life.proposer(),
            participants=life.proposal.participants,
            starts_on=first,
            ends_on=first + timedelta(days=90),
        )
    )


def budget(life) -> None:
    """The budget documents are known: DIPA of the centre, DPA of the province."""
    names = {"apbd": f"DPA/A.1/5.04.01/{life.year}"}
    numbers = {line.pk: names.get(line.source, f"DIPA-059.08.2.{life.year}") for line in life.proposal.cost_lines.all()}
    life.keep(costs.fill_budget_documents(life.proposal, numbers, actor=life.proposer()))


def start(life) -> None:
    life.move("start", life.proposer())


def report(life) -> None:
    reached = max(1, life.plot.people - life.chance.randint(0, life.plot.people // 12))
    passed = reached - life.chance.randint(0, reached // 10)
    shares = sharing.shares(life.proposal.cost_lines.all())
    lines = [f"{life.title}: {reached} peserta, {passed} lulus.", reasons.SUMMARY]
    life.move(
        "report",
        life.proposer(),
        people_reached=reached,
        people_passed=passed,
        summary=reasons.SUMMARY,
        spent={share.key: share.cash * life.chance.randint(88, 100) // 100 for share in shares if share.cash},
        file=papers.pdf("Laporan akhir.pdf", "Laporan Akhir", lines),
    )


def nudge(life) -> None:
    """The body asks whoever holds its proposal to act now."""
    services.nudge(life.proposal.case.turns.open().first(), actor=life.proposer())


def withdraw(life) -> None:
    life.move("withdraw", life.proposer(), comment=reasons.REASONS["withdraw"])


def discard(life) -> None:
    life.move("discard", life.proposer())


ACTS = {
    act.__name__: act
    for act in (
        begin,
        half_write,
        write,
        submit,
        answer_some,
        resubmit,
        confirm,
        budget,
        start,
        report,
        nudge,
        withdraw,
        discard,
    )
}
