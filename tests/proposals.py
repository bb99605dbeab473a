"""Proposals for tests, brought to any state through the doors people use; see also tests.factories."""

import io
from dataclasses import dataclass
from datetime import date, timedelta

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.models import Institution
from accounts.roles import Role
from casework import documents
from casework.models import Case
from casework.workflow import perform
from programs import sharing
from programs.kinds import Step
from programs.models import CheckItem, Criterion, Proposal
from programs.services.checks import answer_note, save_checklist
from programs.services.costs import fill_budget_documents, replace_cost_lines
from programs.services.covers import record_cover
from programs.services.drafts import save_step, start_draft
from programs.services.reviews import assign_reviewers, give_review
from regions import clock
from tests.factories import EAST_KALIMANTAN, actor, agency, body, upt


@dataclass(frozen=True)
class Cast:
    """Everybody a proposal meets on its way, one person per position."""

    proposer: Actor
    verifier: Actor
    head: Actor
    coordinator: Actor
    reviewers: tuple[Actor, Actor]
    approver: Actor
    officer: Actor


def cast(province_code: str = EAST_KALIMANTAN, upt_code: str = "BJM", kind: str = "bpsdm") -> Cast:
    office, centre = upt(upt_code), agency()
    return Cast(
        proposer=actor(body(province_code, kind), Role.PROPOSER),
        verifier=actor(office, Role.VERIFIER),
        head=actor(office, Role.UPT_HEAD),
        coordinator=actor(centre, Role.COORDINATOR),
        reviewers=(actor(centre, Role.REVIEWER), actor(centre, Role.REVIEWER)),
        approver=actor(centre, Role.APPROVER),
        officer=actor(office, Role.COOPERATION_OFFICER),
    )


