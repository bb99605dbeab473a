"""What acts on a cooperation document are called, and what each seat must do, in plain words."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "agreement.open": _("Document opened"),
    "agreement.open_successor": _("Document opened as successor"),
    "agreement.open_addendum": _("Addendum opened"),
    "agreement.claim_turn": _("Taken by somebody of the pool"),
    "agreement.assign_turn": _("Given to a position by name"),
    "agreement.reassign_turn": _("Passed on to another position"),
    "agreement.release_turn": _("Put back into the pool"),
    "agreement.edit": _("Title, term or linked proposals changed"),
    "agreement.add_party": _("Party added"),
    "agreement.remove_party": _("Party taken out"),
    "agreement.set_number": _("A party's number written"),
    "agreement.set_authority": _("Signing position and authority written"),
    "agreement.send_for_review": _("Text sent to the parties for review"),
    "agreement.answer": _("Text answered and handed over"),
    "agreement.accept": _("Text accepted by all parties"),
    "agreement.speak_legal": _("Legal opinion given"),
    "agreement.both_spoke": _("Both legal sides have spoken"),
    "agreement.record_council": _("Council's decision recorded"),
    "agreement.need_council": _("Sent to the council for approval"),
    "agreement.clear": _("Declared ready to sign"),
    "agreement.sign": _("Signature recorded"),
    "agreement.bring_into_force": _("In force"),
    "agreement.register": _("Registered as signed outside the portal"),
    "agreement.redraft": _("Sent back to the draft; signatures so far are void"),
    "agreement.expire": _("Expired on its last day"),
    "agreement.terminate": _("Ended early"),
    "agreement.cancel": _("Document cancelled"),
    "agreement.ending": _("A cooperation document is ending"),
    "agreement.unsucceeded": _("A cooperation document ended without a successor"),
}

# State, or state:seat → (what is to be done, the button's verb).
TASKS = {
    "draft": (_("write the text and send it to the parties"), _("Write the text")),
    "party_review": (_("read the text, then accept it or answer"), _("Answer the text")),
    "legal_review": (_("give your legal opinion"), _("Give your opinion")),
    "legal_review:conclude": (_("declare it ready, or send it back to the draft"), _("Declare ready")),
    "council": (_("record the council's decision, then declare it ready"), _("Record the decision")),
    "council:legal:centre": (_("give your legal opinion"), _("Give your opinion")),
    "ready": (_("sign, and record the signature"), _("Record the signature")),
    "partly_signed": (_("sign, and record the signature"), _("Record the signature")),
    "partly_signed:conclude": (_("complete what is missing, and declare it in force"), _("Complete the document")),
}
