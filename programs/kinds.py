"""The six kinds of programme, and the steps in which a proposal is written."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is proposed."""

    CERTIFICATION = "sertifikasi", _("Certification")
    SKKNI = "skkni", _("SKKNI competency standard")
    ASN_TRAINING = "pelatihan_asn", _("Training of civil servants")
    RESEARCH = "penelitian", _("Research")
    DOMESTIC_MASTERS = "beasiswa_s2", _("Domestic master's scholarship")
    SMK_LSP = "smk_lsp", _("SMK–LSP programme")


class Step(models.TextChoices):
    """One page of the proposal's form; the value is its address."""

    SUBJECT = "jenis", _("Kind and title")
    AIM = "tujuan", _("Aim and participants")
    PLACE = "waktu", _("When and where")
    COSTS = "biaya", _("Cost sharing")
    DOCUMENTS = "dokumen", _("Documents")
    CHECK = "periksa", _("Check and submit")


# Steps that are filled in; the last one only looks.
WRITTEN = (Step.SUBJECT, Step.AIM, Step.PLACE, Step.COSTS, Step.DOCUMENTS)
