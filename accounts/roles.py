"""The roles of the Joint Program; a role belongs to a position, never to a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a position may do in the portal."""

    PROPOSER = "proposer", _("Proposer")
    BODY_HEAD = "body_head", _("Head of a provincial body")
    PROVINCE_LEGAL = "province_legal", _("Provincial legal officer")
    INSTITUTION_ADMIN = "institution_admin", _("Institution's administrator")
    VERIFIER = "verifier", _("Verifier")
    UPT_HEAD = "upt_head", _("Head of an UPT")
    COORDINATOR = "coordinator", _("Coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    COOPERATION_OFFICER = "cooperation_officer", _("Cooperation officer")
    LEGAL_OFFICER = "legal_officer", _("Legal officer")
    SECRETARIAT = "secretariat", _("Coordination meeting secretariat")
    LEADERSHIP = "leadership", _("Leadership")
    AUDITOR = "auditor", _("Auditor")
    PARTNER = "partner", _("Partner")
    ADMINISTRATOR = "administrator", _("Administrator")


# Which kinds of institution may carry which roles (checked when a position is saved).
CENTRE = {
    Role.COORDINATOR,
    Role.REVIEWER,
    Role.APPROVER,
    Role.COOPERATION_OFFICER,
    Role.LEGAL_OFFICER,
    Role.SECRETARIAT,
    Role.LEADERSHIP,
    Role.ADMINISTRATOR,
}
UPT = {Role.VERIFIER, Role.UPT_HEAD, Role.COOPERATION_OFFICER, Role.INSTITUTION_ADMIN}
PROVINCE = {Role.PROPOSER, Role.BODY_HEAD, Role.PROVINCE_LEGAL, Role.INSTITUTION_ADMIN}
