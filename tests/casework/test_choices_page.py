"""The page of notification choices: one's own, kept as chosen, refused in words, safe to send twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.models import MailChoices
from tests import factories as make
from tests.hostile.messages import listen

pytestmark = pytest.mark.django_db
URL = "/akun/pemberitahuan/"
GROUPS = ("turns", "reminders", "decisions", "conversation", "ends", "people", "exports", "alarms")


@pytest.fixture
def user(client):
    actor = make.actor(make.upt(), Role.VERIFIER)
    make.sign_in(client, actor)
    return actor.user


def answers(**changed) -> dict:
    plain = dict.fromkeys(GROUPS, "at_once") | {"digest_hour": 8, "quiet_from": "", "quiet_until": ""}
    return plain | {"key": str(uuid4())} | changed


def test_the_page_offers_each_group_and_no_silence_for_alarms(client, user):
    page = client.get(URL)
    form = page.context["form"]
    assert reverse("casework:choices") == URL and page.status_code == 200
    assert [value for value, _label in form.fields["alarms"].choices] == ["at_once", "digest"]
    assert [value for value, _label in form.fields["turns"].choices] == ["at_once", "digest", "none"]
    assert "atasan" in page.content.decode()  # why a late turn cannot be silenced
    assert not MailChoices.objects.exists()


def test_what_is_chosen_is_kept_and_can_be_changed(client, user):
    chosen = answers(turns="digest", digest_hour=14, quiet_from="18:00", quiet_until="07:00", quiet_days_off="on")
    assert client.post(URL, chosen).status_code == 302
    row = MailChoices.objects.get()
    assert (row.user, row.turns, row.digest_hour, row.quiet_days_off) == (user, "digest", 14, True)
    assert f"{row.quiet_from:%H:%M}–{row.quiet_until:%H:%M}" == "18:00–07:00"
    client.post(URL, chosen | {"turns": "none"})  # the same form again
    assert MailChoices.objects.get().turns == "digest"
    client.post(URL, answers(turns="none"))
    assert MailChoices.objects.get().turns == "none"


def test_one_press_puts_everything_into_the_daily_mail(client, user):
    assert client.post(URL, answers(all="digest", digest_hour=14, turns="none")).status_code == 302
    row = MailChoices.objects.get()
    assert {getattr(row, group) for group in GROUPS} == {"digest"} and row.digest_hour == 14


@pytest.mark.parametrize(
    "field,bad",
    [
        ("alarms", {"alarms": "none"}),
        ("turns", {"turns": "by pigeon"}),
        ("digest_hour", {"digest_hour": "25"}),
        ("digest_hour", {"digest_hour": "10" * 30}),
        ("quiet_until", {"quiet_from": "18:00"}),
        ("quiet_from", {"quiet_until": "18:00"}),
        ("quiet_until", {"quiet_from": "18:00", "quiet_until": "18:00"}),
        ("quiet_from", {"quiet_from": "evening\x00", "quiet_until": "07:00"}),
        ("key", {"key": "x"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, user, field, bad):
    page = client.post(URL, answers(**bad))
    assert page.status_code == 200 and field in page.context["form"].errors
    assert not MailChoices.objects.exists()
    said, typed = listen(page.content.decode()), field in ("digest_hour", "quiet_from", "quiet_until")
    assert said.names(field) or field == "key"
    assert field in said.described or not typed, "what is typed says to the ear which words describe it"


def test_the_page_asks_little(client, user, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(URL)
