"""Inviting a colleague: the letter, its link, what it opens, and what a wrong one says."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.actors import actors_of
from accounts.models import Holding, Invitation, User
from accounts.roles import Role
from casework.models import Message, Notice
from casework.workflow import NotAllowed, Refused
from portal.staff import invitations
from regions import clock
from tests import factories as make

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Maria Wenda", "username": "maria.wenda", "password1": "Hujan-turun-di-Samarinda-26"}
NEW["password2"] = NEW["password1"]


@pytest.fixture
def admin():
    return make.actor(make.body("64"), Role.INSTITUTION_ADMIN)


def invited(admin, email="maria@contoh.test", **fields) -> tuple[Invitation, str]:
    seat = make.position(admin.institution, Role.PROPOSER)
    values = {"full_name": "Maria Wenda", "email": email, "starts_on": clock.today()}
    row = invitations.invite(seat, actor=admin, **values | fields)
    return row, link()


def link() -> str:
    return re.search(r"/undangan/\S+/", Message.objects.filter(notice=None).first().text).group(0)


def test_the_letter_leads_to_an_account_and_the_position(client, admin):
    centre = make.actor(make.agency(), Role.ADMINISTRATOR)
    row, address = invited(admin, "Maria@Contoh.test")
    message = Message.objects.get(notice=None)
    assert (message.address, row.email) == ("maria@contoh.test", "maria@contoh.test")
    assert message.subject.startswith("Anda diundang ke Sinergi: ")
    assert row.token_hash not in message.text and row.token_hash != address.split("/")[2]
    answer = client.get(address)
    assert answer.status_code == 200 and "Buat akun saya" in answer.content.decode()
    answer = client.post(address, NEW)
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    person = User.objects.get(username="maria.wenda")
    assert person.check_password(NEW["password1"])
    assert [actor.position for actor in actors_of(person)] == [row.position]
    told = Notice.objects.filter(recipient=centre.user).values_list("kind", flat=True)
    assert sorted(told) == ["invitation.accept", "invitation.send"]
    assert client.get(address).status_code == 410


def test_the_letter_speaks_the_language_chosen_for_it(admin):
    with translation.override("id"):
        invited(admin, language="en")
    assert Message.objects.get(notice=None).subject.startswith("You are invited to Sinergi: ")


@pytest.mark.parametrize("state", ["unknown", "expired", "withdrawn", "resent"])
def test_a_link_that_does_not_work_says_the_same_in_every_case(client, admin, state):
    row, address = invited(admin)
    if state == "unknown":
        address = reverse("staff:accept", args=["x" * 43])
    elif state == "expired":
        Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    elif state == "withdrawn":
        invitations.withdraw(row, actor=admin)
    else:
        invitations.resend(row, actor=admin)
        assert link() != address and client.get(link()).status_code == 200
    for answer in (client.get(address), client.post(address, NEW)):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "Tautan ini tidak berlaku lagi" in page and "maria" not in page.lower()
    assert not User.objects.filter(username="maria.wenda").exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"password1": "pendek", "password2": "pendek"}, "id_password1_error"),
        ({"password2": "lain-sama-sekali-sekali"}, "id_password2_error"),
        ({"username": "Maria Wenda!"}, "id_username_error"),
        ({"username": "orang\x00"}, "id_username_error"),
        ({"full_name": ""}, "id_full_name_error"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(client, admin, changed, says):
    _row, address = invited(admin)
    answer = client.post(address, NEW | changed)
    assert answer.status_code == 200 and f'id="{says}"' in answer.content.decode()
    assert Holding.objects.filter(position__invitations__isnull=False).count() == 0


def test_a_user_name_that_is_taken(client, admin):
    make.user(username="maria.wenda")
    _row, address = invited(admin)
    assert "sudah dipakai" in client.post(address, NEW).content.decode()


def test_who_has_an_account_signs_in_and_takes_the_position_too(client, admin):
    known = make.actor(make.body("63"), Role.PROPOSER)
    row, address = invited(admin, known.user.email.upper())
    page = client.get(address).content.decode()
    assert "Buat akun saya" not in page and f"?next={address}" in page.replace("%2F", "/")
    assert client.post(address, NEW).url.startswith(reverse("account_login"))
    make.sign_in(client, admin)
    assert client.post(address).status_code == 403
    make.sign_in(client, known)
    assert "Terima jabatan" in client.get(address).content.decode()
    assert client.post(address).url == reverse("portal:desk")
    assert row.position in [actor.position for actor in actors_of(known.user)]
    assert client.post(address).status_code == 410


def test_only_who_looks_after_the_office_invites(admin):
    seat = make.position(make.body("91"), Role.PROPOSER)
    values = {"full_name": "Maria", "email": "m@contoh.test", "starts_on": clock.today()}
    for actor in (admin, make.actor(make.body("91"), Role.BODY_HEAD), make.actor(make.agency(), Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            invitations.invite(seat, actor=actor, **values)
    invitations.invite(seat, actor=make.actor(make.agency(), Role.ADMINISTRATOR), **values)


def test_a_chair_that_somebody_holds_and_an_address_already_invited_are_refused(admin):
    held = make.actor(admin.institution, Role.PROPOSER)
    values = {"full_name": "Maria", "email": "m@contoh.test", "starts_on": clock.today()}
    with pytest.raises(Refused) as refusal:
        invitations.invite(held.position, actor=admin, **values)
    assert refusal.value.field == "starts_on"
    row, _link = invited(admin)
    with pytest.raises(Refused) as refusal:
        invitations.invite(row.position, actor=admin, **values | {"email": "MARIA@contoh.test"})
    assert refusal.value.field == "email"


def test_the_chair_filled_meanwhile_refuses_the_guest_in_words(client, admin):
    row, address = invited(admin)
    make.holding(row.position, make.user())
    answer = client.post(address, NEW)
    assert answer.status_code == 200 and "sudah dipangku orang lain" in answer.content.decode()
    assert not User.objects.filter(username="maria.wenda").exists()


def test_history_keeps_who_did_it_and_never_the_token(admin):
    row, _link = invited(admin)
    event = row.events.get()
    assert event.pgh_context.metadata["actor"] == str(admin)
    assert not hasattr(event, "token_hash")
