"""Partners in the story: a university, BRIN, an LSP and a vocational school, each in one proposal of a province."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from accounts.models import Institution
from accounts.roles import Role
from portal.demonstration.lives import Story
from portal.demonstration.people import Cast
from portal.demonstration.timeline import Diary
from programs.models import Proposal
from programs.occasions import INVITE_PARTNERS
from programs.services.partners import set_partners

Kind = Institution.Kind

# Key, kind, name, short name, position, and the province whose body takes them in.
PARTNERS = [
    ("unmul", Kind.UNIVERSITY, "Universitas Mulawarman", "Unmul", "Wakil Rektor Bidang Kerja Sama", "64"),
    ("brin", Kind.RESEARCH, "Badan Riset dan Inovasi Nasional", "BRIN", "Koordinator Kemitraan Riset", "63"),
    ("lsp", Kind.LSP, "LSP Teknologi Digital", "LSP Teknologi Digital", "Manajer Sertifikasi", "32"),
    ("smk", Kind.SMK, "SMK Negeri 7 Samarinda", "SMKN 7 Samarinda", "Kepala Sekolah", "64"),
]
AGO = 2  # working days before the first start


def seat(cast: Cast, first_day: date) -> None:
    """Their institutions, positions and people."""
    for key, kind, name, short, title, _province in PARTNERS:
        office = Institution.objects.create(kind=kind, name=name, short_name=short)
        cast.chair(key, office, title, Role.PARTNER)
        cast.seat(key, first_day - timedelta(days=300))


def lives(story: Story) -> Iterator[Iterator[datetime]]:
    """Two working days ago each is named by the body that proposes."""
    for province in dict.fromkeys(row[-1] for row in PARTNERS):
        yield _named(story, province)


def _named(story: Story, province: str) -> Iterator[datetime]:
    yield Diary(f"partners.{province}").instant(story.day(AGO), "Asia/Jakarta")
    found = Proposal.objects.filter(
        case__province=province, case__status__in=INVITE_PARTNERS.states, case__shared_at__isnull=False
    )
    proposal = found.select_related("case", "body").order_by("pk").last()
    if proposal is None:
        return
    stem = f"{province}.{proposal.body.kind}"
    offices = [story.cast.chairs[key].institution for key, *_row, where in PARTNERS if where == province]
    set_partners(proposal, offices, actor=story.cast.actor(f"{stem}.proposer"))
