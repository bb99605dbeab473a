"""Second factors of other people, of which an administrator takes away a lost one and never sees the secret; the way
from a row to its page; and what becomes of a word that should choose a row and chooses none."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db import models
from django.http import Http404
from unfold.admin import ModelAdmin

from casework.whole_numbers import whole_number
from portal.models import SecondFactor

admin.site.unregister([Authenticator, UserSession])


@admin.register(SecondFactor)
class SecondFactorAdmin(ModelAdmin):
    """Taken away, the person signs in with the password alone and sets up a new one, at once where it is needed."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__full_name", "user__username"]
    list_select_related = ["user"]
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def on_site(request, content_type_id: str, object_id: str):
    """A row's page in the portal; Django asks for rows of any model, also of one that has no table."""
    kind = ContentType.objects.filter(pk=whole_number(content_type_id)).first()
    if kind is None or not admin.site.is_registered(kind.model_class()):
        raise Http404
    return shortcut(request, content_type_id, object_id)


def is_key(kind: models.Field, word: str) -> bool:
    """Whether the database can be asked for a row by this word."""
    if isinstance(kind, models.IntegerField):
        return whole_number(word) is not None
    return "\0" not in word


_chosen = AutocompleteMixin.optgroups


def chosen(self, name, value, attr=None):
    """Django looks for the rows of a refused form again, also for words that are no keys, and fails at them."""
    kind = self.field.remote_field.model._meta.pk
    return _chosen(self, name, [word for word in value if is_key(kind, str(word))], attr)


AutocompleteMixin.optgroups = chosen


_acted = admin.ModelAdmin.response_action


def acted(self, request, queryset):
    """What is done with the chosen rows of a list: Django asks for them by whatever was sent."""
    sent = request.POST.copy()
    chosen_rows = sent.getlist(ACTION_CHECKBOX_NAME)
    sent.setlist(ACTION_CHECKBOX_NAME, [word for word in chosen_rows if is_key(self.opts.pk, word)])
    request.POST = sent
    return _acted(self, request, queryset)


admin.ModelAdmin.response_action = acted
