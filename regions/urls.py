"""Addresses of regions."""

from django.urls import path

from regions import views

app_name = "regions"
urlpatterns = [path("wilayah/", views.CoverageView.as_view(), name="coverage")]
