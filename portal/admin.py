"""Second factors of other people, of which an administrator takes away a lost one and never sees the secret; and the
way from a row to its page."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404

from portal.models import SecondFactor
from regions.admin_base import ModelAdmin
from regions.whole_numbers import whole_number

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
