"""Addresses of an institution's people."""

from django.urls import path

from portal.staff.acting import ActingListView, ActingView
from portal.staff.joining import AcceptView
from portal.staff.views import (
    ClosePositionView,
    EndView,
    InstitutionView,
    InviteView,
    NewPositionView,
    ResendView,
    WithdrawView,
)

app_name = "staff"
urlpatterns = [
    path("instansi/", InstitutionView.as_view(), name="institution"),
    path("instansi/<int:pk>/undang/", InviteView.as_view(), name="invite"),
    path("instansi/<int:pk>/jabatan/", NewPositionView.as_view(), name="new_position"),
    path("jabatan/<int:pk>/tutup/", ClosePositionView.as_view(), name="close_position"),
    path("jabatan/<int:pk>/pelaksana/", ActingView.as_view(), name="name_acting"),
    path("pelaksana/", ActingListView.as_view(), name="acting"),
    path("pemangku/<int:pk>/akhiri/", EndView.as_view(), name="end"),
    path("undangan/<int:pk>/kirim-ulang/", ResendView.as_view(), name="resend"),
    path("undangan/<int:pk>/cabut/", WithdrawView.as_view(), name="withdraw"),
    path("undangan/<str:token>/", AcceptView.as_view(), name="accept"),
]
