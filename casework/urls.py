"""Addresses of casework."""

from django.urls import path

from casework.views.documents import DownloadView

app_name = "casework"
urlpatterns = [
    path("berkas/<int:pk>/", DownloadView.as_view(), name="document"),
]
