"""Rupiah and numbers of people in templates."""

from django import template

from casework.listing import grouped as counted
from programs import money

register = template.Library()
register.filter("rupiah", money.rupiah)
register.filter("rupiah_short", money.rupiah_short)
register.filter("grouped", money.grouped)
register.filter("counted", counted)
