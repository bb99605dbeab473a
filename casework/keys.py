"""One-time keys of forms: whoever sends the same form twice gets one effect."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from casework.models import FormKey
from regions import clock


class AlreadySpent(Exception):
    """This form was sent before; its effect stands."""


def new_key() -> str:
    return str(uuid.uuid4())


NOT_WHOLE = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), _("It had not come whole. Load it again, and send it then.")
)


class KeyField(forms.UUIDField):
    """A form's key, which nobody types; if it is missing, the page had not come whole."""

    widget, default_error_messages = forms.HiddenInput, NOT_WHOLE

    def __init__(self):
        super().__init__(label=_("This page"))


class HiddenNumberField(forms.IntegerField):
    """A number that the page brings along, such as the version of the case it shows."""

    widget, default_error_messages = forms.HiddenInput, NOT_WHOLE

    def __init__(self, **kwargs):
        super().__init__(label=_("This page"), **kwargs)


def spend(key: str, user) -> None:
    """Use up a form's key inside the caller's transaction; raises AlreadySpent on the second try.

    If the caller's transaction rolls back, the key is free again: a refused form can be mended and resent.
    """
    try:
        with transaction.atomic():
            FormKey.objects.create(key=uuid.UUID(str(key)), user=user, spent_at=clock.now())
    except (IntegrityError, ValueError) as error:
        raise AlreadySpent from error


@contextmanager
def once(key: str, user) -> Iterator[None]:
    """What is done inside happens whole and one time; raises AlreadySpent when this form was sent before."""
    with transaction.atomic():
        spend(key, user)
        yield


def is_spent(key: str) -> bool:
    """A form whose effect stands may look wrong on its second coming: what it asked for is no longer to be chosen."""
    try:
        return FormKey.objects.filter(key=uuid.UUID(str(key))).exists()
    except ValueError:
        return False
