"""Every address of the portal: its own pages, then the rooms', each under its own words."""

from allauth.account.decorators import secure_admin_login
from allauth.account.urls import urlpatterns as account_pages
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from portal import front, health, preferences, sessions, stepping_in
from portal.admin import on_site
from portal.board import Board, BoardFile, BoardRows
from portal.calendar.page import CalendarView
from portal.calendar.subscription import SubscriptionView, calendar_feed
from portal.cases import CasesFileView, CasesView
from portal.controls import ControlsView
from portal.desk import open_case
from portal.desk.views import LoadView, welcomed
from portal.glossary import GlossaryView
from portal.places import ProvinceView, UptView
from portal.preview import PreviewFile, PreviewPage
from portal.search_page import SearchView
from portal.separation import SeparationView
from portal.style_page import StylePage

handler500 = "portal.outage.server_error"

# The administration has no door of its own: the second factor is asked at ours.
admin.site.login = secure_admin_login(admin.site.login)

own = [
    path("", front.home, name="desk"),
    path("peran/", stepping_in.roles_page, name="roles"),
    path("peran/masuk/", stepping_in.step_in, name="step_in"),
    path("glosarium/", login_not_required(GlossaryView.as_view()), name="glossary"),
    path("keamanan/", ControlsView.as_view(), name="controls"),
    path("meja/sambutan/", welcomed, name="welcomed"),
    path("meja/beban/<int:pk>/", LoadView.as_view(), name="load"),
    path("perkara/", CasesView.as_view(), name="cases"),
    path("perkara/unduh/", CasesFileView.as_view(), name="cases_file"),
    path("perkara/<int:pk>/", open_case, name="case"),
    path("papan/", Board.as_view(), name="board"),
    path("papan/<slug:code>.csv", BoardFile.as_view(), name="board_file"),
    path("papan/<slug:code>/<slug:part>/", BoardRows.as_view(), name="board_rows"),
    path("provinsi/<str:code>/", ProvinceView.as_view(), name="province"),
    path("upt/<str:code>/", UptView.as_view(), name="upt"),
    path("cari/", SearchView.as_view(), name="search"),
    path("gaya/", StylePage.as_view(), name="style"),
    path("kalender/", CalendarView.as_view(), name="calendar"),
    path("kalender/langganan/", SubscriptionView.as_view(), name="calendar_subscription"),
    path("kalender/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("pengingat/pratinjau/", PreviewPage.as_view(), name="ladder_preview"),
    path("pengingat/pratinjau.csv", PreviewFile.as_view(), name="ladder_preview_file"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("tampilan/", preferences.theme, name="theme"),
    path("akun/sesi/sisa/", sessions.session, name="session"),
]
# Accounts and their addresses are kept by administrators: nobody signs up or changes an address here.
KEPT_BY_ADMINISTRATORS = {
    "account_signup",
    "account_email",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
}

urlpatterns = [
    path("", include((own, "portal"))),
    path("bahasa/", preferences.language, name="set_language"),
    path("akun/", include([page for page in account_pages if page.name not in KEPT_BY_ADMINISTRATORS])),
    path("akun/faktor-kedua/", include("allauth.mfa.urls")),
    path("admin/pemisahan-tugas/", admin.site.admin_view(SeparationView.as_view()), name="separation"),
    path("admin/r/<str:content_type_id>/<path:object_id>/", admin.site.admin_view(on_site), name="on_site"),
    path("admin/", admin.site.urls),
    path("", include("portal.staff.urls")),
    path("", include("portal.handover.urls")),
    path("", include("agreements.urls")),
    path("", include("programs.urls")),
    path("", include("casework.urls")),
    path("", include("accounts.urls")),
    path("", include("regions.urls")),
]
