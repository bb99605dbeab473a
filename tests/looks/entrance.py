"""Pages of coming in that no link leads to: a code asked for, a factor given up, a password lost or never had."""

import re
from collections.abc import Iterator

import pyotp
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from casework.models import Message
from tests.looks.crawl import Seen, seen

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Asked for by somebody who has just come in by a code.
OWN = (
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_logout",
)


def pages(actor, newcomer, password: str) -> Iterator[Seen]:
    """As they were answered: whoever opens them later is somewhere else."""
    yield from _with_a_code(actor, password)
    yield from _forgotten(newcomer)
    newcomer.user.set_unusable_password()
    newcomer.user.save()
    yield from _shown(Client(), newcomer.user, "account_set_password")
    newcomer.user.is_active = False
    newcomer.user.save()
    yield seen(Client(), "", reverse("account_inactive"), kind="errors")


def _with_a_code(actor, password: str) -> Iterator[Seen]:
    TOTP.activate(actor.user, SECRET)
    RecoveryCodes.activate(actor.user)
    client = Client()
    client.post(reverse("account_login"), {"login": actor.user.username, "password": password})
    yield seen(client, "", reverse("mfa_authenticate"), kind="errors")
    client.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(SECRET).now()})
    for name in OWN:
        yield seen(client, "", reverse(name), kind="errors")
    TOTP(actor.user.authenticator_set.get(type="totp")).instance.delete()
    yield seen(client, "", reverse("mfa_activate_totp"), kind="errors")
    actor.user.authenticator_set.all().delete()


def _forgotten(newcomer) -> Iterator[Seen]:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": newcomer.user.email})
    text = Message.objects.filter(recipient=newcomer.user).latest("pk").text
    path = re.search(r"https?://[^/\s]+(/\S+)", text).group(1)
    asked = client.get(path, follow=True)
    yield seen(client, "", asked.redirect_chain[-1][0] if asked.redirect_chain else path, kind="errors")
    yield seen(client, "", reverse("account_reset_password_from_key_done"), kind="errors")


def _shown(client: Client, user, name: str) -> Iterator[Seen]:
    client.force_login(user)
    yield seen(client, "", reverse(name), kind="errors")
