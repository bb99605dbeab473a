"""The room's name plate."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People, positions and institutions")

    def ready(self):
        from accounts import fulltext

        fulltext.connect()
