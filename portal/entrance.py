"""The forms of signing in and of passwords, with the same name for a field at the field and in the list of errors."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("User name or e-mail"),
    "password": _("Password"),
    "email": _("E-mail"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class Labelled:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)


class LoginForm(Labelled, forms.LoginForm):
    pass


class ChangePasswordForm(Labelled, forms.ChangePasswordForm):
    pass


class ResetPasswordForm(Labelled, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Labelled, forms.ResetPasswordKeyForm):
    pass
