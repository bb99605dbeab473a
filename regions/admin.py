"""Where an administrator looks after provinces, UPTs, who serves whom, and days off."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from regions import clock
from regions.admin_base import ModelAdmin, TabularInline
from regions.dated import DatedFormSet
from regions.models import CalendarDay, Coverage, Province, Regency, Upt, UptName
from regions.working_days import is_estimated


class KeyedAdmin(ModelAdmin):
    """Rows keyed on an official code: never deleted, and the code stays once given."""

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


class DatedAdmin(ModelAdmin):
    """Rows with two dates: ended rather than deleted, so that the past stays true.

    The last row of its owner cannot go at all: loading the reference data would bring it back.
    """

    owner: str

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "ends_on":
            field.help_text = _(
                "The last day itself still counts; empty means until further notice. "
                "When something changes: end the old row the day before, then add a new one."
            )
        return field

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        siblings = type(obj).objects.filter(**{self.owner: getattr(obj, f"{self.owner}_id")})
        return siblings.exclude(pk=obj.pk).exists()

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.action(description=_("Mark as verified"), permissions=["change"])
def mark_verified(modeladmin, request, queryset):
    count = queryset.update(verified=True)
    message = ngettext("%(count)d row is now verified.", "%(count)d rows are now verified.", count)
    modeladmin.message_user(request, message % {"count": count}, messages.SUCCESS)


@admin.register(Province)
class ProvinceAdmin(KeyedAdmin):
    list_display = ["code", "name", "capital", "zone", "island_group", "iso_code"]
    list_display_links = ["code", "name"]
    list_filter = ["zone", "island_group"]
    search_fields = ["code", "name", "official_name", "name_en", "iso_code", "capital"]
    list_select_related = False


@admin.register(Regency)
class RegencyAdmin(KeyedAdmin):
    list_display = ["code", "name", "kind", "province"]
    list_display_links = ["code", "name"]
    list_filter = ["kind", "province"]
    list_select_related = ["province"]
    search_fields = ["code", "name", "province__name"]
    autocomplete_fields = ["province"]


class NameInline(TabularInline):
    model, formset = UptName, DatedFormSet
    extra = 0
    can_delete = False
    fields = ["name", "starts_on", "ends_on", "verified"]


@admin.register(Upt)
class UptAdmin(KeyedAdmin):
    list_display = ["code", "short_name", "office_class", "city", "office_province"]
    list_display_links = ["code", "short_name"]
    list_filter = ["office_class"]
    list_select_related = ["office_province"]
    search_fields = ["code", "short_name", "city", "names__name"]
    autocomplete_fields = ["office_province"]
    inlines = [NameInline]


@admin.register(UptName)
class UptNameAdmin(DatedAdmin):
    owner = "upt"
    list_display = ["name", "upt", "starts_on", "ends_on", "verified"]
    list_filter = ["verified", "upt"]
    list_select_related = ["upt"]
    search_fields = ["name", "upt__short_name"]
    autocomplete_fields = ["upt"]
    actions = [mark_verified]


@admin.register(Coverage)
class CoverageAdmin(DatedAdmin):
    owner = "province"
    list_display = ["province", "upt", "starts_on", "ends_on", "confidence", "verified", "decree"]
    list_filter = ["verified", "confidence", "upt"]
    list_select_related = ["province", "upt"]
    search_fields = ["province__name", "upt__short_name", "source", "decree"]
    autocomplete_fields = ["province", "upt"]
    actions = [mark_verified]


@admin.register(CalendarDay)
class CalendarDayAdmin(ModelAdmin):
    list_display = ["on", "name", "is_working"]
    list_filter = ["is_working"]
    search_fields = ["name"]
    date_hierarchy = "on"

    def changelist_view(self, request, extra_context=None):
        this_year = clock.today().year
        estimated = [year for year in (this_year, this_year + 1) if is_estimated(year)]
        if estimated and request.method == "GET":
            text = _("Not all days off are decreed yet for: %(years)s. Add those that are missing.")
            self.message_user(request, text % {"years": ", ".join(map(str, estimated))})
        return super().changelist_view(request, extra_context)
