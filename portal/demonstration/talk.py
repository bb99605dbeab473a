"""What people in the story say to each other about their cases: inside an office, and between the parties."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.conversation import following, writing
from casework.models import Case, Post, Thread
from portal.demonstration import papers
from portal.demonstration.lives import Story
from portal.demonstration.timeline import Diary

IN, AMONG = Thread.Visibility.INTERNAL, Thread.Visibility.PARTIES


@dataclass
class Line:
    """One message, so many working days ago; `@{key}` names who sits in that chair, `edited` is what it says later."""

    ago: int
    who: str
    text: str
    file: Callable | None = None
    edited: str = ""


@dataclass
class Talk:
    """One conversation on a case that some body's proposal (or a document, by its key) is by then."""

    where: str
    state: str
    reach: str
    lines: list[Line]
    resolved_by: str = ""
    muted_by: str = ""
    post: Post | None = field(default=None, compare=False)


def _budget():
    rows = [["Honor pengajar", 16, 1_200_000], ["Sewa ruang kelas", 4, 3_500_000]]
    return papers.xlsx("Rincian honor dan ruang.xlsx", ["Uraian", "Banyak", "Harga"], rows)


TALKS = [
    Talk("64.bpsdm", "in_verification", AMONG, [
        Line(6, "BJM.verifier.1", "Mohon dijelaskan dua hal:\n\n1. dasar **jumlah peserta** tiap angkatan;\n"
             "2. apakah ruang di Balikpapan sudah dipesan.\n\nCukup dijawab di sini, belum perlu perbaikan."),
        Line(5, "64.bpsdm.proposer", "Peserta dihitung dari daya tampung ruang, 30 orang. Ruang di Balikpapan sudah "
             "dipesan untuk Januari; rincian kami lampirkan. @{BJM.verifier.1}", _budget),
        Line(3, "BJM.verifier.1", "> Ruang di Balikpapan sudah dipesan\n\nTerima kasih, jelas. Honor pengajar kami "
             "cocokkan dengan _standar biaya_ tahun depan."),
        Line(1, "64.bpsdm.proposer.2", "Standar biaya gubernur yang baru ada di [JDIH Kaltim](https://jdih.kaltimprov.go.id/).",
             edited="Standar biaya gubernur yang baru ada di [JDIH Kaltim](https://jdih.kaltimprov.go.id/), nomor 12."),
    ]),
    Talk("64.bpsdm", "in_verification", IN, [
        Line(4, "BJM.verifier.1", "@{BJM.head} honor pengajar 20 % di atas tahun lalu. Kita kembalikan, atau cukup "
             "minta penjelasan?"),
        Line(4, "BJM.head", "Minta penjelasan dulu. Bila tidak ada dasar tertulis, baru dikembalikan."),
    ]),
    Talk("64.bpsdm", "in_verification", IN, [
        Line(2, "64.bpsdm.proposer", "@{64.bpsdm.proposer.2} tolong carikan standar biaya yang baru "
             "untuk jawaban ke Balai."),
    ]),
    Talk("64.bpsdm", "in_verification", AMONG, [
        Line(6, "64.bpsdm.proposer", "Apakah surat pengantar boleh bertanda tangan elektronik?"),
        Line(5, "BJM.verifier.1", "Boleh, asalkan dapat diverifikasi."),
    ], resolved_by="64.bpsdm.proposer"),
    Talk("64.bpsdm", "returned", AMONG, [
        Line(2, "64.bpsdm.proposer", "Catatan kedua kami pahami begini: uji kompetensi dipisah dari pelatihan. Benar?"),
        Line(1, "BJM.verifier.1", "Benar. Pelatihan dibiayai APBD, uji kompetensi APBN."),
    ]),
    Talk("64.bpsdm", "awaiting_decision", IN, [
        Line(5, "coordinator", "@{head} kedua penelaah mendukung. Yang tersisa: kuota penawaran tinggal 60 orang."),
    ]),
    Talk("63.bpsdm", "in_review", AMONG, [
        Line(8, "coordinator", "Jadwal wawancara penerima beasiswa mohon disampaikan sebelum akhir bulan."),
        Line(6, "63.bpsdm.proposer", "Rencana kami tanggal 14 dan 15, daring."),
        Line(5, "coordinator", "Baik. Siapa yang mewakili universitas?"),
        Line(4, "63.bpsdm.proposer", "Ketua program studinya; namanya kami kirim besok."),
        Line(2, "63.bpsdm.proposer", "Surat penunjukan sudah kami terima."),
    ], muted_by="63.bpsdm.head"),
    Talk("bahas-balai", "", AMONG, [
        Line(5, "BJM.cooperation", "Pasal 7 kami ubah: ruang dan konsumsi menjadi tanggungan daerah, seperti usul "
             "semula."),
        Line(3, "63.bpsdm.proposer", "Setuju untuk ruang. Konsumsi masih kami bicarakan dengan BPKAD."),
    ]),
]  # fmt: skip


def life(story: Story, talk: Talk, number: int) -> Iterator[datetime]:
    """Each line at an hour of its day, in the zone of whoever says it."""
    diary = Diary(f"talk.{number}")
    for line in talk.lines:
        zone = story.cast.chairs[line.who].institution.timezone
        yield diary.instant(story.day(line.ago), zone)
        _say(story, talk, line)
        if line.edited:
            yield diary.last + timedelta(minutes=6)
            writing.edit(talk.post, actor=story.cast.actor(line.who), body=line.edited, seen=0)
    if talk.resolved_by:
        yield diary.last + timedelta(minutes=25)
        writing.resolve(talk.post.thread, actor=story.cast.actor(talk.resolved_by))
    if talk.muted_by:
        following.follow(talk.post.thread.case, story.cast.actor(talk.muted_by).user, muted=True)


def _say(story: Story, talk: Talk, line: Line) -> None:
    actor, files = story.cast.actor(line.who), [line.file()] if line.file else []
    body = _named(story, line.text)
    if talk.post is None:
        case = _case(story, talk)
        talk.post = writing.open_thread(case, actor=actor, reach=talk.reach, body=body, files=files)
    else:
        talk.post = writing.reply(talk.post.thread, actor=actor, body=body, files=files)


def _named(story: Story, text: str) -> str:
    for key in story.cast.chairs:
        if f"@{{{key}}}" in text:
            text = text.replace(f"@{{{key}}}", f"@[{story.cast.actor(key).display_name}]")
    return text


def _case(story: Story, talk: Talk) -> Case:
    """The document of this key, or the first proposal of the body that is in this state now."""
    if not talk.state:
        return story.agreements[talk.where].case
    body = story.cast.chairs[f"{talk.where}.proposer"].institution
    return Case.objects.filter(kind=Case.Kind.PROPOSAL, owner=body, status=talk.state).earliest("pk")


def lives(story: Story) -> list[Iterator[datetime]]:
    return [life(story, Talk(**{**vars(talk), "post": None}), number) for number, talk in enumerate(TALKS)]
