"""The life of one cooperation document in the story: opened, negotiated, cleared, signed, in force, ended."""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements import services
from agreements.models import Agreement, Party
from agreements.models.signing import LegalOpinion
from casework.workflow import perform
from portal.demonstration import case, papers, reasons
from portal.demonstration.lives import Life, Story
from portal.demonstration.timeline import Beat
from regions import clock
from regions.models import Province

Kind, Council = Agreement.Kind, LegalOpinion.Council
IN_PROVINCE = {"answer", "accept", "opine_province", "need_council", "council"}
LETTER_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Pact:
    """One document as the story wants it; `script` is its life, see `timeline.beats`.

    `until` is the last day in days from the first start; `starts` the first in working days before it (negative:
    ahead), without it the day it comes into force. `source` is the document it continues or amends.
    """

    key: str
    where: str
    kind: str
    script: str
    until: int
    by: str
    proposals: tuple[str, ...] = ()
    title: str = ""
    starts: int | None = None
    source: str = ""


class AgreementLife(Life):
    acts: dict = {}

    def __init__(self, story: Story, pact: Pact):
        super().__init__(story, pact.key, pact.where, pact.script)
        self.pact = pact
        self.agreement: Agreement | None = None

    def zone(self, beat: Beat) -> str:
        if beat.act in IN_PROVINCE:
            return super().zone(beat)
        return self.chair(self.pact.by).institution.timezone

    @property
    def officer(self):
        return self.actor(self.pact.by)

    @property
    def ends_on(self) -> date:
        return self.story.today + timedelta(days=self.pact.until)

    @property
    def starts_on(self) -> date:
        if self.pact.starts is not None:
            return self.story.day(self.pact.starts)
        return self.day_of("force") or self.day_of("register") or self.story.day(-30)

    def parties(self) -> list[Party]:
        return list(self.agreement.parties.select_related("institution", "office", "signing_position"))

    def speaker(self, party: Party):
        """Who speaks for a party while it has the text."""
        if party.is_centre:
            return self.officer
        return self.actor(f"{self.where}.proposer" if party.office != party.institution else f"{self.province}.legal")

    def move(self, name: str, actor, comment: str = "", **data) -> None:
        self.keep(perform(self.agreement, name, actor=actor, comment=comment, **data))

    def keep(self, agreement: Agreement) -> None:
        self.agreement = self.story.agreements[self.key] = agreement

    def refresh(self) -> None:
        self.keep(Agreement.objects.select_related("case__owner", "case__province").get(pk=self.agreement.pk))

    def text(self, version: str):
        title = self.agreement.case.title
        return papers.docx(f"Naskah {version}.docx", self.agreement.get_kind_display(), [title, *reasons.CHAPTERS])

    def scan(self, name: str):
        return papers.pdf(f"{name}.pdf", self.agreement.case.title, reasons.CHAPTERS[:4])


# --- opening --------------------------------------------------------------------------


def open_(life) -> None:
    pact = life.pact
    place = Province.objects.get(pk=life.province)
    basics = {"starts_on": life.starts_on, "ends_on": life.ends_on, "place": place.capital}
    if pact.proposals:
        proposals = [life.story.proposals[key] for key in pact.proposals]
        found = services.open_from_proposals(proposals, actor=life.officer, kind=pact.kind, title=pact.title, **basics)
    else:
        found = services.open_alone(actor=life.officer, kind=pact.kind, title=pact.title, province=place, **basics)
    life.keep(found)


def source(life) -> Agreement:
    """The document this one continues or amends, as it stands now."""
    return Agreement.objects.select_related("case").get(pk=life.story.agreements[life.pact.source].pk)


def succeed(life) -> None:
    life.keep(services.open_successor(source(life), actor=life.officer))


def amend(life) -> None:
    life.keep(services.open_addendum(source(life), actor=life.officer))


def text(life) -> None:
    """A first version, the work plan where one is needed, and the letters of authority."""
    services.upload_text(life.agreement, life.text("v1"), actor=life.officer)
    if life.agreement.kind == Kind.NOTA_KESEPAKATAN:
        plan = papers.xlsx(
            "Rencana kerja.xlsx", ["Kegiatan", "Waktu", "Penanggung jawab"], [["Pelatihan", "TW II", "UPT"]]
        )
        services.attach_work_plan(life.agreement, plan, actor=life.officer)
    for party in life.parties():
        if party.authority == Party.Authority.SURAT_KUASA:
            authorise(life, party)
    life.refresh()


def authorise(life, party: Party) -> None:
    today = clock.today()
    services.set_authority(
        party,
        actor=life.officer,
        signing_position=party.signing_position,
        authority=party.authority,
        authority_number=f"180/{100 + life.agreement.pk}/SK-GUB/{today.year}",
        authority_from=today,
        authority_until=today + LETTER_LASTS,
        authority_file=life.scan("Surat kuasa gubernur"),
    )


