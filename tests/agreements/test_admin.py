"""In the administration cooperation documents are only read."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from agreements.models import Agreement
from tests import factories as make
from tests import pacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    actor = make.actor(make.agency(), Role.ADMINISTRATOR)
    actor.user.is_staff = actor.user.is_superuser = True
    actor.user.save()
    make.sign_in(client, actor)
    return client


@pytest.mark.parametrize("model", ["agreement", "signature"])
def test_lists_and_rows_open_and_nothing_can_be_added_changed_or_deleted(administrator, model):
    people = pacts.cast()
    agreement = pacts.in_state("in_force", people)
    row = agreement if model == "agreement" else pacts.centre_party(agreement).signature
    assert administrator.get(reverse(f"admin:agreements_{model}_changelist"), {"q": "KS"}).status_code == 200
    change = reverse(f"admin:agreements_{model}_change", args=[row.pk])
    assert administrator.get(change).status_code == 200
    assert administrator.post(change, {"kind": "adendum"}).status_code == 403
    assert administrator.get(reverse(f"admin:agreements_{model}_add")).status_code == 403
    assert administrator.post(reverse(f"admin:agreements_{model}_delete", args=[row.pk])).status_code == 403
    assert Agreement.objects.get().kind == "pks"


def test_the_status_filter_and_search_find_a_document_once(administrator):
    pacts.draft(pacts.cast())
    found = administrator.get(
        reverse("admin:agreements_agreement_changelist"), {"case__status": "draft", "q": "pemprov"}
    )
    assert found.context["cl"].result_count == 1
