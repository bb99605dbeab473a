"""Addresses of regions."""

app_name = "regions"
urlpatterns = []
