"""Each invariant holds for a world made through the doors people use, and names what SQL has broken behind them."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from casework import documents, strays
from casework.models import Case, Document, LadderStep, Notice, Reminder
from portal.invariants import ALL, broken
from regions import clock
from tests import pacts, proposals, talks

pytestmark = pytest.mark.django_db

NEVER = "2026-01-01T00:00:00Z"
# What is broken by which statements, with triggers and foreign keys silent; {review} is a case in review, {pact} the
# case of a document in force.
BREAKS = {
    "case.state": [
        "ALTER TABLE casework_case DROP CONSTRAINT case_status_is_a_state_of_its_lifecycle",
        "UPDATE casework_case SET status = 'lost' WHERE id = {review}",
    ],
    "case.closed": [f"UPDATE casework_case SET closed_at = '{NEVER}' WHERE id = {{review}}"],
    "number.once": [
        "ALTER TABLE casework_case DROP CONSTRAINT casework_case_number_key",
        "UPDATE casework_case SET number = (SELECT number FROM casework_case WHERE id = {pact}) WHERE id = {review}",
    ],
    "number.series": ["UPDATE casework_numberseries SET last = last - 1 WHERE prefix = 'USL'"],
    "number.kept": ["UPDATE casework_case SET number = 'USL/2001/0001' WHERE id = {review}"],
    "turn.held": ["DELETE FROM casework_turn WHERE case_id = {review}"],
    "turn.state": ["UPDATE casework_turn SET status = 'returned' WHERE case_id = {review}"],
    "turn.holder": [
        "ALTER TABLE casework_turn DROP CONSTRAINT turn_is_held_by_a_position_or_a_pool",
        "UPDATE casework_turn SET position_id = NULL, pool_role = ''",
    ],
    "turn.seat": [
        "DROP INDEX one_open_turn_per_case_and_seat",
        "UPDATE casework_turn SET seat = 'reviewer', closed_at = NULL WHERE case_id = {review}",
    ],
    "trail.signed": ["UPDATE casework_trailentry SET actor_name = ''"],
    "trail.proposal": ["DELETE FROM casework_trailentry WHERE case_id = {review} AND action = 'proposal.take'"],
    "trail.agreement": ["DELETE FROM casework_trailentry WHERE action = 'agreement.register'"],
    "reminder.told": ["DELETE FROM casework_notice WHERE reminder_id IS NOT NULL"],
    "reminder.once": [
        "ALTER TABLE casework_reminder DROP CONSTRAINT one_reminder_per_step_slot_and_recipient",
        "UPDATE casework_reminder SET slot = 'turn:1'",
    ],
    "notice.way": ["UPDATE casework_notice SET awaits_digest = true"],
    "message.once": [
        "ALTER TABLE casework_message DROP CONSTRAINT casework_message_message_id_key",
        "UPDATE casework_message SET message_id = '<one@sinergi>'",
    ],
    "message.state": ["UPDATE casework_message SET status = 'sent'"],
    "document.version": ["UPDATE casework_document SET version = 5 WHERE replaces_id IS NOT NULL"],
    "document.post": ["UPDATE casework_document SET case_id = {pact} WHERE post_id IS NOT NULL"],
    "file.there": ["UPDATE casework_document SET size = size + 1 WHERE post_id IS NOT NULL"],
    "file.known": ["DELETE FROM casework_document WHERE post_id IS NOT NULL"],
    "text.case": ["UPDATE casework_case SET title = 'Lain' WHERE id = {review}"],
    "text.document": ["DELETE FROM casework_documenttext"],
    "proposal.case": ["DELETE FROM programs_proposal WHERE case_id = {review}"],
    "proposal.total": ["UPDATE programs_proposal SET total = total + 1 WHERE case_id = {review}"],
    "proposal.line": [
        "ALTER TABLE programs_costline DROP CONSTRAINT cost_line_amount_is_quantity_times_price",
        "UPDATE programs_costline SET amount = amount + 1",
    ],
    "proposal.payer": ["UPDATE programs_costline SET source = ''"],
    "proposal.submissions": ["UPDATE programs_proposal SET submissions = submissions + 1 WHERE case_id = {review}"],
    "agreement.case": ["DELETE FROM agreements_agreement WHERE case_id = {pact}"],
    "agreement.term": ["UPDATE agreements_agreement SET final_document_id = NULL"],
    "agreement.signed": [f"UPDATE agreements_signature SET voided_at = '{NEVER}'"],
    "agreement.cover": ["DELETE FROM programs_agreementcover"],
    "change.noted": ["ALTER TABLE casework_turn DISABLE TRIGGER note_change"],
}


@pytest.fixture
def world():
    """A proposal in review with files, messages and reminders; another one covered by a document in force."""
    people, lawyers = proposals.cast(), pacts.cast()
    review = proposals.in_state("in_review", people).case
    first = documents.attach(review, proposals.pdf(), "other", actor=people.reviewers[0])
    documents.attach(review, proposals.pdf(), "other", actor=people.reviewers[0], replaces=first)
    talks.said(review, people.verifier, file="lampiran.pdf")
    step, now = LadderStep.objects.first(), clock.now()
    for slot in ("turn:1", "turn:2"):
        who = people.verifier.user
        facts = {"step": step, "rung": step.code, "addressed_to": "position:1", "due_at": now, "found_at": now}
        reminder = Reminder.objects.create(case=review, recipient=who, slot=slot, **facts)
        Notice.objects.create(recipient=who, case=review, kind="turn.remind", at=now, reminder=reminder)
    approved = proposals.in_state("approved", people)
    pact = pacts.covering(approved, lawyers)
    attachment = Document.objects.get(post__isnull=False).file.name
    grow_old(attachment, strays.GRACE + timedelta(hours=1))
    yield {"review": review.pk, "pact": pact.case_id}
    default_storage.delete(attachment)


def grow_old(name: str, age: timedelta) -> None:
    at = (timezone.now() - age).timestamp()
    os.utime(default_storage.path(name), (at, at))


def test_each_invariant_is_broken_by_sql_and_named(world):
    assert set(BREAKS) == {each.name for each in ALL}
    assert broken() == {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, statements in BREAKS.items():
            mark = transaction.savepoint()
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement.format(**world))
            found = broken()
            assert name in found, (name, found)
            transaction.savepoint_rollback(mark)
    assert broken() == {}


def test_the_command_tells_each_and_fails_when_one_is_broken():
    out = io.StringIO()
    call_command("check_invariants", stdout=out)
    assert f"All {len(ALL)} invariants hold." in out.getvalue()
    Case.objects.create(kind="proposal", status="draft", owner=proposals.body(), opened_at=clock.now())
    with pytest.raises(CommandError, match="2 of"):
        call_command("check_invariants", stdout=out)
    assert "BROKEN" in out.getvalue() and "nobody holds it" in out.getvalue()


def kept_file(name: str, age: timedelta) -> str:
    stored = default_storage.save(name, ContentFile(b"%PDF-"))
    grow_old(stored, age)
    return stored


def test_a_file_whose_row_never_came_is_taken_away_after_its_grace():
    people = proposals.cast()
    case = proposals.complete_draft(people.proposer).case
    row = case.documents.first()
    stale = strays.GRACE + timedelta(hours=1)
    for name in ("documents/0a/left", "exports/left"):
        kept_file(name, stale)
    young = kept_file("documents/0b/young", strays.GRACE - timedelta(hours=1))
    grow_old(row.file.name, stale)
    assert broken()["file.known"] == ["no row names exports/left", "no row names documents/0a/left"]
    assert strays.sweep() == 2
    assert not default_storage.exists("documents/0a/left") and not default_storage.exists("exports/left")
    assert default_storage.exists(young) and default_storage.exists(row.file.name)
    assert broken() == {} and strays.sweep() == 0
    assert strays.sweep(timedelta()) and not default_storage.exists(young)  # the twin: no grace, no time for its row
    default_storage.delete(row.file.name)
