"""Addresses of programs."""

from django.urls import path

from programs.views import acts, check, comparing, decision, detail, moves, offers, reviews, sheets, way, writers
from programs.views.lists import OfferFileView, OfferListView, ProposalFileView, ProposalListView
from programs.views.start import StartView
from programs.views.steps import step_page

app_name = "programs"
urlpatterns = [
    path("tawaran/", OfferListView.as_view(), name="offers"),
    path("tawaran/<int:pk>/", offers.OfferView.as_view(), name="offer"),
    path("tawaran/<int:pk>/tarik/", offers.WithdrawOfferView.as_view(), name="offer_withdraw"),
    path("tawaran/<int:pk>/terbitkan/", offers.PublishOfferView.as_view(), name="offer_publish"),
    path("tawaran/<int:pk>/ubah/", offers.EditOfferView.as_view(), name="offer_edit"),
    path("tawaran/baru/", offers.NewOfferView.as_view(), name="offer_new"),
    path("tawaran/unduh/", OfferFileView.as_view(), name="offers_csv"),
    path("usulan/", ProposalListView.as_view(), name="list"),
    path("usulan/<int:pk>/", detail.DetailView.as_view(), name="detail"),
    path("usulan/<int:pk>/alihkan/", acts.TransferView.as_view(), name="transfer"),
    path("usulan/<int:pk>/angka/", acts.FiguresView.as_view(), name="figures"),
    path("usulan/<int:pk>/banding/", comparing.CompareView.as_view(), name="compare"),
    path("usulan/<int:pk>/catatan/<int:note>/nilai/", acts.JudgeView.as_view(), name="judge"),
    path("usulan/<int:pk>/dokumen-anggaran/", acts.BudgetView.as_view(), name="budget"),
    path("usulan/<int:pk>/jalan/", way.WayView.as_view(), name="way"),
    path("usulan/<int:pk>/kembalikan-ke-verifikator/", acts.GiveBackView.as_view(), name="give_back"),
    path("usulan/<int:pk>/kerjakan/", detail.WorkView.as_view(), name="work"),
    path("usulan/<int:pk>/keputusan/", decision.DecisionView.as_view(), name="decision"),
    path("usulan/<int:pk>/langkah/<slug:move>/", moves.MoveView.as_view(), name="move"),
    path("usulan/<int:pk>/menulis/", writers.WritingView.as_view(), name="writing"),
    path("usulan/<int:pk>/mitra/", acts.PartnersView.as_view(), name="partners"),
    path("usulan/<int:pk>/penelaah/", reviews.ReviewersView.as_view(), name="reviewers"),
    path("usulan/<int:pk>/penelaah/<int:review>/lepas/", reviews.ReleaseView.as_view(), name="release"),
    path("usulan/<int:pk>/riwayat/", detail.HistoryView.as_view(), name="history"),
    path("usulan/<int:pk>/lembar.pdf", sheets.ProposalSheetView.as_view(), name="sheet"),
    path("usulan/<int:pk>/telaah/", reviews.ReviewView.as_view(), name="review"),
    path("usulan/<int:pk>/telaah/lembar.pdf", sheets.ReviewSheetView.as_view(), name="review_sheet"),
    path("usulan/<int:pk>/tulis/<str:step>/", step_page, name="step"),
    path("usulan/<int:pk>/usul-penolakan/", acts.AdviseView.as_view(), name="advise"),
    path("usulan/<int:pk>/verifikasi/", check.CheckView.as_view(), name="check"),
    path("usulan/<int:pk>/verifikator/", acts.ReassignView.as_view(), name="reassign"),
    path("usulan/baru/", StartView.as_view(), name="new"),
    path("usulan/unduh/", ProposalFileView.as_view(), name="list_csv"),
]
