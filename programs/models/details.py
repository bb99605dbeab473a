"""The own fields of each kind of programme, one typed table per kind. All may be empty in a draft."""

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.kinds import Kind
from programs.models.proposals import Proposal

# A standard's unit code such as J.620100.004.02 or M.74DKV01.006.1.
UNIT_CODE = r"^[A-Z]+(\.[A-Z0-9]+){2,4}$"
npsn = RegexValidator(r"^\d{8}\Z", _("An NPSN has 8 digits, e.g. 20328942."))


class Detail(models.Model):
    """What every kind's row has: the proposal it belongs to."""

    RELATED_NAME = ""

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.proposal_id}"


@pghistory.track(pghistory.ManualEvent("submitted"))
class Certification(Detail):
    """Sertifikasi: a scheme of a licensed LSP, tested at a TUK by assessors; result K or BK."""

    RELATED_NAME = "certification"

    class SchemeKind(models.TextChoices):
        KKNI = "kkni", _("KKNI")
        OCCUPATION = "okupasi", _("Occupation")
        CLUSTER = "klaster", _("Cluster")

    class SiteKind(models.TextChoices):
        TEMPORARY = "sewaktu", _("Temporary site")
        OWN = "mandiri", _("LSP's own site")
        WORKPLACE = "tempat_kerja", _("Workplace")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="certification")
    scheme = models.CharField(_("certification scheme"), max_length=200, blank=True)
    scheme_kind = models.CharField(_("kind of scheme"), max_length=8, choices=SchemeKind.choices, blank=True)
    standard = models.CharField(_("SKKNI (Kepmenaker number and year)"), max_length=120, blank=True)
    unit_codes = models.TextField(
        _("units of competency"), blank=True, help_text=_("One code per line, e.g. J.620100.004.02.")
    )
    lsp_name = models.CharField(_("LSP"), max_length=150, blank=True)
    lsp_licence = models.CharField(_("LSP licence number"), max_length=60, blank=True)
    lsp_licence_until = models.DateField(_("licence valid until"), null=True, blank=True)
    site_kind = models.CharField(
        _("kind of assessment site (TUK)"), max_length=12, choices=SiteKind.choices, blank=True
    )
    assessors = models.PositiveSmallIntegerField(_("assessors"), null=True, blank=True)
    tested_on = models.DateField(_("day of assessment"), null=True, blank=True)


@pghistory.track(pghistory.ManualEvent("submitted"))
class SkkniDevelopment(Detail):
    """SKKNI: a competency standard on its way from plan to Kepmenaker."""

    RELATED_NAME = "skkni"

    class Stage(models.TextChoices):
        PROPOSED = "usulan", _("Proposed")
        PLANNED = "rip", _("In the master plan (RIP)")
        DRAFTING = "penyusunan", _("Drafting")
        VERIFIED = "verifikasi", _("Internal verification")
        PRE_CONVENTION = "prakonvensi", _("Pre-convention")
        CONVENTION = "konvensi", _("Convention")
        ISSUED = "penetapan", _("Issued")
        REVIEW = "kaji_ulang", _("Under review")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="skkni")
    field = models.CharField(_("functional area"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, blank=True)
    committee = models.CharField(_("standards committee"), max_length=200, blank=True)
    drafting_team = models.CharField(_("drafting team"), max_length=300, blank=True)
    industry_code = models.CharField(_("KBLI code"), max_length=10, blank=True)
    units = models.PositiveSmallIntegerField(_("number of units"), null=True, blank=True)
    review_year = models.PositiveSmallIntegerField(_("year of review"), null=True, blank=True)
    province_part = models.CharField(_("the province's part"), max_length=300, blank=True)


@pghistory.track(pghistory.ManualEvent("submitted"))
class AsnTraining(Detail):
    """Pelatihan ASN: hours (JP, 45 minutes), batches, requirements, pass mark and attendance."""

    RELATED_NAME = "training"

    class TrainingKind(models.TextChoices):
        TECHNICAL = "teknis", _("Technical")
        FUNCTIONAL = "fungsional", _("Functional")
        SOCIOCULTURAL = "sosiokultural", _("Sociocultural")
        LEADERSHIP = "kepemimpinan", _("Digital leadership")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="training")
    training_kind = models.CharField(_("kind of training"), max_length=16, choices=TrainingKind.choices, blank=True)
    academy = models.CharField(_("academy"), max_length=20, blank=True, help_text=_("E.g. GTA, VSGA, TA, FGA."))
    hours = models.PositiveSmallIntegerField(_("lesson hours (JP) in all"), null=True, blank=True)
    hours_self_study = models.PositiveSmallIntegerField(_("of these self-study (JP)"), null=True, blank=True)
    batches = models.PositiveSmallIntegerField(_("batches"), null=True, blank=True)
    seats_per_batch = models.PositiveSmallIntegerField(_("participants per batch"), null=True, blank=True)
    education = models.CharField(_("required education"), max_length=150, blank=True)
    trainers = models.CharField(_("trainers"), max_length=300, blank=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark"), null=True, blank=True)
    max_absence = models.PositiveSmallIntegerField(_("absence allowed (% of JP)"), null=True, blank=True)


@pghistory.track(pghistory.ManualEvent("submitted"))
class Research(Detail):
    """Penelitian: a question, a method, places, and recommendations meant to become policy."""

    RELATED_NAME = "research"

    class ResearchKind(models.TextChoices):
        STUDY = "kajian", _("Study")
        SURVEY = "survei", _("Survey")
        EVALUATION = "evaluasi", _("Policy evaluation")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="research")
    research_kind = models.CharField(_("kind of research"), max_length=10, choices=ResearchKind.choices, blank=True)
    question = models.TextField(_("research question"), blank=True)
    method_used = models.CharField(_("research method"), max_length=200, blank=True)
    lead_researcher = models.CharField(_("lead researcher"), max_length=150, blank=True)
    team = models.CharField(_("team (centre, province, university)"), max_length=300, blank=True)
    permit = models.CharField(_("research permit"), max_length=120, blank=True)
    policy_target = models.CharField(_("policy it is meant for"), max_length=200, blank=True)
    openness = models.CharField(_("openness of the data"), max_length=120, blank=True)


