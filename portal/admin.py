"""Second factors of other people: an administrator sees that they exist and takes away a lost one, never its secret."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from unfold.admin import ModelAdmin

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
