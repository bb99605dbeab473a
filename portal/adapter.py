"""How sign-in behaves here: nobody signs up, its mail goes through the outbox, secrets of second factors are sealed."""

import base64
import hashlib
import os
import time
from contextlib import suppress

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import actors_of
from accounts.models import User
from casework import bell, outbox
from portal.gate import needs_second_factor
from regions import clock
from regions.templatetags.dates import instant

SEALED, NONCE = "2.", 12  # how a seal of ours begins; bytes of chance
# What allauth tells of, by the name of its letter.
CHANGED = {
    "password_changed": gettext_lazy("Your password was changed"),
    "password_reset": gettext_lazy("A new password was chosen for you"),
    "password_set": gettext_lazy("A password was set for you"),
    "totp_activated": gettext_lazy("An authenticator app was added to your account"),
    "totp_deactivated": gettext_lazy("The authenticator app was taken off your account"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account"),
    "webauthn_added": gettext_lazy("A passkey was added to your account"),
    "webauthn_removed": gettext_lazy("A passkey was taken off your account"),
}


class AccountAdapter(DefaultAccountAdapter):
    # Whoever wrote a wrong password has written one: it is not asked for, it is wrong.
    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": DefaultAccountAdapter.error_messages["incorrect_password"]
    }

    def is_open_for_signup(self, request):
        """Accounts are made by an administrator; there is no public sign-up."""
        return False

    def send_mail(self, template_prefix, email, context):
        """A mail server that is away delays the link to a new password; the page that asked for it stays whole."""
        mail = self.render_mail(template_prefix, email, context)
        html = next((str(part.content) for part in getattr(mail, "alternatives", [])), "")
        outbox.post(
            email, subject=mail.subject, text=mail.body, html=html, recipient=User.objects.filter(email=email).first()
        )
        bell.ring()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whoever's password or second factor was changed reads it by mail, with when and from where."""
        heading = CHANGED.get(template_prefix.rpartition("/")[2])
        if heading is None:
            return
        with translation.override(user.language):
            facts = {"at": instant(clock.now()), "ip": self.get_client_ip(self.request)}
            letter = {
                "heading": str(heading),
                "greeting": user.full_name,
                "paragraphs": [
                    _("%(at)s, from the address %(ip)s.") % facts,
                    _("If it was you, you need not do anything."),
                    _("If it was not you, choose a new password at once and tell your administrator."),
                ],
                "action_label": _("Choose a new password"),
                "action_url": settings.PUBLIC_URL + reverse("account_reset_password"),
            }
            text, html = (render_to_string(f"mail/base.{kind}", letter) for kind in ("txt", "html"))
        outbox.post(user.email, subject=letter["heading"], text=text, html=html, recipient=user)
        bell.ring()

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever has just signed in is not asked again at once."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Take the present one: it changes every 30 seconds."),
        "cannot_delete_authenticator": gettext_lazy("Your position needs a second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with AES-256-GCM (NIST SP 800-38D) under the portal's secret; 96 bits of chance stand before it."""
        nonce = os.urandom(NONCE)
        sealed = AESGCM(_keys()[0]).encrypt(nonce, text.encode(), None)
        return SEALED + base64.urlsafe_b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """An earlier secret still opens, and the earlier seal, which was Fernet's.

        Raises ValidationError for what was changed or sealed with another secret: the page of the code says it.
        """
        earlier = not encrypted_text.startswith(SEALED)
        for key in _keys():
            with suppress(InvalidTag, InvalidToken):
                if earlier:
                    return Fernet(base64.urlsafe_b64encode(key)).decrypt(encrypted_text.encode()).decode()
                sealed = base64.urlsafe_b64decode(encrypted_text.removeprefix(SEALED))
                return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
        raise ValidationError(
            _("This second factor can no longer be read here. Ask your administrator to take it away.")
        )

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where the position needs it; codes on paper alone are none."""
        if not needs_second_factor(authenticator.user, actors_of(authenticator.user)):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user, type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


def _keys() -> list[bytes]:
    return [hashlib.sha256(key.encode()).digest() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
