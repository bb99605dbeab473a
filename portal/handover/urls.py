"""Addresses of hand-overs."""

from django.urls import path

from portal.handover.province_views import AnnounceView, ProvincesView, ProvinceView, WithdrawView
from portal.handover.views import PassView, PersonView, VacanciesView

app_name = "handover"
urlpatterns = [
    path("serah-terima/orang/<int:pk>/", PersonView.as_view(), name="person"),
    path("serah-terima/provinsi/", ProvincesView.as_view(), name="provinces"),
    path("serah-terima/provinsi/baru/", AnnounceView.as_view(), name="province_new"),
    path("serah-terima/provinsi/<int:pk>/", ProvinceView.as_view(), name="province"),
    path("serah-terima/provinsi/<int:pk>/cabut/", WithdrawView.as_view(), name="province_withdraw"),
    path("kursi-kosong/", VacanciesView.as_view(), name="vacancies"),
    path("giliran/<int:pk>/alihkan/", PassView.as_view(), name="pass"),
]
