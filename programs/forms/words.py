"""What the fields of a proposal are called and explained by, in the words of each kind of programme."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.kinds import Kind
from programs.prompts import PROMPTS

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """A field's label (empty: the model's) and the help below it."""

    label: Text = ""
    help: Text = ""


# Help for fields that may stay empty, and where the prompt alone is not enough.
COMMON = {
    "title": Words(help=_("Programme and place, e.g. “Network administrator certification, Balikpapan 2027”.")),
    "aim": Words(help=_("What should be different afterwards, in two or three sentences.")),
    "risks": Words(
        help=_("What could go wrong and what you do then, e.g. “few assessors: two are invited from Banjarmasin”.")
    ),
    "regencies": Words(_("Regencies and cities that take part"), _("Leave empty when the whole province takes part.")),
    "kind": Words(help=_("It decides which questions follow, e.g. “certification” for testing by an LSP.")),
    "fiscal_year": Words(help=_("The year in which it is carried out and paid, e.g. 2027.")),
    "method": Words(help=_("E.g. hybrid, when theory is taught online and practice on site.")),
    "scheme_kind": Words(help=_("As on the LSP's list of schemes, e.g. “okupasi” for one occupation.")),
    "site_kind": Words(help=_("E.g. temporary (sewaktu), when a school room serves as TUK for these days.")),
    "stage": Words(help=_("How far the standard has come today, e.g. drafting.")),
    "training_kind": Words(help=_("As in the training calendar, e.g. technical.")),
    "research_kind": Words(help=_("E.g. survey, when households or offices are asked.")),
    "mode": Words(help=_("E.g. regular, when students leave their office for the whole study.")),
    "employment": Words(help=_("Study assignment (tugas belajar) when the office sends them, e.g. on full pay.")),
    "licence": Words(help=_("Where the school stands with BNSP today, e.g. in process.")),
    "contact_phone": Words(help=_("With area code, e.g. 0541-731234 or 0812-3456-7890.")),
    "contact_name": Words(help=_("Whom the UPT may call, e.g. “Andi Saputra, BPSDMD”.")),
    "lsp_name": Words(help=_("Who certifies, e.g. “LSP Telematika”.")),
    "field": Words(help=_("E.g. “data management”.")),
    "committee": Words(help=_("E.g. “Komite Standar Kompetensi Kominfo”.")),
    "question": Words(help=_("One question, e.g. “Why do village offices not use the data portal?”")),
    "lead_researcher": Words(help=_("E.g. “Dr. Sri Wahyuni, M.Si.”")),
    "university": Words(help=_("E.g. “Universitas Gadjah Mada”.")),
    "study_programme": Words(help=_("E.g. “Master of Information Technology”.")),
    "quota": Words(help=_("E.g. 10.")),
    "return_duty": Words(help=_("E.g. “provincial Diskominfo, at least four years”.")),
    "school": Words(help=_("E.g. “SMKN 7 Samarinda”.")),
    "schemes": Words(help=_("E.g. “KKNI level II computer and network engineering”.")),
    "units": Words(help=_("E.g. 14.")),
    "pupils": Words(help=_("E.g. 136.")),
    "starts_on": Words(help=_("The first day of the activity itself, not of its preparation.")),
    "ends_on": Words(help=_("The last day of the activity itself.")),
    "standard": Words(help=_("E.g. “Kepmenaker No. 321 Tahun 2016”.")),
    "lsp_licence": Words(help=_("As on the BNSP licence, e.g. BNSP-LSP-123-ID.")),
    "lsp_licence_until": Words(help=_("The licence must still be valid on the last day.")),
    "tested_on": Words(help=_("If it is known already.")),
    "drafting_team": Words(help=_("Who writes, e.g. “5 practitioners, 2 lecturers, 1 officer of Disnaker”.")),
    "industry_code": Words(help=_("Five digits of KBLI 2020, e.g. 62019.")),
    "review_year": Words(help=_("E.g. 2032, five years after it is issued.")),
    "academy": Words(help=_("E.g. GTA, VSGA, TA or FGA.")),
    "hours_self_study": Words(help=_("E.g. 12 of 40 JP through the learning portal.")),
    "education": Words(help=_("E.g. “D3, any field”.")),
    "trainers": Words(help=_("E.g. “3 widyaiswara, 2 practitioners”.")),
    "team": Words(help=_("E.g. “2 researchers of the agency, 2 of the province, 1 of Universitas Mulawarman”.")),
    "permit": Words(help=_("Number and office, if it exists already.")),
    "openness": Words(help=_("E.g. “anonymised data are published on the open data portal”.")),
    "max_age": Words(help=_("E.g. 37 on the first day of study.")),
    "licence_number": Words(help=_("As on the BNSP licence.")),
    "teacher_assessors": Words(help=_("How many teachers hold a valid assessor's certificate, e.g. 4.")),
    "industry_partner": Words(help=_("E.g. “PT Telkom Indonesia, Witel Kaltim”.")),
}

BY_KIND = {
    Kind.CERTIFICATION: {
        "target_group": Words(_("Who is certified"), _("E.g. “graduates of vocational schools without work”.")),
        "participants": Words(_("People to be assessed (asesi)"), _("All places together, e.g. 120.")),
        "outputs": Words(help=_("What is counted at the end, e.g. “120 people assessed, at least 96 competent (K)”.")),
        "outcomes": Words(help=_("What comes of it, e.g. “60 % work in their field after six months”.")),
        "location": Words(_("Place of assessment"), _("E.g. “TUK SMKN 2 Samarinda”.")),
    },
    Kind.SKKNI: {
        "target_group": Words(_("Who will use the standard"), _("E.g. “training centres and LSP for data work”.")),
        "participants": Words(_("People who take part in the conventions"), _("E.g. 45.")),
        "outputs": Words(
            help=_("What is there at the end, e.g. “a draft standard (RSKKNI) of 14 units, convention held”.")
        ),
        "outcomes": Words(help=_("What comes of it, e.g. “issued by Kepmenaker, used by two LSP in the province”.")),
        "location": Words(_("Place of the conventions"), _("E.g. “Hotel Senyiur, Samarinda”.")),
    },
    Kind.ASN_TRAINING: {
        "target_group": Words(_("Who is trained"), _("E.g. “administrators of websites in regency offices”.")),
        "participants": Words(_("Civil servants to be trained"), _("All batches together, e.g. 120.")),
        "outputs": Words(help=_("What is counted at the end, e.g. “120 trained, at least 108 pass with 65 or more”.")),
        "outcomes": Words(help=_("What comes of it, e.g. “ten offices have an incident team”.")),
        "location": Words(_("Place of training"), _("E.g. “BPSDM campus, Samarinda”.")),
    },
    Kind.RESEARCH: {
        "target_group": Words(_("Whom the research is about"), _("E.g. “households in coastal villages”.")),
        "participants": Words(_("Respondents and informants"), _("E.g. 400.")),
        "outputs": Words(help=_("What is there at the end, e.g. “a final report and one policy brief”.")),
        "outcomes": Words(help=_("Which policy follows, e.g. “two recommendations adopted by governor's regulation”.")),
        "location": Words(_("Place of research"), _("E.g. “three villages in Kutai Kartanegara”.")),
    },
    Kind.DOMESTIC_MASTERS: {
        "target_group": Words(
            _("Who may apply"), _("E.g. “civil servants of provincial offices, two years of service”.")
        ),
        "participants": Words(_("Students"), _("E.g. 10.")),
        "outputs": Words(
            help=_("What is counted at the end, e.g. “10 students admitted, 9 graduate within four semesters”.")
        ),
        "outcomes": Words(help=_("What comes of it, e.g. “all graduates serve in digital offices of the province”.")),
        "location": Words(_("Place of study"), _("City of the university, e.g. “Yogyakarta”.")),
        "starts_on": Words(_("First day of study")),
        "ends_on": Words(_("Last day of study")),
    },
    Kind.SMK_LSP: {
        "target_group": Words(_("Which pupils"), _("E.g. “pupils of grade XII, network engineering”.")),
        "participants": Words(
            _("Pupils and teachers together"), _("Counts only: pupils are minors, so no names. E.g. 140.")
        ),
        "outputs": Words(help=_("What is counted at the end, e.g. “LSP-P1 licensed, 136 pupils tested”.")),
        "outcomes": Words(help=_("What comes of it, e.g. “70 % of graduates hired with their certificate”.")),
        "location": Words(_("Place of the test (TUK)"), _("E.g. “SMKN 7 Samarinda”.")),
    },
}


def words_for(kind: str, name: str) -> Words:
    """The kind's own words where it has some, else the common ones, else the prompt's example."""
    own, common = BY_KIND.get(kind, {}).get(name, Words()), COMMON.get(name, Words())
    return Words(own.label or common.label, own.help or common.help or _example(name))


def _example(name: str) -> Text:
    """A prompt helps while writing only by its example; "Choose the method." would repeat the label."""
    prompt = PROMPTS.get(name, "")
    return prompt if any(sign in str(prompt) for sign in "“0123456789") else ""
