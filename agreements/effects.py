"""What a move writes besides the status. Effects stand beside the table: they write models and call no service."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.access import holders_of
from agreements import authority, policies
from agreements.files import keep, keep_text
from agreements.models import Agreement, Party, Signature
from casework.models import Document
from casework.workflow import NotAllowed, Refused
from regions import clock
from regions.templatetags.dates import day_full


def send_for_review(agreement: Agreement, *, actor, comment, first_party: Party):
    """The centre stands behind what it sends; a number of a round is never used twice."""
    party = _own_party(agreement, first_party, "first_party")
    if party.is_centre and _other_than(agreement, party, centre=False):
        raise Refused(_("The text goes first to a party outside the centre."), field="first_party")
    agreement.parties.update(accepted_text=None)
    for sender in agreement.parties.all():
        if sender.is_centre and sender.pk != party.pk:
            _accept(sender, agreement.text)
    agreement.review_round += 1
    agreement.text_holder = party
    agreement.case.shared_at = agreement.case.shared_at or clock.now()
    agreement.save(update_fields=["review_round", "text_holder"])


def answer(agreement: Agreement, *, actor, comment, to_party: Party | None = None, accepts=False, text=None, note=""):
    """A new version is accepted by who hands it over; back at the centre a new round begins."""
    holder = agreement.text_holder
    receiver = _receiver(agreement, holder, to_party)
    if not (text or accepts or comment.strip()):
        raise Refused(_("Attach a new version, accept this one, or write what you think of it."), field="comment")
    if text:
        keep_text(agreement, text, actor=actor, note=note)
    if text or accepts:
        _accept(holder, agreement.text)
    if receiver.is_centre and not holder.is_centre:
        agreement.review_round += 1
    agreement.text_holder = receiver
    agreement.save(update_fields=["review_round", "text_holder"])


def accept(agreement: Agreement, *, actor, comment):
    _accept(agreement.text_holder, agreement.text)
    agreement.text_holder = None
    agreement.save(update_fields=["text_holder"])


def need_council(agreement: Agreement, *, actor, comment):
    agreement.council_required, agreement.council_reason = True, ""
    agreement.save(update_fields=["council_required", "council_reason"])


def sign(agreement: Agreement, *, actor, comment, party: Party, signed_on: date, place: str, scan, position=None):
    """One party's signature, checked against its authority on that very day; the signer's name is kept as it was."""
    party = _own_party(agreement, party, "party")
    if not policies.records_for(actor, party):
        raise NotAllowed(_("You record signatures of your own party only."))
    if party.signature:
        raise Refused(_("%(party)s has signed already.") % {"party": party}, field="party")
    if signed_on > clock.today():
        raise Refused(_("This day has not come yet."), field="signed_on")
    if position is not None and position.pk != party.signing_position_id:
        raise Refused(_("Another position signs for this party; change it with the party first."), field="position")
    against = authority.objections(party, signed_on)
    if against:
        raise Refused(*against, field="signed_on")
    holding = holders_of(party.signing_position, signed_on)[0]
    _record_signature(agreement, party, signed_on, place, holding.user.full_name, holding.label, scan, actor)


def bring_into_force(agreement: Agreement, *, actor, comment):
    agreement.in_force_at = clock.now()
    agreement.save(update_fields=["in_force_at"])


def register(agreement: Agreement, *, actor, comment, signed_file, signatures):
    """Signed outside the portal: the reason stays on the document, and each signature as it stands on paper.

    `signatures` is a list of {party, signed_on, place, signer_name}.
    """
    given = {_own_party(agreement, row["party"], "signatures").pk: row for row in signatures}
    parties = list(agreement.parties.all())
    for party in parties:
        _check_registered(party, given.get(party.pk))
    final = keep(agreement, signed_file, Document.Kind.SIGNED, actor=actor)
    for party in parties:
        row, label = given[party.pk], str(party.signing_position)
        _record_signature(agreement, party, row["signed_on"], row["place"], row["signer_name"], label, final, actor)
    agreement.final_document = final
    agreement.registered_reason = comment
    agreement.in_force_at = clock.now()
    agreement.case.shared_at = agreement.case.shared_at or clock.now()
    agreement.save(update_fields=["final_document", "registered_reason", "in_force_at"])


def _check_registered(party: Party, row: dict | None) -> None:
    if row is None or not row.get("signer_name") or not row.get("signed_on"):
        raise Refused(_("%(party)s: write who signed, and when.") % {"party": party}, field="signatures")
    if row["signed_on"] > clock.today():
        raise Refused(_("This day has not come yet."), field="signatures")


def redraft(agreement: Agreement, *, actor, comment):
    """Back to the draft: signatures and opinions are void but stay in history; nobody has accepted anything."""
    standing = Signature.objects.standing().filter(party__agreement=agreement)
    standing.update(voided_at=clock.now(), void_reason=comment)
    agreement.opinions.standing().update(voided_at=clock.now())
    agreement.parties.update(accepted_text=None)
    agreement.text_holder = agreement.final_document = None
    agreement.save(update_fields=["text_holder", "final_document"])


def terminate(agreement: Agreement, *, actor, comment, document, ended_on: date):
    if not agreement.starts_on <= ended_on <= clock.today():
        raise Refused(
            _("Choose a day from %(start)s to today.") % {"start": day_full(agreement.starts_on)}, field="ended_on"
        )
    agreement.termination_document = keep(agreement, document, Document.Kind.OTHER, actor=actor)
    agreement.terminated_on = ended_on
    agreement.save(update_fields=["termination_document", "terminated_on"])


def cancel(agreement: Agreement, *, actor, comment):
    agreement.text_holder = None
    agreement.save(update_fields=["text_holder"])


def _accept(party: Party, text: Document) -> None:
    party.accepted_text = text
    party.save(update_fields=["accepted_text"])


def _own_party(agreement: Agreement, party, field: str) -> Party:
    """The party as a row of this document, whatever was handed in (a Party or its key)."""
    key = getattr(party, "pk", party)
    own = next((row for row in agreement.parties.all() if row.pk == key), None)
    if own is None:
        raise Refused(_("Choose a party of this document."), field=field)
    return own


def _other_than(agreement: Agreement, party: Party, *, centre: bool) -> list[Party]:
    return [row for row in agreement.parties.all() if row.pk != party.pk and row.is_centre == centre]


def _receiver(agreement: Agreement, holder: Party, wished) -> Party:
    """To whom the text goes next: the wished party; else the centre, or from the centre the next in order."""
    if wished is None:
        near = [] if holder.is_centre else _other_than(agreement, holder, centre=True)
        return (near or _other_than(agreement, holder, centre=False) or _other_than(agreement, holder, centre=True))[0]
    receiver = _own_party(agreement, wished, "to_party")
    if receiver.pk == holder.pk:
        raise Refused(_("Hand the text to another party."), field="to_party")
    return receiver


def _record_signature(agreement, party, signed_on, place, name, label, scan, actor) -> Signature:
    return Signature.objects.create(
        party=party,
        signed_on=signed_on,
        place=place,
        position=party.signing_position,
        signer_name=name,
        signer_position=label,
        scan=keep(agreement, scan, Document.Kind.SIGNED, actor=actor),
        recorded_at=clock.now(),
    )
