"""What an administrator keeps here: checklist and criteria; offers and proposals are only read."""

from django.contrib import admin
from django.db.models import Sum
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programs.kinds import Kind
from programs.models import CheckItem, CostLine, Criterion, Offer, Proposal
from programs.money import rupiah
from regions.admin_base import ModelAdmin, TabularInline


@admin.register(CheckItem)
class CheckItemAdmin(ModelAdmin):
    """Answered items stay with their checks; one no longer wanted is made inactive, never deleted."""

    list_display = ["text_id", "kind_label", "step", "order", "is_active"]
    list_editable = ["order", "is_active"]
    list_filter = ["kind", "step", "is_active"]
    search_fields = ["text_id", "text_en", "code"]
    prepopulated_fields = {"code": ["text_en"]}

    @admin.display(description=_("kind of programme"), ordering="kind")
    def kind_label(self, item):
        return Kind(item.kind).label if item.kind else _("every kind")

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Criterion)
class CriterionAdmin(ModelAdmin):
    """Weights count in proportion, so a change here never spoils a review already given."""

    list_display = ["text_id", "weight", "share", "order", "is_active"]
    list_editable = ["weight", "order", "is_active"]
    search_fields = ["text_id", "text_en", "code"]
    prepopulated_fields = {"code": ["text_en"]}

    def get_queryset(self, request):
        self.sum_of_weights = Criterion.objects.filter(is_active=True).aggregate(sum=Sum("weight"))["sum"] or 1
        return super().get_queryset(request)

    @admin.display(description=_("part of the whole"))
    def share(self, criterion):
        return f"{criterion.weight * 100 / self.sum_of_weights:.0f} %" if criterion.is_active else "–"

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(ModelAdmin):
    """Rows that only people's acts in the portal write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("in the portal"))
    def page(self, row):
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), _("Open"))


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    list_display = ["title", "kind", "fiscal_year", "seats", "opens_on", "closes_on", "published_at", "page"]
    list_filter = ["kind", "fiscal_year"]
    search_fields = ["title"]


class CostLineInline(TabularInline):
    model = CostLine
    extra = 0
    can_delete = False
    fields = ["item", "quantity", "unit", "money", "source", "other_party", "form", "fiscal_year", "budget_document"]
    readonly_fields = fields

    @admin.display(description=_("amount (Rp)"))
    def money(self, line):
        return rupiah(line.amount)

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = ["number", "title", "status", "kind", "body", "province", "upt", "fiscal_year", "page"]
    list_filter = ["case__status", "kind", "fiscal_year", "case__upt", "case__province"]
    search_fields = ["case__number", "case__title", "body__name"]
    list_select_related = ["case__province", "case__upt", "body"]
    inlines = [CostLineInline]
    exclude = ["regencies"]

    @admin.display(description=_("number"), ordering="case__number")
    def number(self, proposal):
        return proposal.case.number or "–"

    @admin.display(description=_("title"), ordering="case__title")
    def title(self, proposal):
        return proposal.case.title or _("untitled")

    @admin.display(description=_("status"), ordering="case__status")
    def status(self, proposal):
        return proposal.case.status_label

    @admin.display(description=_("province"), ordering="case__province")
    def province(self, proposal):
        return proposal.case.province

    @admin.display(description=_("UPT"))
    def upt(self, proposal):
        return proposal.case.upt or "–"
