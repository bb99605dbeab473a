"""Addresses of hand-overs."""

from django.urls import path

from portal.handover.views import PassView, PersonView, VacanciesView

app_name = "handover"
urlpatterns = [
    path("serah-terima/orang/<int:pk>/", PersonView.as_view(), name="person"),
    path("kursi-kosong/", VacanciesView.as_view(), name="vacancies"),
    path("giliran/<int:pk>/alihkan/", PassView.as_view(), name="pass"),
]