def pdf(name: str = "kak.pdf") -> SimpleUploadedFile:
    """A small true PDF."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


OWN_VALUES = {
    "sertifikasi": {
        Step.AIM: {
            "scheme": "Junior Network Administrator",
            "scheme_kind": "okupasi",
            "unit_codes": "J.611000.001.02\nJ.611000.002.02",
            "lsp_name": "LSP Telematika",
            "lsp_licence": "BNSP-LSP-132-ID",
        },
        Step.PLACE: {"site_kind": "sewaktu", "assessors": 6},
    },
    "skkni": {
        Step.AIM: {
            "field": "Pengelolaan data daerah",
            "stage": "penyusunan",
            "committee": "Komite Standar Kominfo",
            "units": 12,
            "province_part": "Mengirim peserta konvensi",
        }
    },
    "pelatihan_asn": {
        Step.AIM: {"training_kind": "teknis", "hours": 40, "pass_mark": 65, "max_absence": 10},
        Step.PLACE: {"batches": 4, "seats_per_batch": 30},
    },
    "penelitian": {
        Step.AIM: {
            "research_kind": "survei",
            "question": "Mengapa layanan daring jarang dipakai?",
            "method_used": "Survei 400 rumah tangga",
            "lead_researcher": "Dr. Ratna",
            "policy_target": "Peraturan gubernur tentang layanan daring",
        }
    },
    "beasiswa_s2": {
        Step.AIM: {
            "university": "Universitas Gadjah Mada",
            "study_programme": "Magister Teknologi Informasi",
            "mode": "reguler",
            "intake": "2027/2028",
            "quota": 10,
            "service_years": 2,
            "employment": "tugas_belajar",
            "return_duty": "Kembali ke perangkat daerah asal selama 4 tahun",
        }
    },
    "smk_lsp": {
        Step.AIM: {
            "npsn": "20328942",
            "school": "SMKN 1 Samarinda",
            "expertise": "Teknik jaringan",
            "licence": "proses",
            "schemes": "KKNI level II",
            "pupils": 120,
        }
    },
}


def common_values(kind: str = "pelatihan_asn") -> dict:
    """Values of every step that make a proposal complete, but for costs and documents."""
    year = clock.today().year + 1
    own = OWN_VALUES[kind]
    return {
        Step.SUBJECT: {"title": "Pelatihan analis data di Samarinda", "kind": kind, "fiscal_year": year},
        Step.AIM: {
            "aim": "Perangkat daerah mengolah datanya sendiri",
            "target_group": "Pranata komputer",
            "participants": 120,
            "outputs": "120 orang dilatih",
            "outcomes": "100 orang lulus",
            **own.get(Step.AIM, {}),
        },
        Step.PLACE: {
            "starts_on": date(year, 3, 2),
            "ends_on": date(year, 6, 30),
            "method": "luring",
            "location": "Kampus BPSDM, Samarinda",
            "contact_name": "Siti Aminah",
            "contact_phone": "0811 1234 5678",
            **own.get(Step.PLACE, {}),
        },
    }


def cost_lines(shared: bool = True) -> list[dict]:
    """Two lines of two parties, or of the province alone."""
    first = {"item": "Pengajar", "quantity": 40, "unit": "JP", "unit_price": 1_000_000, "source": "apbd"}
    second = {
        "item": "Modul",
        "quantity": 120,
        "unit": "set",
        "unit_price": 250_000,
        "source": "apbn_centre" if shared else "apbd",
    }
    return [first, second]


def draft(proposer: Actor, kind: str = "pelatihan_asn", **fields) -> Proposal:
    return start_draft(actor=proposer, kind=kind, **fields)


def complete_draft(proposer: Actor, kind: str = "pelatihan_asn", shared: bool = True, **fields) -> Proposal:
    """A draft that may be submitted."""
    proposal = draft(proposer, kind, **fields)
    for step, values in common_values(kind).items():
        proposal = save_step(proposal, step, values, actor=proposer, version=proposal.case.version)
    proposal = replace_cost_lines(proposal, cost_lines(shared), actor=proposer)
    for document in ("kak", "rab", "letter"):
        documents.attach(proposal.case, pdf(f"{document}.pdf"), document, actor=proposer)
    return proposal


def check_all(proposal: Proposal, verifier: Actor) -> None:
    """Every item of the checklist is met."""
    answers = {item.pk: ("met", "") for item in CheckItem.objects.for_kind(proposal.kind)}
    save_checklist(proposal, answers, actor=verifier)


def score_all(proposal: Proposal, people: Cast) -> None:
    """Both reviewers are assigned and give 80 points for everything."""
    points = {criterion.pk: 80 for criterion in Criterion.objects.all()}
    reviews = assign_reviewers(proposal, [each.position for each in people.reviewers], actor=people.coordinator)
    for review, reviewer in zip(reviews, people.reviewers, strict=True):
        give_review(review, actor=reviewer, points=points, opinion="support", text="Layak dan siap.")


def agreement_case(owner: Institution, status: str = "in_force") -> Case:
    """A bare case of an agreement, for what programs must know of one."""
    return Case.objects.create(
        kind="agreement", status=status, owner=owner, title="Kerja sama", opened_at=clock.now(), shared_at=clock.now()
    )


def cover(proposal: Proposal) -> None:
    """An agreement in force and every budget document, so that a cost-shared programme may start."""
    today = clock.today()
    record_cover(proposal, agreement_case(proposal.body), today - timedelta(days=9), today + timedelta(days=700))


def budgeted(proposal: Proposal, proposer: Actor) -> None:
    numbers = {line.pk: f"DPA/{line.pk}" for line in proposal.cost_lines.all()}
    fill_budget_documents(proposal, numbers, actor=proposer)


def report_values(proposal: Proposal) -> dict:
    spent = {share.key: share.cash for share in sharing.shares(proposal.cost_lines.all()) if share.cash}
    return {"people_reached": 118, "people_passed": 101, "summary": "Tercapai.", "spent": spent, "file": pdf()}


def _to_decision(proposal: Proposal, people: Cast) -> Proposal:
    score_all(proposal, people)
    return perform(proposal, "bring_to_decision", actor=people.coordinator)


def _start(proposal: Proposal, people: Cast) -> Proposal:
    cover(proposal)
    budgeted(proposal, people.proposer)
    return perform(proposal, "start", actor=people.proposer)


def _pass_on(proposal: Proposal, people: Cast) -> Proposal:
    check_all(proposal, people.verifier)
    return perform(proposal, "pass_on", actor=people.verifier, recommendation="Layak diteruskan.")


def _return(proposal: Proposal, people: Cast) -> Proposal:
    deadline = clock.today() + timedelta(days=14)
    return perform(proposal, "return", actor=people.verifier, notes=[("biaya", "Rinci honor.")], deadline=deadline)


def answer_notes(proposal: Proposal, proposer: Actor) -> None:
    """Every note of the return has an answer, so that the revision may be submitted."""
    for note in proposal.notes.filter(answer=""):
        answer_note(note, "Sudah diperbaiki.", actor=proposer)


# State → the state before it and the step that leads on.
ROADS = {
    "submitted": ("draft", lambda it, who: perform(it, "submit", actor=who.proposer)),
    "in_verification": ("submitted", lambda it, who: perform(it, "take", actor=who.verifier)),
    "returned": ("in_verification", _return),
    "in_review": ("in_verification", _pass_on),
    "awaiting_decision": ("in_review", _to_decision),
    "approved": ("awaiting_decision", lambda it, who: perform(it, "approve", actor=who.approver)),
    "deferred": (
        "awaiting_decision",
        lambda it, who: perform(
            it, "defer", actor=who.approver, comment="Anggaran habis.", fiscal_year=it.fiscal_year + 1
        ),
    ),
    "in_progress": ("approved", _start),
    "reporting": ("in_progress", lambda it, who: perform(it, "report", actor=who.proposer, **report_values(it))),
    "closed": ("reporting", lambda it, who: perform(it, "close", actor=who.head)),
    "rejected": ("in_review", lambda it, who: perform(it, "reject", actor=who.approver, comment="Tumpang tindih.")),
    "withdrawn": ("submitted", lambda it, who: perform(it, "withdraw", actor=who.proposer, comment="Berubah.")),
    "cancelled": ("draft", lambda it, who: perform(it, "discard", actor=who.proposer)),
}


def in_state(status: str, people: Cast, kind: str = "pelatihan_asn", **fields) -> Proposal:
    """A proposal that came to a state the way people bring it there."""
    if status == "draft":
        return complete_draft(people.proposer, kind, **fields)
    before, go = ROADS[status]
    return go(in_state(before, people, kind, **fields), people)
