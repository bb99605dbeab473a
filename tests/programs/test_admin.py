"""The administration of programs: master data is edited, proposals and their states are only read."""

import pytest
from django.urls import reverse

from programs.models import CheckItem, Criterion, Proposal
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make.user(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", ["checkitem", "criterion", "offer", "proposal"])
def test_lists_open_and_can_be_searched(administrator, model):
    proposals.in_state("submitted", proposals.cast())
    assert administrator.get(reverse(f"admin:programs_{model}_changelist"), {"q": "a"}).status_code == 200


def test_a_state_cannot_be_changed_here(administrator):
    proposal = proposals.in_state("submitted", proposals.cast())
    address = reverse("admin:programs_proposal_change", args=[proposal.pk])
    assert proposal.case.number in administrator.get(address).content.decode()
    assert administrator.post(address, {"status": "approved", "aim": "x"}).status_code == 403
    assert administrator.get(reverse("admin:programs_proposal_add")).status_code == 403
    assert administrator.post(reverse("admin:programs_proposal_delete", args=[proposal.pk])).status_code == 403
    assert Proposal.objects.get(pk=proposal.pk).case.status == "submitted"


def test_a_checklist_item_is_made_inactive_not_deleted(administrator):
    item = CheckItem.objects.first()
    assert administrator.post(reverse("admin:programs_checkitem_delete", args=[item.pk])).status_code == 403
    address = reverse("admin:programs_checkitem_change", args=[item.pk])
    values = {name: getattr(item, name) for name in ("kind", "code", "text_id", "text_en", "step", "order")}
    assert administrator.post(address, values).status_code == 302
    item.refresh_from_db()
    assert item.is_active is False
    assert item not in CheckItem.objects.for_kind("skkni")


def test_weights_show_their_part_of_the_whole(administrator):
    Criterion.objects.update(weight=50)
    page = administrator.get(reverse("admin:programs_criterion_changelist")).content.decode()
    assert "20 %" in page
