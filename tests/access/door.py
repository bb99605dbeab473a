"""Wrong passwords by the thousand, and whether the person they are meant for still gets in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.signals import user_login_failed
from django.test import Client
from django.urls import reverse

from tests import factories

LOGIN = reverse("account_login")
ATTACKER, ELSEWHERE = "203.0.113.9", "198.51.100.7"


@dataclass
class Siege:
    """What came of it: how many tries were made, how many of them were so much as compared with the password."""

    tried: int = 0
    compared: int = 0
    got_in: int = 0


def knock(login: str, password: str, address: str, forwarded: str = "") -> bool:
    """One try from an address, perhaps under a forged header; whether it opened the door."""
    extra = {"REMOTE_ADDR": address} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    client = Client(raise_request_exception=False)
    client.post(LOGIN, {"login": login, "password": password}, **extra)
    return "_auth_user_id" in client.session


def besiege(login: str, addresses: Iterable[tuple[str, str]]) -> Siege:
    """One wrong password from each (address, forged X-Forwarded-For)."""
    siege = Siege()

    def count(**_told):
        siege.compared += 1

    user_login_failed.connect(count)
    try:
        for address, forwarded in addresses:
            siege.got_in += knock(login, f"salah-{siege.tried}", address, forwarded)
            siege.tried += 1
    finally:
        user_login_failed.disconnect(count)
    return siege


def from_one(many: int) -> list[tuple[str, str]]:
    return [(ATTACKER, "")] * many


def from_many(many: int) -> list[tuple[str, str]]:
    return [(f"203.0.{number // 250}.{number % 250 + 1}", "") for number in range(many)]


def forged(many: int) -> list[tuple[str, str]]:
    """From one address that says of each try that it only passes it on."""
    return [(ATTACKER, f"192.0.{number // 250}.{number % 250 + 1}, 10.0.0.1") for number in range(many)]


WAYS = {"from one address": from_one, "from many addresses": from_many, "under forged headers": forged}


def rightful(person) -> bool:
    """The person, with the right password, from elsewhere."""
    return knock(person.username, factories.PASSWORD, ELSEWHERE)
