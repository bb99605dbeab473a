"""The forms of signing in, of passwords and second factors, with the same name for a field everywhere it stands."""

from allauth.account import forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

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
    pass


class ResetPasswordKeyForm(Labelled, forms.ResetPasswordKeyForm):
    pass


class CodeForm(Labelled, AuthenticateForm):
    labels = {"code": _("Code of six digits, or a recovery code")}


class CodeAgainForm(Labelled, ReauthenticateForm):
    labels = CodeForm.labels


class ActivateForm(Labelled, ActivateTOTPForm):
    pass


class PasskeyForm(Labelled, AddWebAuthnForm):
    pass


class PasskeyNameForm(Labelled, EditWebAuthnForm):
    pass
