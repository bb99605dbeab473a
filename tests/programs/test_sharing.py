"""Totals and shares per party and source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.models import CostLine
from programs.sharing import is_cost_shared, shares, total


def line(source: str, amount: int, other_party: str = "", form: str = "cash") -> CostLine:
    return CostLine(source=source, amount=amount, other_party=other_party, form=form)


@pytest.mark.parametrize(
    ("lines", "shared"),
    [
        ([], False),
        ([line("apbd", 5)], False),
        ([line("apbn_centre", 5), line("apbn_upt", 5)], False),  # the agency and its UPT are one party
        ([line("apbn_centre", 5), line("apbd", 5)], True),
        ([line("apbd", 5), line("apbn_upt", 0, form="tariff")], True),  # a concession at Rp0 is a contribution
        ([line("apbd", 5), line("apbn_upt", 5, form="in_kind")], True),
        ([line("other", 5, "PT Nusa"), line("other", 5, " pt  nusa ")], False),
        ([line("other", 5, "PT Nusa"), line("other", 5, "LSP Telematika")], True),
        ([line("apbd", 5), line("", 5)], False),  # a half-written line has no funder yet
    ],
)
def test_shared_means_two_parties(lines, shared):
    assert is_cost_shared(lines) is shared


def test_one_share_per_party_and_source():
    lines = [
        line("apbd", 300),
        line("apbn_upt", 100, form="in_kind"),
        line("apbd", 200, form="in_kind"),
        line("other", 400, "PT Nusa"),
    ]
    found = [(share.key, share.amount, share.cash, share.percent) for share in shares(lines)]
    assert found == [("apbn_upt", 100, 0, 10.0), ("apbd", 500, 300, 50.0), ("other:pt nusa", 400, 400, 40.0)]
    assert shares(lines)[2].label == "PT Nusa"
    assert total(lines) == 1000


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=4))
def test_shares_make_a_whole(amounts):
    sources = ["apbn_centre", "apbn_upt", "apbd", "other"]
    found = shares([line(source, amount) for source, amount in zip(sources, amounts, strict=False)])
    assert sum(share.permille for share in found) == (1000 if sum(amounts) else 0)
    assert sum(share.amount for share in found) == sum(amounts)
