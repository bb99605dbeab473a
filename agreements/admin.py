"""What an administrator reads of cooperation documents: statuses, parties and signatures change only in the portal."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.course import state_label
from agreements.models import Agreement, LegalOpinion, Party, Signature
from regions.admin_base import ModelAdmin, TabularInline


class ReadOnly:
    """Rows that only people's acts in the portal write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PartyInline(ReadOnly, TabularInline):
    model = Party
    fk_name = "agreement"
    extra = 0
    fields = ["order", "institution", "office", "signing_position", "authority", "document_number", "document_year"]


class OpinionInline(ReadOnly, TabularInline):
    model = LegalOpinion
    extra = 0
    fields = ["side", "speaker_name", "opinion", "council", "spoken_at", "voided_at"]


@admin.register(Agreement)
class AgreementAdmin(ReadOnly, ModelAdmin):
    list_display = ["number", "title", "kind", "state", "province", "starts_on", "ends_on", "page"]
    list_filter = ["case__status", "kind", "case__province"]
    list_select_related = ["case__province"]
    search_fields = ["case__number", "case__title", "parties__document_number", "parties__institution__short_name"]
    date_hierarchy = "ends_on"
    inlines = [PartyInline, OpinionInline]

    @admin.display(description=_("number"), ordering="case__number")
    def number(self, agreement):
        return agreement.case.number

    @admin.display(description=_("title"), ordering="case__title")
    def title(self, agreement):
        return agreement.case.title

    @admin.display(description=_("status"), ordering="case__status")
    def state(self, agreement):
        return state_label(agreement)

    @admin.display(description=_("province"), ordering="case__province")
    def province(self, agreement):
        return agreement.case.province or "–"

    @admin.display(description=_("in the portal"))
    def page(self, agreement):
        return format_html('<a href="{}">{}</a>', agreement.get_absolute_url(), _("Open"))


@admin.register(Signature)
class SignatureAdmin(ReadOnly, ModelAdmin):
    list_display = ["party", "document", "signer_name", "signer_position", "signed_on", "place", "voided_at"]
    list_filter = [("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["party__institution", "party__agreement__case"]
    search_fields = ["signer_name", "party__institution__name", "party__agreement__case__number"]
    date_hierarchy = "signed_on"

    @admin.display(description=_("document"))
    def document(self, signature):
        agreement = signature.party.agreement
        return format_html('<a href="{}">{}</a>', agreement.get_absolute_url(), agreement.case.number)
