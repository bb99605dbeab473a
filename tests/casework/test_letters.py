"""What a message says: why, what, by when, what next, who else, and the exact page; in the reader's words."""

import pytest
from django.utils import timezone, translation

from accounts.roles import Role
from casework import notices, reminders
from casework.models import Message, Notice
from regions import clock
from tests import factories as make
from tests import proposals
from tests.waiting import at, stage, sweep_at

pytestmark = pytest.mark.django_db
ARRIVAL = at("2026-11-09", "10:00")


@pytest.fixture
def scene(settings):
    settings.PUBLIC_URL = "https://sinergi.test"
    scene = stage(ARRIVAL)
    scene.verifier.user.full_name = "Hendra Wijaya"
    scene.verifier.user.save()
    return scene


def mail_to(actor) -> Message:
    return Message.objects.get(recipient=actor.user)


def test_a_reminder_says_all_that_its_reader_needs(scene):
    sweep_at(at("2026-11-17"))
    mail = mail_to(scene.verifier)
    assert mail.subject == "USL/2026/0001 menunggu Anda, lewat 1 hari kerja"
    for words in (
        "Yth. Hendra Wijaya, Verifikator, Balai Banjarmasin",
        "“Pelatihan ASN” ada di tangan Anda sejak Senin, 9 November.",
        "Batas waktunya Senin, 16 November.",
        "Yang diperlukan: ",
        f"https://sinergi.test/usulan/{scene.case.proposal.pk}/",
        "Berikutnya: bila sampai Rab 18 Nov 08.00 WITA belum ada tindakan, pengingat dikirim kepada: ",
        f"tahap 3 dari 5; dikirim juga kepada: {scene.head.user.full_name} (Kepala Balai, Balai Banjarmasin).",
        f"https://sinergi.test/giliran/{scene.turn.pk}/tunda/",
    ):
        assert words in mail.text, mail.text
    assert f'href="https://sinergi.test/usulan/{scene.case.proposal.pk}/"' in mail.html


def test_the_superior_reads_whose_turn_it_is_and_is_not_offered_a_snooze(scene):
    sweep_at(at("2026-11-17"))
    mail = mail_to(scene.head)
    assert mail.subject == "USL/2026/0001 menunggu Verifikator, Balai Banjarmasin, lewat 1 hari kerja"
    assert "tunda" not in mail.text


def test_a_reader_of_english_reads_english(scene):
    scene.verifier.user.language = "en"
    scene.verifier.user.save()
    sweep_at(at("2026-11-12"))
    mail = mail_to(scene.verifier)
    assert mail.subject == "USL/2026/0001 waits for you, 2 working days left"
    assert "Reminder, step 1 of 5; sent to nobody else." in mail.text


def test_hours_are_said_in_the_readers_own_zone(scene):
    with clock.at(ARRIVAL):
        scene.head.position.superior = make.actor(make.agency(), Role.LEADERSHIP, title="Kepala Badan").position
        scene.head.position.save()
    sweep_at(at("2026-11-18"), at("2026-11-23", "09:00"))
    assert "Sen 23 Nov 08.00 WITA" in Message.objects.filter(recipient=scene.head.user).first().text
    assert "WIB" not in mail_to(scene.verifier).text


def test_who_chose_another_zone_reads_hours_in_it_in_mails_too(scene):
    scene.verifier.user.zone = "WIB"
    scene.verifier.user.save()
    sweep_at(at("2026-11-17"))
    assert "Berikutnya: bila sampai Rab 18 Nov 07.00 WIB belum ada tindakan" in mail_to(scene.verifier).text


def test_after_a_gap_the_letter_names_who_else_is_told_now_though_of_another_step(scene):
    sweep_at(at("2026-11-24", "09:00"))
    mail = mail_to(scene.verifier)
    for other in (scene.head, scene.coordinator):
        assert other.user.full_name in mail.text
    assert "Berikutnya" not in mail.text


def test_the_last_step_says_that_it_is_the_last(scene):
    sweep_at(at("2026-11-23", "09:00"))
    assert "ini tahap terakhir" in mail_to(scene.coordinator).text


def test_a_move_tells_the_new_holder_what_to_do_and_by_when(settings):
    people = proposals.cast()
    with clock.at(ARRIVAL):
        proposal = proposals.in_state("submitted", people)
    mail = Message.objects.filter(recipient=people.verifier.user).latest("pk")
    assert mail.subject.startswith(f"{proposal.case.number} kini di tangan Anda: ")
    assert "paling lambat Rabu, 11 November" in mail.text
    assert people.proposer.display_name in mail.text


def test_a_letter_keeps_the_number_and_title_it_was_written_with(scene):
    sweep_at(at("2026-11-12"))
    scene.case.title = "Judul baru"
    scene.case.save()
    with translation.override("id"), timezone.override("Asia/Makassar"):
        assert "“Pelatihan ASN”" in Notice.objects.get().letter.paragraphs[0]


def test_an_unknown_kind_is_said_as_well_as_can_be_and_subjects_are_one_line(scene):
    scene.case.title = "Dua\nbaris\x07" + "panjang " * 40
    with clock.at(ARRIVAL):
        notices.tell(scene.case, "proposal.unheard_of", [scene.verifier.user])
    subject = mail_to(scene.verifier).subject
    assert "\n" not in subject and len(subject) <= 200


def test_every_page_a_reminder_may_name_exists(scene):
    assert reminders.case_page(scene.case) == f"/usulan/{scene.case.proposal.pk}/"


def test_whoever_reads_it_is_called_you_and_not_by_the_position(scene):
    """The head hears of a late case twice; the first letter says that the second comes to him."""
    sweep_at(at("2026-11-17"))
    assert "pengingat dikirim kepada: Anda." in mail_to(scene.head).text
    assert "kepada: Anda." not in mail_to(scene.verifier).text
