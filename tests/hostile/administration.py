"""The administration's pages: of every model its list, its form for a new row, and what can be done with one row."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.looks.crawl import Seen

OF_NONE = ("changelist", "add")
OF_ONE = ("change", "delete", "history")


def addresses() -> Iterator[tuple[str, str]]:
    """Name and address of each page, with the first row of its model where it is about one."""
    yield "admin:index", reverse("admin:index")
    for model in filter(admin.site.is_registered, apps.get_models()):
        lead = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for word in OF_NONE:
            yield f"{lead}_{word}", reverse(f"{lead}_{word}")
        for row in model._default_manager.order_by("pk")[:1]:
            for word in OF_ONE:
                yield f"{lead}_{word}", reverse(f"{lead}_{word}", args=[row.pk])


def pages(client: Client, reader: str) -> Iterator[Seen]:
    """Those of them that this reader may open."""
    for name, url in addresses():
        answer = client.get(url)
        if answer.status_code == 200:
            yield Seen(reader, url, name, frozenset(), True, answer.content.decode())
