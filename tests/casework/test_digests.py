"""The daily mail: everything once, never twice, in its reader's language; and quiet time that holds mail back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from casework import digests, notices, outbox
from casework.audience import Addressee
from casework.models import MailChoices, Message, Notice
from casework.wishes import Wishes, keep_choices
from regions import clock
from tests import factories as make
from tests.races import race, unlocked
from tests.waiting import WIB, WITA, a_case, at, stage, sweep_at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-16", "10:00")


def reader(**choices):
    """A person at the Balai in Banjarmasin (WITA), with choices."""
    actor = make.actor(make.upt())
    keep_choices(actor.user, **choices)
    return actor.user


def news(user, moment=MONDAY, kind="proposal.approve", number="USL/2026/0001", **params) -> Notice:
    with clock.at(moment):
        case = a_case(number=number)
        return notices.tell(case, kind, [user], url=case.proposal.get_absolute_url(), who="Sari", **params)[0]


def sweep(moment) -> int:
    with clock.at(moment):
        return digests.sweep()


def mails() -> list[Message]:
    return list(Message.objects.order_by("pk"))


# --- once a day -----------------------------------------------------------------------


def test_who_chose_nothing_hears_at_once():
    user = make.actor(make.upt()).user
    notice = news(user)
    assert [mail.notice for mail in mails()] == [notice] and not notice.awaits_digest


def test_a_day_s_news_is_one_mail_at_the_chosen_hour():
    user = reader(decisions="digest", digest_hour=8)
    first, second = news(user), news(user, number="USL/2026/0002")
    assert mails() == []
    assert sweep(at("2026-11-17", "07:59")) == 0
    assert sweep(at("2026-11-17", "08:00")) == 1
    assert sweep(at("2026-11-17", "08:01")) == 0
    (mail,) = mails()
    assert set(mail.digested.all()) == {first, second} and mail.recipient == user
    assert mail.subject == "2 kabar hari ini"
    assert "USL/2026/0001" in mail.text and "USL/2026/0002" in mail.text and "USL/2026/0002" in mail.html
    assert not Notice.objects.filter(awaits_digest=True).exists()


def test_groups_are_in_order_of_urgency():
    user = reader(decisions="digest", turns="digest", reminders="digest")
    news(user)
    news(user, number="USL/2026/0002", yours=True, status="submitted")
    late = {"audience": "holder", "overdue": True, "late_by": 2, "since": MONDAY.isoformat(), "due_on": "2026-11-13"}
    news(user, kind="turn.remind", number="USL/2026/0003", turn=1, holder="Verifikator", **late)
    sweep(at("2026-11-17"))
    text = mails()[0].text
    order = [text.index(number) for number in ("USL/2026/0003", "USL/2026/0002", "USL/2026/0001")]
    assert order == sorted(order)
    assert "Lewat batas waktu" in text


def test_an_empty_one_is_not_sent_and_what_was_read_is_not_news():
    user = reader(decisions="digest")
    assert sweep(at("2026-11-17")) == 0
    Notice.objects.filter(pk=news(user).pk).update(read_at=MONDAY)
    assert sweep(at("2026-11-17")) == 0 and mails() == []
    assert not Notice.objects.filter(awaits_digest=True).exists()


def test_it_speaks_its_reader_s_language():
    user = reader(decisions="digest")
    user.language = "en"
    user.save()
    news(user)
    sweep(at("2026-11-17"))
    assert mails()[0].subject == "1 message of the day"
    assert "For your knowledge" in mails()[0].text and "Untuk diketahui" not in mails()[0].text


def test_days_off_have_none_and_an_outage_merges_into_the_next():
    user = reader(decisions="digest")
    news(user, at("2026-11-19", "15:00"))
    # Friday nobody swept; Saturday and Sunday have no daily mail.
    assert sweep(at("2026-11-21", "09:00")) == 0
    news(user, at("2026-11-22", "15:00"), number="USL/2026/0002")
    assert sweep(at("2026-11-23", "11:00")) == 1
    assert mails()[0].digested.count() == 2


def test_the_hour_is_the_reader_s_own():
    east = reader(decisions="digest", digest_hour=8)
    west = reader(decisions="digest", digest_hour=8)
    west.zone = "WIB"
    west.save()
    with clock.at(MONDAY):
        notices.tell(a_case(), "proposal.approve", [east, west], who="Sari")
    assert sweep(at("2026-11-17", "08:30")) == 1
    assert [mail.recipient for mail in mails()] == [east]
    assert sweep(at("2026-11-17", "08:00", WIB)) == 1


def test_a_clock_that_jumps_loses_and_doubles_nothing():
    user = reader(decisions="digest")
    news(user)
    assert sweep(at("2026-12-17")) == 1  # a month ahead by mistake
    assert sweep(at("2026-11-17")) == 0  # and back
    news(user, at("2026-11-17", "10:00"), number="USL/2026/0002")
    assert sweep(at("2026-11-18")) == 1
    assert [mail.digested.count() for mail in mails()] == [1, 1]


def test_one_person_s_failure_does_not_keep_the_others(monkeypatch):
    bad, good = reader(decisions="digest"), reader(decisions="digest")
    with clock.at(MONDAY):
        notices.tell(a_case(), "proposal.approve", [bad, good], who="Sari")
    Notice.objects.filter(recipient=bad).update(kind="turn.remind", params={"since": "not a day"})
    with pytest.raises(ExceptionGroup):
        sweep(at("2026-11-17"))
    assert [mail.recipient for mail in mails()] == [good]
    assert Notice.objects.filter(awaits_digest=True, recipient=bad).exists()


def test_the_clock_s_task_makes_them():
    from casework.tasks import sweep as task

    user = reader(decisions="digest")
    news(user)
    with clock.at(at("2026-11-17")):
        task()
    assert [mail.recipient for mail in mails()] == [user]


# --- one slot a day -------------------------------------------------------------------


def two_in_a_day() -> int:
    user = reader(decisions="digest")
    news(user)
    sweep(at("2026-11-17", "08:00"))
    news(user, at("2026-11-17", "09:00"), number="USL/2026/0002")
    sweep(at("2026-11-17", "09:01"))
    return Message.objects.count()


def test_what_comes_after_the_daily_mail_waits_for_the_next():
    assert two_in_a_day() == 1
    assert Notice.objects.filter(awaits_digest=True).count() == 1
    assert sweep(at("2026-11-18")) == 1


@pytest.fixture
def without_slot():
    """The mail forgets its slot: neither the look before nor the constraint can find it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION forget() RETURNS trigger AS 'BEGIN NEW.slot = NULL; RETURN NEW; END' LANGUAGE plpgsql"
        )
        cursor.execute("CREATE TRIGGER forget BEFORE INSERT ON casework_message FOR EACH ROW EXECUTE FUNCTION forget()")


