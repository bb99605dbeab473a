"""Parts of a page that hold other parts; every other part is a plain include of templates/components/."""

from django import template
from django.template.loader import render_to_string

from casework.keys import new_key

register = template.Library()


@register.simple_block_tag
def sheet(content, title, **values):
    """A surface with a head: {% sheet _("Documents") count=3 %} … {% endsheet %}; see components/sheet.html."""
    return render_to_string("components/sheet.html", {"content": content, "title": title, **values})


@register.simple_block_tag
def task(content, title, **values):
    """One thing that waits, with rich words below its name: {% task title url=… %} … {% endtask %}."""
    return render_to_string("components/task.html", {"content": content, "title": title, **values})


@register.simple_block_tag
def fact(content, label, **values):
    """A label with a rich value inside <dl class="facts">; see components/fact.html."""
    return render_to_string("components/fact.html", {"content": content, "label": label, **values})


@register.simple_tag
def one_time_key():
    """For the hidden field `key` of a posted form: sending the form twice has one effect."""
    return new_key()
