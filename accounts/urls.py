"""Addresses about people: which position one acts in."""

from django.urls import path

from accounts.views.switching import switch

app_name = "accounts"
urlpatterns = [path("akun/jabatan/", switch, name="switch")]
