"""Addresses about people: which position one acts in, and one's own account."""

from django.urls import path

from accounts.views import me
from accounts.views.switching import switch

app_name = "accounts"
urlpatterns = [
    path("akun/jabatan/", switch, name="switch"),
    path("akun/saya/", me.MeView.as_view(), name="me"),
    path("akun/sesi/<int:pk>/akhiri/", me.end_session, name="end_session"),
    path("akun/sesi/lain/akhiri/", me.end_other_sessions, name="end_other_sessions"),
]
