"""Mail is never lost and never sent twice by the system, whatever the server does."""

import time
from datetime import timedelta

import pytest

from casework import outbox, smtp
from casework.models import Message
from casework.outbox import RETRY_MINUTES
from portal.launcher.valkey import free_port
from regions import clock
from tests import factories as make
from tests.casework.smtp_server import Server
from tests.waiting import at

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-11-16", "09:00")


@pytest.fixture
def server(settings):
    server = Server()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    yield server
    server.stop()


def queued(count: int = 1, text: str = "Isi surat.\n") -> list[Message]:
    with clock.at(NOW):
        return [
            Message.objects.create(
                recipient=person,
                address=person.email,
                subject="Menunggu Anda",
                text=text,
                html="<p>Isi surat.</p>",
                message_id=f"<{person.pk}@sinergi.test>",
                queued_at=clock.now(),
                next_attempt_at=clock.now(),
            )
            for person in (make.user() for _ in range(count))
        ]


def deliver(after: timedelta = timedelta()) -> int:
    with clock.at(NOW + after):
        return outbox.deliver()


def row(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_one_connection_serves_a_batch_each_to_one_recipient_once(server):
    messages = queued(3)
    assert deliver() == 3
    assert deliver() == 0
    assert server.connections == 1
    assert server.recipients() == [message.address for message in messages]
    first = server.accepted[0]
    assert first["Message-ID"] == messages[0].message_id
    assert first["Auto-Submitted"] == "auto-generated"
    assert {row(message).status for message in messages} == {"sent"}
    assert row(messages[0]).sent_at == NOW


def test_lines_that_begin_with_a_point_arrive_as_they_were(server):
    queued(text=".\n..\n.akhir\n")
    deliver()
    assert server.accepted[0].get_body(("plain",)).get_content().split() == [".", "..", ".akhir"]


@pytest.mark.parametrize("answer", ["421 too busy", "452 full", "450 greylisted"])
@pytest.mark.parametrize("phase", ["RCPT", "DATA", "END"])
def test_not_now_is_tried_again_by_the_schedule_in_the_row(server, answer, phase):
    (message,) = queued()
    server.script = [{phase: answer}]
    assert deliver() == 0
    assert (row(message).status, message.attempts, message.cause[:3]) == ("queued", 1, answer[:3])
    assert message.next_attempt_at == NOW + timedelta(minutes=1)
    assert message.data_started_at is None
    assert deliver(timedelta(seconds=59)) == 0
    assert deliver(timedelta(seconds=60)) == 1
    assert len(server.accepted) == 1


def test_one_recipient_refused_for_good_does_not_harm_the_others(server):
    first, second, third = queued(3)
    server.script = [{}, {"RCPT": "550 no such person"}, {}]
    assert deliver() == 2
    assert server.recipients() == [first.address, third.address]
    assert (row(second).status, second.cause) == ("failed", "550 no such person")
    assert deliver(timedelta(days=3)) == 0


def test_a_message_refused_after_its_text_has_failed_and_was_not_taken(server):
    first, second = queued(2)
    server.script = [{"END": "554 content"}]
    assert deliver() == 1
    assert (row(first).status, first.cause) == ("failed", "554 content")
    assert row(second).status == "sent"


@pytest.mark.parametrize("answer", ["550 who are you", "421 too busy", "452 full", "cut"])
def test_a_server_that_takes_nothing_from_us_is_no_message_s_fault(server, answer):
    """The first stays the first, and the others are not even tried."""
    first, second = queued(2)
    server.default = {"MAIL": answer}
    assert deliver() == 0
    assert (row(first).status, first.attempts, first.next_attempt_at) == ("queued", 0, NOW)
    assert (first.claim, row(second).cause, server.commands.count("RCPT")) == (None, "", 0)
    assert first.cause
    server.be_kind()
    assert deliver() == 2


def test_a_connection_the_server_has_had_enough_of_is_opened_once_more(server):
    queued(2)
    server.script = [{}, {"MAIL": "421 so many and no more"}]
    assert deliver() == 2
    assert server.connections == 2


def test_so_many_in_a_row_that_are_not_taken_now_end_the_batch(server, monkeypatch):
    monkeypatch.setattr(outbox, "UNWILLING", 3)
    queued(5)
    server.default = {"RCPT": "451 later"}
    deliver()
    assert server.commands.count("RCPT") == 3
    server.be_kind()
    assert (deliver(), deliver(timedelta(minutes=1))) == (2, 3)


def test_a_full_batch_rings_for_the_next(server, monkeypatch):
    rung = []
    monkeypatch.setattr(outbox, "ring", lambda: rung.append(True))
    queued(3)
    with clock.at(NOW):
        assert [outbox.deliver(2), outbox.deliver(2)] == [2, 1]
    assert rung == [True]


@pytest.mark.parametrize("slow", ["HELLO", "MAIL", "RCPT", "END"])
def test_a_server_that_answers_byte_by_byte_holds_nobody_for_ever(server, monkeypatch, slow):
    monkeypatch.setattr(smtp, "PHASE_SECONDS", 0.5)
    (message,) = queued()
    server.drip, server.script = 0.01, [{slow: "250-" + 200 * "x"}]
    server.default = {"HELLO": "220-" + 200 * "x"} if slow == "HELLO" else {}
    began = time.monotonic()
    assert deliver() == 0
    assert time.monotonic() - began < 4
    assert row(message).status == ("uncertain" if slow == "END" else "queued")


def test_a_message_that_cannot_even_be_written_harms_no_other(server, monkeypatch):
    first, second = queued(2)
    write = outbox._mail
    monkeypatch.setattr(outbox, "_mail", lambda row: write(row) if row.pk != first.pk else {}["no such"])
    assert deliver() == 1
    assert (row(first).status, row(second).status) == ("failed", "sent")
    assert "no such" in first.cause


def test_a_message_that_ends_worker_after_worker_waits_ever_longer_and_then_has_failed(server):
    (message,) = queued()
    for attempts, status, wait in ((1, "queued", 0), (2, "queued", 1), (len(RETRY_MINUTES) + 1, "failed", None)):
        Message.objects.update(status="sending", claimed_at=NOW - outbox.ABANDONED_AFTER, attempts=attempts)
        with clock.at(NOW):
            assert outbox.recover() == 1
        assert row(message).status == status
        assert wait is None or message.next_attempt_at == NOW + timedelta(minutes=wait)


UNANSWERED = [
    {"DATA": "cut inside"},
    {"END": "keep and cut"},
    {"END": "hang"},
    {"END": "25"},
]  # the last: half an answer


@pytest.mark.parametrize("script", UNANSWERED)
def test_a_connection_lost_inside_the_text_is_uncertain_and_never_sent_again_by_itself(server, script):
    (message,) = queued()
    server.script = [script]
    deliver()
    assert row(message).status == "uncertain"
    assert message.cause
    before = len(server.accepted)
    deliver(timedelta(days=1))
    assert len(server.accepted) == before


def test_twin_trying_again_after_the_text_began_would_send_twice(server):
    """The control switched off: an uncertain message put back as if nothing had been handed over."""
    (message,) = queued()
    server.script = [{"END": "keep and cut"}]
    deliver()
    Message.objects.update(status="queued", data_started_at=None)
    deliver(timedelta(minutes=1))
    assert server.recipients() == [message.address] * 2


@pytest.mark.parametrize("phase", ["RCPT", "DATA"])
def test_a_connection_lost_before_the_text_is_simply_tried_again(server, phase):
    (message,) = queued()
    server.script = [{phase: "cut"}]
    deliver()
    assert (row(message).status, message.attempts) == ("queued", 1)
    assert deliver(timedelta(minutes=1)) == 1


def test_an_administrator_sends_a_failed_or_uncertain_message_again_under_the_same_id(server):
    first, second, third = queued(3)
    server.script = [{"RCPT": "550 no"}, {"END": "keep and cut"}]
    deliver()
    assert [outbox.resend(row(message)) for message in (first, second, third)] == [True, True, False]
    assert deliver(timedelta(minutes=1)) == 2
    ids = [message["Message-ID"] for message in server.accepted]
    assert sorted(ids) == sorted([first.message_id, second.message_id, second.message_id, third.message_id])


def test_no_server_at_all_takes_no_attempt_from_any_message(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    first, second = queued(2)
    for days in range(9):
        deliver(timedelta(days=days))
    assert (row(first).status, first.attempts, row(second).attempts) == ("queued", 0, 0)
    assert "no connection" in first.cause


def test_one_who_is_never_at_home_is_given_up_after_about_two_days(server):
    (message,) = queued()
    server.default = {"RCPT": "450 not at home"}
    deliver()
    moment = timedelta()
    for minutes in RETRY_MINUTES:
        moment += timedelta(minutes=minutes)
        deliver(moment)
        deliver(moment)
    assert row(message).status == "failed"
    assert message.attempts == len(RETRY_MINUTES) + 1
    assert timedelta(hours=40) < moment < timedelta(hours=52)


def test_a_worker_that_died_before_the_text_is_followed_by_another_attempt(server):
    (message,) = queued()
    Message.objects.update(status="sending", claimed_at=NOW, claim="7c1b4a52-2f5c-4b0f-9a86-1d2f1f6f0a01", attempts=1)
    assert deliver(outbox.ABANDONED_AFTER - timedelta(seconds=1)) == 0
    assert deliver(outbox.ABANDONED_AFTER) == 1
    assert row(message).status == "sent"


def test_a_worker_that_died_inside_the_text_leaves_the_message_uncertain(server):
    (message,) = queued()
    Message.objects.update(status="sending", claimed_at=NOW, data_started_at=NOW, attempts=1)
    assert deliver(timedelta(minutes=5)) == 0
    assert (row(message).status, server.accepted) == ("uncertain", [])


def test_a_worker_given_up_for_dead_can_no_longer_begin(server):
    """It claimed, slept, and woke when the message was somebody else's: its claim does not stand, it sends nothing."""
    (message,) = queued()
    with clock.at(NOW):
        sleeper = outbox._claim()
    assert deliver(timedelta(minutes=6)) == 1
    with outbox.Postman() as postman:
        assert outbox._send(postman, sleeper) is False
    assert len(server.accepted) == 1
    assert row(message).status == "sent"


def test_twin_without_the_claim_the_sleeper_sends_it_twice(server, monkeypatch):
    queued()
    with clock.at(NOW):
        sleeper = outbox._claim()
    deliver(timedelta(minutes=6))
    monkeypatch.setattr(outbox, "_begin", lambda message: None)
    with outbox.Postman() as postman:
        outbox._send(postman, sleeper)
    assert len(server.accepted) == 2


def test_a_clock_set_back_delays_no_message_and_doubles_none(server):
    first, second = queued(2)
    server.script = [{"RCPT": "450 later"}]
    deliver()
    assert row(second).status == "sent"
    assert deliver(-timedelta(days=30)) == 1
    assert row(first).status == "sent"
    assert deliver(-timedelta(days=30)) == 0
    assert sorted(server.recipients()) == sorted([first.address, second.address])


def test_a_name_with_a_line_break_cannot_forge_a_header(server):
    person = make.user(full_name="Budi\nBcc: korban@contoh.test")
    (message,) = queued()
    Message.objects.update(recipient=person, subject="Halo")
    deliver()
    assert server.accepted[0]["Bcc"] is None
    assert row(message).status == "sent"


def test_the_oldest_unsent_is_known_to_health(server):
    assert outbox.oldest_unsent() is None
    queued()
    assert outbox.oldest_unsent() == NOW
    deliver()
    assert outbox.oldest_unsent() is None
