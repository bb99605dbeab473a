"""The floor: what a page costs at the very least here, behind the same session and sign-in, and a stock admin list."""

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpResponse
from django.urls import include, path
from django.utils.html import format_html_join

from casework.models import Case

PER_PAGE = 25


def floor(_request):
    """25 rows of one indexed query, and nothing else."""
    rows = Case.objects.filter(kind="proposal").order_by("-opened_at", "-pk").values_list("number", "title")[:PER_PAGE]
    return HttpResponse(format_html_join("\n", "<p>{} {}</p>", rows))


class StockAdmin(ModelAdmin):
    """What Django's own administration would show for the same table."""

    list_display = ["number", "title", "status", "owner", "province", "opened_at"]
    list_select_related = ["owner", "province"]
    list_per_page = PER_PAGE


def stock(request):
    request.user.is_staff = request.user.is_superuser = True
    return StockAdmin(Case, admin.site).changelist_view(request).render()


urlpatterns = [path("lantai/", floor), path("bawaan/", stock), path("", include("portal.urls"))]
