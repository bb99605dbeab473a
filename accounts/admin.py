"""Master data of people, institutions and positions for the administrator."""

from allauth.account.admin import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from regions import clock
from regions.admin_base import ModelAdmin, TabularInline
from regions.dated import DatedFormSet

# Rights come from positions, and a person's one address stands with the person.
admin.site.unregister([Group, EmailAddress])


class HoldingInline(TabularInline):
    model, formset = Holding, DatedFormSet
    extra = 0
    autocomplete_fields = ["user", "position"]
    fields = ["position", "user", "kind", "starts_on", "ends_on", "decree"]


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = ["username", "email", "full_name", "language", "is_active", "is_staff", "is_superuser", "password"]


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ["username", "email", "full_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].label = _("Sign-in with this password")
        self.fields["usable_password"].help_text = _(
            "Disabled: the person writes an own password through “Forgot your password?” before the first sign-in."
        )


@admin.register(User)
class UserAdmin(ModelAdmin):
    """People. Leaving means inactive, never deleted: the trail points to them."""

    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ["full_name", "username", "email", "positions_today", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["full_name", "username", "email"]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [HoldingInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("holdings__position__institution")

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs | ({} if obj else {"form": self.add_form}))

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("positions today"))
    def positions_today(self, user):
        today = clock.today()
        current = [row for row in user.holdings.all() if row.starts_on <= today and (row.ends_on or today) >= today]
        return ", ".join(row.label for row in current) or "–"


class PositionInline(TabularInline):
    model = Position
    extra = 0
    fields = ["title", "roles", "superior"]
    readonly_fields = ["title", "roles", "superior"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Institution)
class InstitutionAdmin(ModelAdmin):
    list_display = ["name", "short_name", "kind", "province", "upt", "is_active"]
    list_filter = ["kind", "is_active", "province"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
    list_select_related = ["province", "upt"]
    inlines = [PositionInline]

    def has_delete_permission(self, request, obj=None):
        return False


class PositionForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Position
        fields = ["institution", "title", "roles", "superior", "scope_provinces", "valid_from", "valid_until"]


class VacantFilter(admin.SimpleListFilter):
    """Positions that nobody holds today."""

    title = _("held today")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("no", _("nobody")), ("yes", _("somebody"))]

    def queryset(self, request, queryset):
        held = Holding.objects.on(clock.today()).values("position")
        if self.value() == "no":
            return queryset.exclude(pk__in=held)
        return queryset.filter(pk__in=held) if self.value() == "yes" else queryset


@admin.register(Position)
class PositionAdmin(ModelAdmin):
    form = PositionForm
    list_display = ["title", "institution", "role_names", "superior", "valid_until"]
    list_filter = [VacantFilter, "institution__kind", "institution__province"]
    search_fields = ["title", "institution__name", "institution__short_name", "holdings__user__full_name"]
    autocomplete_fields = ["institution", "superior", "scope_provinces"]
    list_select_related = ["institution", "superior__institution"]
    inlines = [HoldingInline]

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("roles"))
    def role_names(self, position):
        return ", ".join(str(Role(role).label) for role in position.roles) or "–"


@admin.register(Holding)
class HoldingAdmin(ModelAdmin):
    """Who holds a position from when until when. Ending is a date, never a deletion."""

    list_display = ["user", "position", "kind", "starts_on", "ends_on", "decree"]
    list_filter = ["kind", "position__institution__kind"]
    search_fields = ["user__full_name", "position__title", "position__institution__name", "decree"]
    autocomplete_fields = ["user", "position"]
    list_select_related = ["user", "position__institution"]
    date_hierarchy = "starts_on"

    def has_delete_permission(self, request, obj=None):
        return False
