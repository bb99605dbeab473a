"""A few of the walks and of the parsers' inputs that `make hostile` makes by the thousand."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.hostile import parsers
from tests.hostile.walks import STEPS, Walk, World

pytestmark = pytest.mark.django_db


def walked(many: int) -> dict:
    """So many walks, the same each time; what was done and refused on them."""
    Walk.world = World()
    Walk.met.clear()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=many,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            print_blob=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return dict(Walk.met)


def test_walks_keep_the_invariants():
    met = walked(3)
    assert met["done"] > 10 and met["refused"] > 3, met


@pytest.mark.parametrize("parser", parsers.PARSERS, ids=lambda each: each.__name__)
def test_a_hundred_inputs_to(parser):
    parsers.feed(parser, 100)
