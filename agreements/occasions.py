"""When each act on a document that is no move has its time, and who does it; service, page and button ask here."""

from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from agreements.policies import drafts, is_province_legal, keeps, speaks_law, writes_text
from casework.policies import Occasion, Policy

TALKING = ("draft", "party_review")
LEGAL = ("legal_review", "council")
UNFINISHED = (*TALKING, *LEGAL, "ready", "partly_signed")

EDIT_BASICS = Occasion(drafts, TALKING)
CHANGE_PARTIES = Occasion(drafts, ("draft",))
UPLOAD_TEXT = Occasion(writes_text, TALKING)
ATTACH_WORK_PLAN = Occasion(drafts, UNFINISHED)
ATTACH_FINAL = Occasion(drafts, ("partly_signed",))

SPEAK_LAW = Occasion(speaks_law, LEGAL)
RECORD_COUNCIL = Occasion(is_province_legal, LEGAL)

OPEN_ADDENDUM = Occasion(drafts, ("in_force",))
OPEN_SUCCESSOR = Occasion(drafts, ("in_force", "expired", "terminated"))


def keep_party(party: Party) -> Occasion:
    """Its own officers and the cooperation officers write a party's number, who signs for it and by what right."""
    who = _("officers of this party, or a cooperation officer")
    return Occasion(Policy(lambda actor, _agreement: keeps(actor, party), who), UNFINISHED)
