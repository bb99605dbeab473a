"""Legal review by both sides, and the council: a decision, or a recorded reason why not."""

import pytest

from accounts.models import Institution
from accounts.roles import Role
from agreements import services
from agreements.models import Agreement
from casework.workflow import NotAllowed, Refused, perform
from regions import clock
from tests import factories as make
from tests import pacts

pytestmark = pytest.mark.django_db


def seats(agreement) -> list[str]:
    return sorted(turn.seat for turn in agreement.case.turns.open())


def speak(agreement, actor, **words):
    return services.speak_legal(agreement, actor=actor, opinion="Tanpa keberatan.", **words)


def test_each_side_holds_a_turn_until_it_has_spoken():
    people = pacts.cast()
    agreement = pacts.in_state("legal_review", people)
    assert seats(agreement) == ["legal:centre", "legal:province"]
    speak(agreement, people.province_legal)
    assert seats(agreement) == ["legal:centre"]
    speak(agreement, people.legal)
    assert seats(agreement) == ["conclude"]


def test_ready_needs_both_sides_and_a_word_on_the_council():
    people = pacts.cast()
    agreement = pacts.in_state("legal_review", people)
    for act in (
        lambda: speak(agreement, people.legal),
        lambda: speak(agreement, people.province_legal),
        lambda: services.record_council(agreement, actor=people.province_legal, reason="Tidak membebani daerah."),
    ):
        with pytest.raises(Refused):
            perform(agreement, "clear", actor=people.legal)
        act()
    assert perform(agreement, "clear", actor=people.legal).case.status == "ready"


def test_the_province_alone_does_not_make_it_ready():
    people = pacts.cast()
    agreement = pacts.in_state("legal_review", people)
    speak(agreement, people.province_legal, council="not_required", council_reason="Tidak membebani daerah.")
    with pytest.raises(Refused, match="pusat belum"):
        perform(agreement, "clear", actor=people.province_legal)
    speak(agreement, people.legal)
    assert perform(agreement, "clear", actor=people.province_legal).case.status == "ready"


def test_why_not_is_said():
    people = pacts.cast()
    agreement = pacts.in_state("legal_review", people)
    with pytest.raises(Refused) as refusal:
        speak(agreement, people.province_legal, council="not_required")
    assert refusal.value.field == "council_reason"


def test_a_side_speaks_once_and_others_do_not():
    people = pacts.cast()
    agreement = pacts.in_state("legal_review", people)
    speak(agreement, people.legal)
    with pytest.raises(Refused):
        speak(agreement, people.legal)
    with pytest.raises(NotAllowed):
        speak(agreement, people.officer)


def test_the_council_decides_with_number_and_day():
    people = pacts.cast()
    agreement = pacts.in_state("council", people)
    assert seats(agreement) == ["legal:centre", "legal:province"]
    speak(agreement, people.province_legal, council="required")
    speak(agreement, people.legal)
    assert seats(agreement) == ["legal:province"]
    with pytest.raises(Refused):
        perform(agreement, "clear", actor=people.province_legal)
    with pytest.raises(Refused) as refusal:
        services.record_council(agreement, actor=people.province_legal, number="12/DPRD/2026")
    assert refusal.value.field == "decided_on"
    services.record_council(agreement, actor=people.province_legal, number="12/DPRD/2026", decided_on=clock.today())
    assert perform(agreement, "clear", actor=people.province_legal).case.status == "ready"


def test_sending_it_to_the_council_takes_back_the_reason_why_not():
    people = pacts.cast()
    agreement = pacts.spoken(pacts.in_state("legal_review", people), people)
    agreement = perform(agreement, "need_council", actor=people.province_legal, comment="Ada aset daerah.")
    assert (agreement.council_required, agreement.council_reason) == (True, "")


def test_without_a_province_one_side_is_enough():
    people = pacts.cast()
    school = Institution.objects.create(kind="smk", name="SMKN 1 Samarinda", short_name="SMKN 1")
    partner = make.actor(school, Role.PARTNER)
    agreement = services.open_alone(actor=people.officer, kind="pks", title="LSP-P1")
    services.add_party(agreement, school, actor=people.officer)
    services.upload_text(agreement, pacts.pdf(), actor=people.officer)
    second = agreement.parties.get(institution=school)
    perform(agreement, "send_for_review", actor=people.officer, first_party=second)
    perform(agreement, "accept", actor=partner)
    assert seats(agreement) == ["legal:centre"]
    speak(agreement, people.legal)
    assert perform(Agreement.objects.get(pk=agreement.pk), "clear", actor=people.legal).case.status == "ready"
