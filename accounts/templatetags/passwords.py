"""The rules of passwords in words, for the pages where one is written."""

from django import template

from accounts import passwords

register = template.Library()


@register.simple_tag
def password_hint() -> str:
    return passwords.hint()
