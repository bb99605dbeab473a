"""The forms of signing in, of passwords and second factors, with the same name for a field everywhere it stands."""

from allauth.account import forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import bell
from casework.models import Message
from portal import sessions

LABELS = {
    "login": _("User name or e-mail"),
    "password": _("Password"),
    "email": _("E-mail"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code of six digits"),
    "name": _("Name of the passkey"),
}


class Labelled:
    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = (LABELS | self.labels).get(name, field.label)


class LoginForm(Labelled, forms.LoginForm):
    def login(self, request, redirect_url=None):
        answer = super().login(request, redirect_url)
        sessions.renew(request)  # an end that pages can name, instead of an age that each change prolongs
        return answer


class ChangePasswordForm(Labelled, forms.ChangePasswordForm):
    pass


class SetPasswordForm(Labelled, forms.SetPasswordForm):
    pass


class ResetPasswordForm(Labelled, forms.ResetPasswordForm):
    def save(self, request, **kwargs):
        """As much is done for an address nobody has, and taken back: how long it takes tells nobody whose it is."""
        email = self.cleaned_data["email"]
        if self.users:
            return super().save(request, **kwargs)
        if len(email) > Message._meta.get_field("address").max_length:
            return email
        with transaction.atomic():
            with transaction.atomic():
                self.users = [User(pk=0, username="-")]
                super().save(request, **kwargs)
                transaction.set_rollback(True)
            cache.set("a-password-for-nobody", True, timeout=1)  # so that there is something to commit
            bell.ring()
        return email


class ResetPasswordKeyForm(Labelled, forms.ResetPasswordKeyForm):
    pass


class Once:
    """A code opens once for as long as it is right, which is longer than allauth remembers it: a clock may be off."""

    def clean_code(self) -> str:
        code = super().clean_code()
        right_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"code-used:{self.user.pk}:{normalize_user_code(code)}", True, timeout=right_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Once, Labelled, AuthenticateForm):
    labels = {"code": _("Code of six digits, or a recovery code")}


class CodeAgainForm(Once, Labelled, ReauthenticateForm):
    labels = CodeForm.labels


class ActivateForm(Labelled, ActivateTOTPForm):
    pass


class PasskeyForm(Labelled, AddWebAuthnForm):
    pass


class PasskeyNameForm(Labelled, EditWebAuthnForm):
    pass
