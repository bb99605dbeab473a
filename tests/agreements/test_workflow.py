"""The life of a cooperation document as a literal table: state × move × role → outcome."""

import pytest

from casework.workflow import NotAllowed, Refused, available, perform, refusals
from tests import pacts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", *pacts.ROADS])
def test_every_state_is_reached_the_way_people_go(status):
    people = pacts.cast()
    assert pacts.in_state(status, people).case.status == status
