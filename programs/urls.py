"""Addresses of programs."""

from django.urls import path

from programs.views.lists import ProposalCsvView, ProposalListView

app_name = "programs"
urlpatterns = [
    path("usulan/", ProposalListView.as_view(), name="list"),
    path("usulan/unduh.csv", ProposalCsvView.as_view(), name="list_csv"),
]
