"""Addresses of agreements, in the words its readers use."""

from django.urls import path

from agreements.views import acts, detail, lists
from agreements.views.moves import MoveView
from agreements.views.sheets import AgreementSheetView
from agreements.views.way import WayView

app_name = "agreements"
ONE, PARTY = "naskah/<int:pk>", "naskah/<int:pk>/pihak/<int:party>"

urlpatterns = [
    path("naskah/", lists.ListView.as_view(), name="list"),
    path("naskah/unduh/", lists.ExportView.as_view(), name="export"),
    path("naskah/baru/", acts.OpenView.as_view(), name="open"),
    path(f"{ONE}/", detail.DetailView.as_view(), name="detail"),
    path(f"{ONE}/riwayat/", detail.HistoryView.as_view(), name="history"),
    path(f"{ONE}/jalan/", WayView.as_view(), name="way"),
    path(f"{ONE}/lembar.pdf", AgreementSheetView.as_view(), name="sheet"),
    path(f"{ONE}/langkah/<slug:move>/", MoveView.as_view(), name="move"),
    path(f"{ONE}/ubah/", acts.EditView.as_view(), name="edit"),
    path(f"{ONE}/berkas/<slug:kind>/", acts.FileView.as_view(), name="file"),
    path(f"{ONE}/pendapat-hukum/", acts.OpinionView.as_view(), name="opinion"),
    path(f"{ONE}/dprd/", acts.CouncilView.as_view(), name="council"),
    path(f"{ONE}/penerus/", acts.SuccessorView.as_view(), name="successor"),
    path(f"{ONE}/adendum/", acts.AddendumView.as_view(), name="addendum"),
    path(f"{ONE}/pihak/baru/", acts.AddPartyView.as_view(), name="add_party"),
    path(f"{PARTY}/nomor/", acts.NumberView.as_view(), name="number"),
    path(f"{PARTY}/kewenangan/", acts.AuthorityView.as_view(), name="authority"),
    path(f"{PARTY}/keluarkan/", acts.RemovePartyView.as_view(), name="remove_party"),
]
