"""Saved views of lists as tiles, for a page that shows them."""

from django import template

from casework import views_saved

register = template.Library()


@register.inclusion_tag("casework/saved_tiles.html")
def saved_tiles(actor) -> dict:
    return {"tiles": views_saved.tiles(actor)}
