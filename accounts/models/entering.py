"""How people come in: passwords they have used, and each time they signed in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PasswordUsed(models.Model):
    """A password that one person has had since a moment, only as its hash; the latest is the present one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passwords_used")
    encoded = models.CharField(max_length=128)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("password used")
        verbose_name_plural = _("passwords used")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user} · {self.at:%Y-%m-%d}"


class SignIn(models.Model):
    """One time that somebody came in: when, from which address, with which browser, by what means."""

    class Means(models.TextChoices):
        PASSWORD = "password", _("password")
        CODE = "code", _("password and second factor")
        PASSKEY = "passkey", _("passkey")
        DEMONSTRATION = "demonstration", _("a step into a role of the demonstration")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    means = models.CharField(max_length=14, choices=Means.choices)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="sign_ins_of_one_person")]

    def __str__(self):
        return f"{self.user} · {self.at:%Y-%m-%d %H:%M}"