@pghistory.track(pghistory.ManualEvent("submitted"))
class DomesticMasters(Detail):
    """Beasiswa S2 dalam negeri: university, intake, requirements, and return to duty."""

    RELATED_NAME = "scholarship"

    class Mode(models.TextChoices):
        REGULAR = "reguler", _("Regular")
        ONLINE = "daring", _("Online")

    class Employment(models.TextChoices):
        ASSIGNMENT = "tugas_belajar", _("Study assignment (tugas belajar)")
        PERMISSION = "izin_belajar", _("Study permission (izin belajar)")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="scholarship")
    university = models.CharField(_("university"), max_length=150, blank=True)
    study_programme = models.CharField(_("study programme"), max_length=150, blank=True)
    mode = models.CharField(_("mode of study"), max_length=8, choices=Mode.choices, blank=True)
    intake = models.CharField(_("academic year"), max_length=9, blank=True, help_text=_("E.g. 2027/2028."))
    quota = models.PositiveSmallIntegerField(_("seats for the province"), null=True, blank=True)
    service_years = models.PositiveSmallIntegerField(_("years of service required"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    employment = models.CharField(
        _("employment status while studying"), max_length=14, choices=Employment.choices, blank=True
    )
    return_duty = models.CharField(_("return to duty"), max_length=300, blank=True)


@pghistory.track(pghistory.ManualEvent("submitted"))
class SmkLsp(Detail):
    """SMK–LSP: a school with a first-party LSP certifies its pupils; counts only, pupils are minors."""

    RELATED_NAME = "school"

    class Licence(models.TextChoices):
        NONE = "belum", _("Not yet")
        PENDING = "proses", _("In process")
        LICENSED = "terlisensi", _("Licensed")
        EXPIRED = "kedaluwarsa", _("Licence expired")

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="school")
    npsn = models.CharField(_("NPSN"), max_length=8, blank=True, validators=[npsn])
    school = models.CharField(_("name of the SMK"), max_length=150, blank=True)
    expertise = models.CharField(_("expertise"), max_length=150, blank=True)
    licence = models.CharField(_("LSP-P1 licence"), max_length=12, choices=Licence.choices, blank=True)
    licence_number = models.CharField(_("BNSP licence number"), max_length=60, blank=True)
    schemes = models.CharField(_("schemes"), max_length=300, blank=True)
    teacher_assessors = models.PositiveSmallIntegerField(_("teachers who are assessors"), null=True, blank=True)
    pupils = models.PositiveSmallIntegerField(_("pupils to be tested"), null=True, blank=True)
    industry_partner = models.CharField(_("industry partner"), max_length=200, blank=True)


DETAIL_OF_KIND = {
    Kind.CERTIFICATION: Certification,
    Kind.SKKNI: SkkniDevelopment,
    Kind.ASN_TRAINING: AsnTraining,
    Kind.RESEARCH: Research,
    Kind.DOMESTIC_MASTERS: DomesticMasters,
    Kind.SMK_LSP: SmkLsp,
}
