"""Controls in the cells of a table that is typed into."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.simple_tag
def control(field: BoundField, labelled=False) -> str:
    """The control, named by its column when no label stands beside it, and marked when it holds an error."""
    attrs = {} if labelled else {"aria-label": field.label}
    if field.errors:
        css = field.field.widget.attrs.get("class", "")
        attrs |= {"class": f"{css} is-invalid", "aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error"}
    return field.as_widget(attrs=attrs)
