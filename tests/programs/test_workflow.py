"""The life of a proposal as a literal table: state × move × role → outcome."""

import pytest

from tests import proposals as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", *make.ROADS])
def test_every_state_is_reached_the_way_people_go(status):
    people = make.cast()
    assert make.in_state(status, people).case.status == status