def test_twin_without_the_slot_two_come_in_a_day(without_slot):
    assert two_in_a_day() == 2


def at_once(monkeypatch, *, locks: bool) -> list[int]:
    if not locks:
        monkeypatch.setattr(digests, "locked", unlocked)
    user = reader(decisions="digest")
    news(user)
    to = Addressee(user, "", WITA)

    def beat():
        with clock.at(at("2026-11-17")):
            return digests.make(to)

    race(beat, beat)
    return [mail.digested.count() for mail in Message.objects.order_by("pk")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks", [True, False])
def test_two_sweeps_at_once_make_one_mail(monkeypatch, locks):
    """The slot alone suffices, whatever the locks do."""
    assert at_once(monkeypatch, locks=locks) == [1]


@pytest.mark.django_db(transaction=True)
def test_twin_without_slot_and_lock_two_sweeps_double_it(monkeypatch):
    slot = Message._meta.get_field("slot")
    plain = slot.clone()
    plain._unique = False
    plain.set_attributes_from_name("slot")
    with connection.schema_editor() as editor:
        editor.alter_field(Message, slot, plain)
    try:
        assert len(at_once(monkeypatch, locks=False)) == 2
    finally:
        Message.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(Message, plain, slot)


# --- no mail, and what cannot be silenced ---------------------------------------------


def test_no_mail_leaves_the_inbox_alone():
    user = reader(decisions="none")
    notice = news(user)
    assert mails() == [] and not notice.awaits_digest and user.notices.get() == notice


def test_one_s_own_late_turn_cannot_be_silenced():
    scene = stage(at("2026-11-09", "10:00"))
    keep_choices(scene.verifier.user, reminders="none")
    sweep_at(at("2026-11-12"), at("2026-11-16"))
    assert Notice.objects.count() == 2 and mails() == []  # before and on the last day: as chosen
    sweep_at(at("2026-11-17"))
    assert scene.verifier.user in [mail.recipient for mail in mails()]


def test_the_database_refuses_silent_alarms():
    from django.db import IntegrityError, transaction

    user = reader()
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoices.objects.filter(user=user).update(alarms="none")


# --- quiet time -----------------------------------------------------------------------

EVENING, MORNING = time(18), time(7)
QUIET = [
    # from, until, days off too, moment in WITA, when mail leaves (same moment: at once)
    (EVENING, MORNING, False, "2026-11-16 17:59", "2026-11-16 17:59"),
    (EVENING, MORNING, False, "2026-11-16 18:00", "2026-11-17 07:00"),
    (EVENING, MORNING, False, "2026-11-16 23:59", "2026-11-17 07:00"),
    (EVENING, MORNING, False, "2026-11-17 00:00", "2026-11-17 07:00"),
    (EVENING, MORNING, False, "2026-11-17 07:00", "2026-11-17 07:00"),
    (EVENING, MORNING, False, "2026-11-21 10:00", "2026-11-21 10:00"),
    (EVENING, MORNING, True, "2026-11-20 19:00", "2026-11-23 07:00"),
    (EVENING, MORNING, True, "2026-11-21 10:00", "2026-11-23 07:00"),
    (time(12), time(13), False, "2026-11-16 12:30", "2026-11-16 13:00"),
    (None, None, True, "2026-11-22 23:00", "2026-11-23 00:00"),
    (None, None, True, "2026-12-24 16:00", "2026-12-28 00:00"),  # cuti bersama, Christmas, a weekend
    (None, None, False, "2026-11-22 23:00", "2026-11-22 23:00"),
]


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(WITA))


