"""Addresses of casework."""

from django.urls import path

from casework.views.documents import DownloadView
from casework.views.inbox import InboxView, open_notice, read_all
from casework.views.turns import NudgeView, SnoozeView

app_name = "casework"
urlpatterns = [
    path("berkas/<int:pk>/", DownloadView.as_view(), name="document"),
    path("giliran/<int:pk>/ingatkan/", NudgeView.as_view(), name="nudge"),
    path("giliran/<int:pk>/tunda/", SnoozeView.as_view(), name="snooze"),
    path("kotak-masuk/", InboxView.as_view(), name="inbox"),
    path("kotak-masuk/dibaca/", read_all, name="read_all"),
    path("kotak-masuk/<int:pk>/", open_notice, name="notice"),
]
