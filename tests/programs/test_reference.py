"""Checklists and criteria to begin with."""

import pytest
from django.db.models import Sum

from programs import reference
from programs.kinds import Kind
from programs.models import CheckItem, Criterion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_has_its_list(kind):
    assert 6 <= CheckItem.objects.for_kind(kind).count() <= 9
    assert CheckItem.objects.filter(kind=kind).count() >= 4


def test_weights_make_a_hundred():
    assert Criterion.objects.aggregate(Sum("weight"))["weight__sum"] == 100


def test_loading_again_keeps_what_an_administrator_changed():
    item = CheckItem.objects.first()
    CheckItem.objects.filter(pk=item.pk).update(text_id="Diubah", is_active=False)
    CheckItem.objects.filter(pk=CheckItem.objects.last().pk).delete()
    Criterion.objects.first().delete()
    assert reference.load() == {"checklist": 1, "criteria": 0}
    item.refresh_from_db()
    assert (item.text_id, item.is_active) == ("Diubah", False)
