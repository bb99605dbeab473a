"""The size of a file as people read it: 5 kB, 1,2 MB."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def file_size(size: int) -> str:
    """Thousands, as operating systems count them; nothing is smaller than 1 kB."""
    if size < 999_500:
        return f"{number_format(max(1, round(size / 1000)))} kB"
    return f"{number_format(size / 1_000_000, 1)} MB"
