"""`make hostile`: two thousand walks of thirty steps by twelve people, and a hundred thousand inputs to each parser."""

import os

import pytest

from tests.hostile import parsers
from tests.hostile.test_walks import walked
from tests.hostile.walks import STEPS

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("HOSTILE_WALKS", "2000"))
INPUTS = int(os.environ.get("HOSTILE_INPUTS", "100000"))


def test_walks_keep_the_invariants(capsys):
    met = walked(WALKS)
    with capsys.disabled():
        print(f"\n{WALKS} walks of {STEPS} steps: {met.pop('done')} acts done, {met.pop('refused')} refused")
        print("moves made onward: " + ", ".join(f"{name} {many}" for name, many in sorted(met.items())))


@pytest.mark.parametrize("parser", parsers.PARSERS, ids=lambda each: each.__name__)
def test_inputs_to(parser, capsys):
    fed = parsers.feed(parser, INPUTS)
    with capsys.disabled():
        print(f"\nparser of {parser.__name__}: {fed} inputs")
    assert fed >= INPUTS
