"""What every page of the administration is built on: a word that should choose a row and chooses none is no fault.

Django asks the database for rows by whatever was sent, and fails at a word that no key can be.
"""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from unfold import admin as unfold

from regions.whole_numbers import whole_number


def is_key(kind: models.Field, word: str) -> bool:
    """Whether the database can be asked for a row by this word."""
    if isinstance(kind, models.IntegerField):
        return whole_number(word) is not None
    return "\0" not in word


class ChosenByKey:
    """A select that suggests rows while one types; shown again after a refusal, it looks for the chosen rows again."""

    def optgroups(self, name, value, attr=None):
        kind = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [word for word in value if is_key(kind, str(word))], attr)


class RowSelect(ChosenByKey, AutocompleteSelect):
    pass


class RowsSelect(ChosenByKey, AutocompleteSelectMultiple):
    pass


class SelectsByKey:
    """Forms whose `autocomplete_fields` are chosen by keys only."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowsSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ModelAdmin(SelectsByKey, unfold.ModelAdmin):
    def get_changelist_instance(self, request):
        """A year that no calendar has is a word the list does not know; Django fails at it."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error

    def response_action(self, request, queryset):
        """What is done with the chosen rows of a list, those that are none left out."""
        sent = request.POST.copy()
        chosen = [word for word in sent.getlist(ACTION_CHECKBOX_NAME) if is_key(self.opts.pk, word)]
        sent.setlist(ACTION_CHECKBOX_NAME, chosen)
        request.POST = sent
        return super().response_action(request, queryset)


DRAWN = 200  # rows of one table, whatever count is sent; Django would draw two thousand


class TabularInline(SelectsByKey, unfold.TabularInline):
    max_num = 100  # rows to add; those that are there are shown all

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=DRAWN, **kwargs)