@pytest.mark.parametrize("first,last,off,moment,leaves", QUIET)
def test_when_mail_leaves(first, last, off, moment, leaves):
    user = reader(quiet_from=first, quiet_until=last, quiet_days_off=off)
    found = Wishes(Addressee(user, "", WITA)).released_at(local(moment).astimezone(UTC))
    assert (found or local(moment)) == local(leaves)


def test_mail_of_a_quiet_hour_waits_in_the_outbox_and_is_no_fault(sink, client):
    user = reader(quiet_from=EVENING, quiet_until=MORNING)
    news(user, at("2026-11-16", "22:00"))
    for moment, sent in [("2026-11-16 22:01", 0), ("2026-11-17 06:59", 0), ("2026-11-17 07:00", 1)]:
        with clock.at(local(moment)):
            assert outbox.deliver() == sent, moment
            assert outbox.oldest_unsent() is None
    assert len(sink.messages) == 1


def test_twin_mail_without_the_mark_would_leave_in_the_night(sink):
    user = reader(quiet_from=EVENING, quiet_until=MORNING)
    news(user, at("2026-11-16", "22:00"))
    Message.objects.update(not_before=None)
    with clock.at(at("2026-11-16", "22:01")):
        assert outbox.deliver() == 1


def test_a_clock_that_goes_back_does_not_hold_mail_for_ever(sink):
    user = reader(quiet_from=EVENING, quiet_until=MORNING)
    news(user, at("2027-11-16", "22:00"))
    with clock.at(at("2026-11-16", "10:00") + timedelta(days=1)):
        assert outbox.deliver() == 1
