"""Every address of the portal: its own pages, then the rooms', each under its own words."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from portal import health, preferences
from portal.desk import DeskView, open_case

own = [
    path("", DeskView.as_view(), name="desk"),
    path("perkara/<int:pk>/", open_case, name="case"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("tampilan/", preferences.theme, name="theme"),
]
ROOMS = ["agreements", "programs", "casework", "accounts", "regions"]

urlpatterns = [
    path("", include((own, "portal"))),
    path("bahasa/", preferences.language, name="set_language"),
    path("akun/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    *(path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")),
]
