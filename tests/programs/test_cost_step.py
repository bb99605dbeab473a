"""Cost lines as they are typed: sums and shares at once, a bad cell is marked, rows come and go."""

import pytest

from programs.models import CostLine
from tests.programs.drafting import HALL, TRAINER, autosave, post, rows, seen_on

pytestmark = pytest.mark.django_db


def test_lines_are_saved_with_sum_and_shares(officers_client, proposal):
    told = autosave(officers_client, proposal, "biaya", rows(TRAINER, HALL)).json()
    assert told["amounts"] == ["38.400.000", "148.800.000"] and told["total"] == "187.200.000"
    assert "APBD" in told["parts"]["bagian"] and "79,5 %" in told["parts"]["bagian"]
    lines = list(CostLine.objects.filter(proposal=proposal).values_list("item", "quantity", "unit", "amount"))
    assert lines == [("Honor pengajar", 128, "JP", 38_400_000), ("Sewa ruang", 20, "hari", 148_800_000)]


BAD_CELLS = [
    ("volume", "banyak"),
    ("volume", "0 orang"),
    ("volume", "1,5 hari"),
    ("unit_price", "seribu"),
    ("unit_price", "-5"),
    ("unit_price", "1.500,50"),
    ("source", "kantong"),
    ("form", "janji"),
    ("fiscal_year", "1800"),
    ("item", "i" * 201),
    ("unit_price", "1000000000000000"),
]


@pytest.mark.parametrize(("field", "typed"), BAD_CELLS)
def test_a_bad_cell_is_marked_and_its_row_is_kept(officers_client, proposal, field, typed):
    data = rows(TRAINER, HALL | {field: typed})
    page = post(officers_client, proposal, "biaya", data)
    assert page.status_code == 200
    assert page.context["form"].forms[1].errors[field]
    assert page.context["form"].forms[1][field].value() == typed
    assert autosave(officers_client, proposal, "biaya", data).json()["errors"][f"lines-1-{field}"]
    kept = proposal.cost_lines.all()
    assert kept[0].amount == 38_400_000 and len(kept) == 2


def test_what_is_marked_is_said_at_the_top_with_the_way_to_it(officers_client, proposal):
    data = rows(TRAINER, HALL | {"unit_price": "seribu"}, {"volume": "banyak"})
    page = post(officers_client, proposal, "biaya", data).content.decode()
    assert "data-focus-first" in page
    assert '<a href="#id_lines-1-unit_price">Sewa ruang ·' in page and '<a href="#id_lines-2-volume">3 ·' in page
    assert (
        "data-focus-first" not in post(officers_client, proposal, "biaya", rows(TRAINER), follow=True).content.decode()
    )


def test_a_typed_thousand_is_a_thousand(officers_client, proposal):
    autosave(officers_client, proposal, "biaya", rows(HALL | {"unit_price": "1.500", "volume": "1.200 orang"}))
    line = proposal.cost_lines.get()
    assert (line.unit_price, line.quantity, line.amount) == (1_500, 1_200, 1_800_000)


def test_rows_come_and_go_without_scripts(officers_client, proposal):
    added = post(officers_client, proposal, "biaya", rows(TRAINER) | {"add": "1"})
    assert [form["item"].value() or "" for form in added.context["form"].forms] == ["Honor pengajar", ""]
    removed = post(officers_client, proposal, "biaya", rows(TRAINER, HALL) | {"remove": "0"})
    assert [form["item"].value() for form in removed.context["form"].forms] == ["Sewa ruang"]
    assert proposal.cost_lines.get().item == "Sewa ruang"


def test_rows_pasted_from_a_spreadsheet(officers_client, proposal):
    sheet = "Uraian\tVolume\tSatuan\tHarga\tSumber\nModul\t120\torang\t450.000\tAPBN UPT\nUji akhir\t4 kelas\t1500000\n"
    page = post(officers_client, proposal, "biaya", rows(HALL) | {"insert": "1", "paste": sheet})
    assert page.status_code == 200
    lines = list(proposal.cost_lines.values_list("item", "quantity", "unit", "unit_price", "source"))
    assert lines == [
        ("Sewa ruang", 20, "hari", 7_440_000, "apbd"),
        ("Modul", 120, "orang", 450_000, "apbn_upt"),
        ("Uji akhir", 4, "kelas", 1_500_000, ""),
    ]


@pytest.mark.parametrize("total", ["", "abc", "-1", "9" * 5000, "100000"])
def test_a_strange_number_of_rows_breaks_nothing_and_loses_no_row(officers_client, proposal, total):
    sent = rows(TRAINER, HALL) | {"lines-TOTAL_FORMS": total}
    assert post(officers_client, proposal, "biaya", sent).status_code == 302
    assert list(proposal.cost_lines.values_list("item", flat=True)) == [TRAINER["item"], "Sewa ruang"]


def test_lines_that_two_changed_are_shown_side_by_side(officers_client, proposal):
    autosave(officers_client, proposal, "biaya", rows(HALL))
    seen = seen_on(officers_client, proposal, "biaya")
    autosave(officers_client, proposal, "biaya", rows(HALL | {"volume": "21 hari"}) | {"seen": seen})
    told = autosave(officers_client, proposal, "biaya", rows(HALL | {"volume": "22 hari"}) | {"seen": seen})
    assert told.status_code == 409 and "21 hari" in told.json()["conflicts"][0]["shown"]
    assert proposal.cost_lines.get().quantity == 21


def test_new_lines_of_both_stay(officers_client, proposal):
    seen = seen_on(officers_client, proposal, "biaya")
    autosave(officers_client, proposal, "biaya", rows(HALL) | {"seen": seen})
    told = autosave(officers_client, proposal, "biaya", rows(TRAINER) | {"seen": seen})
    assert told.status_code == 200 and told.json()["table"]["count"] == 2
    assert [line.item for line in proposal.cost_lines.all()] == ["Sewa ruang", "Honor pengajar"]
