"""What the centre offers in the story: offers that are open, closing soon, closed, withdrawn, and one still a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.demonstration.lives import Story
from portal.demonstration.timeline import Diary
from programs.kinds import Kind
from programs.services import offers

CONDITIONS = {
    Kind.ASN_TRAINING: "ASN pengelola sistem pada perangkat daerah. Daerah menyediakan ruang, konsumsi, dan akomodasi.",
    Kind.CERTIFICATION: "Usia 18–29 tahun, lulusan SMK atau sederajat. Daerah menyediakan tempat uji dan jaringan.",
    Kind.DOMESTIC_MASTERS: "ASN dengan masa kerja paling sedikit 2 tahun. Daerah menanggung izin dan tugas belajar.",
    Kind.SMK_LSP: "SMK dengan LSP-P1 berlisensi atau sedang diproses. Daerah menyediakan asesor dari guru.",
    Kind.RESEARCH: "Satu pertanyaan kebijakan yang disepakati pimpinan daerah; data dibuka setelah anonim.",
}


@dataclass(frozen=True)
class Notion:
    """One offer as the story wants it; days are working days before the first start (negative: ahead)."""

    key: str
    kind: Kind
    title: str
    seats: int
    written: int
    opens: int
    closes: int
    year_of: int
    published: bool = True
    withdrawn: int | None = None
    reason: str = ""


NOTIONS = [
    Notion("asn-lalu", Kind.ASN_TRAINING, "Government Transformation Academy, tahap pertama", 900, 284, 280, 225, 190),
    Notion("beasiswa", Kind.DOMESTIC_MASTERS, "Beasiswa S2 dalam negeri bagi ASN daerah", 60, 150, 145, 60, -70),
    Notion("asn", Kind.ASN_TRAINING, "Government Transformation Academy", 1200, 62, 60, -24, -70),
    Notion("sertifikasi", Kind.CERTIFICATION, "Vocational School Graduate Academy", 600, 50, 48, -4, -70),
    Notion("smk", Kind.SMK_LSP, "Penguatan LSP-P1 SMK", 400, 46, 44, -30, -70, withdrawn=9,
           reason="Digabung dengan penawaran sertifikasi; lisensi LSP-P1 dibiayai skema lain."),
    Notion("sertifikasi-2", Kind.CERTIFICATION, "Sertifikasi okupasi digital talenta daerah", 300, 12, -1, -45, -70),
    Notion("penelitian", Kind.RESEARCH, "Penelitian kebijakan literasi digital", 8, 3, -10, -60, -70, published=False),
]  # fmt: skip


def life(story: Story, notion: Notion) -> Iterator[datetime]:
    """Written and published in one morning; some are withdrawn later."""
    diary, chair = Diary(f"offer.{notion.key}"), "coordinator"
    yield diary.instant(story.day(notion.written), "Asia/Jakarta")
    year = story.day(notion.year_of).year
    offer = offers.create_offer(
        {
            "kind": notion.kind,
            "title": f"{notion.title} {year}" if notion.key in ("asn", "beasiswa") else notion.title,
            "fiscal_year": year,
            "seats": notion.seats,
            "conditions": CONDITIONS[notion.kind],
            "opens_on": story.day(notion.opens),
            "closes_on": story.day(notion.closes),
        },
        actor=story.cast.actor(chair),
    )
    if notion.published:
        yield diary.instant(story.day(notion.written), "Asia/Jakarta") + timedelta(minutes=5)
        offer = offers.publish_offer(offer, actor=story.cast.actor(chair))
    story.offers[notion.key] = offer
    if notion.withdrawn is not None:
        yield diary.instant(story.day(notion.withdrawn), "Asia/Jakarta")
        offers.withdraw_offer(offer, actor=story.cast.actor(chair), reason=notion.reason)
