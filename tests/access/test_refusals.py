"""What forms and rules of work refuse is a line of the log: whose, where, which field, and nothing of the words."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pythonjsonlogger.json import JsonFormatter

from accounts import refusals
from accounts.roles import Role
from portal.log_lines import WhoAsked
from tests import factories, proposals
from tests.programs.drafting import autosave, post, rows

pytestmark = pytest.mark.django_db
TYPED = "kata-yang-diketik"


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def lines(caplog):
    """What the log says of refusals, with the number of the person; nothing that was typed stands in a line."""
    caplog.handler.addFilter(WhoAsked())

    def told() -> list[tuple]:
        kept = [record for record in caplog.records if record.name == refusals.__name__]
        assert not any(TYPED in JsonFormatter("%(message)s").format(record) for record in kept)
        return [(record.getMessage(), record.person) for record in kept]

    return told


def move(client, proposal, name, **data):
    data = {"version": proposal.case.version, "key": str(uuid4()), "comment": "", **data}
    return client.post(reverse("programs:move", args=[proposal.pk, name]) + f"?q={TYPED}", data)


def test_a_field_that_is_missing_and_one_that_no_browser_sends(client, people, lines):
    submitted = proposals.in_state("submitted", people)
    factories.sign_in(client, people.proposer)
    move(client, submitted, "withdraw", version=TYPED)
    said = "refused at programs:move: version invalid, comment required"
    assert lines() == [(said, people.proposer.user.pk)]
    assert move(client, submitted, "withdraw", comment=TYPED).status_code == 302
    assert len(lines()) == 1  # what is taken is in the trail


def test_a_rule_of_work(client, people, lines):
    checked = proposals.in_state("in_verification", people)
    factories.sign_in(client, people.verifier)
    move(client, checked, "pass_on", recommendation=TYPED)
    assert lines() == [("refused at programs:move: form rule", people.verifier.user.pk)]


def test_a_button_that_comes_too_late(client, people, lines):
    turn = proposals.in_state("in_verification", people).case.turns.order_by("pk").first()
    factories.sign_in(client, people.verifier)
    client.post(reverse("casework:claim", args=[turn.pk]), {"key": str(uuid4()), "next": TYPED})
    assert lines() == [("refused at casework:claim: rule", people.verifier.user.pk)]


def test_steps_of_a_draft_as_they_are_sent_and_while_somebody_types(client, people, lines):
    draft = proposals.draft(people.proposer)
    factories.sign_in(client, people.proposer)
    for send in (post, autosave):
        send(client, draft, "biaya", rows({"item": TYPED, "volume": TYPED, "unit_price": TYPED}))
    said = "refused at programs:step: lines-0-volume invalid, lines-0-unit_price invalid"
    assert lines() == [(said, people.proposer.user.pk)] * 2


def test_a_document_that_is_none(client, people, lines):
    draft = proposals.draft(people.proposer)
    factories.sign_in(client, people.proposer)
    file = SimpleUploadedFile(f"{TYPED}.pdf", b"MZ program")
    post(client, draft, "dokumen", {"kind": "kak", "key": str(uuid4()), "file": file})
    assert lines() == [("refused at programs:step: file type", people.proposer.user.pk)]


def test_a_table_of_nonsense_does_not_fill_the_log(client, people, lines):
    draft = proposals.draft(people.proposer)
    factories.sign_in(client, people.proposer)
    post(client, draft, "biaya", rows(*[{"item": TYPED, "volume": TYPED, "unit_price": TYPED}] * 60))
    ((line, _person),) = lines()
    assert line.count(",") == refusals.SHOWN - 1 and len(line) < 1_000


def test_the_administration_with_the_rows_of_its_tables(client, lines):
    administrator = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    administrator.user.is_staff = administrator.user.is_superuser = True
    administrator.user.save()
    factories.sign_in(client, administrator)
    chair = factories.position(factories.upt(), Role.VERIFIER)
    table = {"holdings-TOTAL_FORMS": 1, "holdings-INITIAL_FORMS": 0, "holdings-0-starts_on": TYPED}
    client.post(reverse("admin:accounts_position_change", args=[chair.pk]), {"roles": TYPED} | table)
    ((line, person),) = lines()
    assert person == administrator.user.pk and TYPED not in line
    assert "roles invalid_choice" in line and "holdings-0-starts_on invalid" in line


def test_what_is_typed_wrong_at_reading_is_nobody_s_attempt(client, lines):
    factories.sign_in(client, factories.actor(factories.agency(), Role.COORDINATOR))
    page = client.get(reverse("handover:province_new"), {"province": TYPED})
    assert page.context["choice"].errors and lines() == []
