"""The administration: for administrators only, every list and form opens, no status can be changed there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import Role
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    actor = factories.actor(factories.agency(), Role.ADMINISTRATOR)
    actor.user.is_staff = actor.user.is_superuser = True
    actor.user.save()
    return actor


@pytest.fixture
def full(administrator):
    """At least one row behind most lists."""
    proposals.in_state("in_review", proposals.cast())
    pacts.in_state("party_review", pacts.cast())


def test_a_person_who_is_not_staff_is_sent_to_the_door(client):
    factories.sign_in(client, factories.actor(factories.agency(), Role.APPROVER))
    assert client.get(reverse("admin:index")).status_code == 302


def test_every_list_form_and_row_opens_and_is_searched(client, administrator, full):
    factories.sign_in(client, administrator)
    assert client.get(reverse("admin:index")).status_code == 200
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listing = reverse(f"{name}_changelist")
        assert client.get(listing, {"q": "uji"} if options.search_fields else {}).status_code == 200, name
        if row := model._default_manager.first():
            assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name
        assert client.get(reverse(f"{name}_add")).status_code in (200, 403), name


def test_no_status_can_be_written_in_the_administration(client, administrator, full):
    """Whatever an administrator may edit, a state of a lifecycle, a turn or the trail is not among it."""
    for model, options in admin.site._registry.items():
        if model._meta.app_label not in ("casework", "programs", "agreements"):
            continue
        request = type("Request", (), {"user": administrator.user, "GET": {}, "method": "GET"})()
        if not options.has_change_permission(request):
            continue
        editable = {field.name for field in model._meta.fields if field.editable} - set(
            options.get_readonly_fields(request)
        )
        assert "status" not in editable or model.__name__ in {"LadderStep", "Allowance"}, model


def test_nothing_of_a_case_can_be_deleted_there(client, administrator, full):
    factories.sign_in(client, administrator)
    for model in admin.site._registry:
        if model._meta.app_label in ("casework", "programs", "agreements") and (row := model._default_manager.first()):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
            if model.__name__ in {"LadderStep", "Allowance", "CheckItem", "Criterion", "CalendarDay"}:
                continue
            assert client.get(reverse(name, args=[row.pk])).status_code == 403, model


def test_the_administration_has_its_own_policy_and_the_portal_the_strict_one(client, administrator):
    factories.sign_in(client, administrator)
    loose = client.get(reverse("admin:index"))["Content-Security-Policy"]
    strict = client.get(reverse("regions:coverage"))["Content-Security-Policy"]
    assert "unsafe-eval" in loose
    assert "unsafe" not in strict and "default-src 'self'" in strict
