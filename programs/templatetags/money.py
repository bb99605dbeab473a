"""Rupiah in templates."""

from django import template

from programs import money

register = template.Library()
register.filter("rupiah", money.rupiah)
register.filter("rupiah_short", money.rupiah_short)
register.filter("grouped", money.grouped)