# --- talking --------------------------------------------------------------------------


def send(life) -> None:
    first = next(party for party in life.parties() if not party.is_centre)
    life.move("send_for_review", life.officer, first_party=first)


def answer(life) -> None:
    """The province proposes changes and hands the text back."""
    note = life.chance.choice(reasons.TEXT_NOTES)
    version = f"v{life.agreement.text.version + 1}"
    life.move("answer", life.speaker(life.agreement.text_holder), comment=note, text=life.text(version), note=note)


def reply(life) -> None:
    """The centre agrees to this version and hands it over for acceptance."""
    case.agree_on_place(life)
    life.move("answer", life.speaker(life.agreement.text_holder), accepts=True)


def accept(life) -> None:
    life.move("accept", life.speaker(life.agreement.text_holder))


# --- law ------------------------------------------------------------------------------


def opine_centre(life) -> None:
    services.speak_legal(life.agreement, actor=life.actor("legal"), opinion=reasons.OPINIONS["centre"])
    life.refresh()


def opine_province(life) -> None:
    services.speak_legal(
        life.agreement,
        actor=life.actor(f"{life.province}.legal"),
        opinion=reasons.OPINIONS["province"],
        council=Council.NOT_REQUIRED,
        council_reason=reasons.NO_COUNCIL,
    )
    life.refresh()


def need_council(life) -> None:
    services.speak_legal(
        life.agreement,
        actor=life.actor(f"{life.province}.legal"),
        opinion=reasons.OPINIONS["province"],
        council=Council.REQUIRED,
    )
    life.move("need_council", life.actor(f"{life.province}.legal"), comment=reasons.COUNCIL)


def council(life) -> None:
    today = clock.today()
    services.record_council(
        life.agreement,
        actor=life.actor(f"{life.province}.legal"),
        number=f"170/{life.agreement.pk}/DPRD/{today.year}",
        decided_on=today,
    )
    life.refresh()


def clear(life) -> None:
    life.move("clear", life.actor("legal"))


# --- signing --------------------------------------------------------------------------


def number(life) -> None:
    """Each party gives the document a number of its own."""
    year = clock.today().year
    for party in life.parties():
        own = "BLSDM" if party.is_centre else party.office.short_name.split()[0].upper()
        text = f"{life.agreement.pk}/{'KS' if party.is_centre else 'PKS'}/{own}/{year}"
        services.set_number(party, actor=life.officer, document_number=text, document_year=year)
    life.refresh()


def sign(life) -> None:
    """The next party in order signs; a provincial head records his own signature."""
    party = next(party for party in life.parties() if not party.signature)
    keys = {chair.pk: key for key, chair in life.story.cast.chairs.items()}
    actor = life.officer if party.is_centre else life.actor(keys[party.signing_position_id])
    place = "Jakarta" if party.is_centre else life.agreement.place
    life.move("sign", actor, party=party, signed_on=clock.today(), place=place, scan=life.scan(f"Tanda tangan {party}"))


def final(life) -> None:
    services.attach_final(life.agreement, life.scan("Naskah bertanda tangan lengkap"), actor=life.officer)
    life.refresh()


def force(life) -> None:
    """Unless the clock was faster."""
    life.refresh()
    if life.agreement.status == "partly_signed":
        life.move("bring_into_force", life.officer)


def register(life) -> None:
    """Signed on paper before the portal knew of it."""
    number(life)
    signatures = [
        {
            "party": party,
            "signed_on": life.starts_on,
            "place": life.agreement.place,
            "signer_name": name,
        }
        for party, name in zip(life.parties(), ["Prof. Hadi Kusnadi", "Ir. Rusdi Tanjung"], strict=True)
    ]
    file = life.scan("Naskah bertanda tangan")
    life.move(
        "register", life.officer, comment=reasons.PACT_REASONS["register"], signed_file=file, signatures=signatures
    )


# --- ends -----------------------------------------------------------------------------


def redraft(life) -> None:
    life.move("redraft", life.officer, comment=reasons.PACT_REASONS["redraft"])


def cancel(life) -> None:
    life.move("cancel", life.officer, comment=reasons.PACT_REASONS["cancel"])


def terminate(life) -> None:
    paper = life.scan("Berita acara pengakhiran")
    reason = reasons.PACT_REASONS["terminate"]
    life.move("terminate", life.actor("head"), comment=reason, document=paper, ended_on=clock.today())


AgreementLife.acts = {
    act.__name__.rstrip("_"): act
    for act in (open_, succeed, amend, text, send, answer, reply, accept, opine_centre, opine_province, need_council,
                council, clear, number, sign, final, force, register, redraft, cancel, terminate)
}  # fmt: skip
