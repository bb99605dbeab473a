"""Files of lists: formulas stay text, days and figures keep their kind; long ones are made once, for one owner."""

import csv
import io
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from casework import exports
from casework.models import Case, Export, Notice
from casework.spreadsheets import write_csv, write_xlsx
from programs.models import Proposal
from regions import clock
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.races import race

pytestmark = pytest.mark.django_db
FILE, NEW = reverse("programs:list_csv"), reverse("casework:export_new")
KEY = "00000000-0000-4000-8000-00000000000{}"
FORMULAS = ["=1+1", "+62", "-x", "@SUM(A1)", "\t=1", "\r=1", ' =HYPERLINK("http://x")', "biasa"]


@pytest.fixture
def people():
    return proposals.cast()


@pytest.fixture
def long(settings):
    settings.EXPORT_DIRECT_ROWS = 1


def sheet(answer) -> list[list]:
    data = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def table(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def titled(people, *titles):
    made = [proposals.in_state("submitted", people) for _title in titles]
    for proposal, title in zip(made, titles, strict=True):
        Case.objects.filter(pk=proposal.case_id).update(title=title)
    return made


# --- what is in a file ----------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_typed_becomes_a_formula(text):
    book, plain = io.BytesIO(), io.BytesIO()
    write_xlsx(book, "Uji", ["Judul"], [[text]])
    write_csv(plain, "Uji", ["Judul"], [[text]])
    cell = CalamineWorkbook.from_filelike(io.BytesIO(book.getvalue())).get_sheet_by_index(0).to_python()[1][0]
    assert cell.strip() == text.strip()
    from openpyxl import load_workbook

    assert load_workbook(io.BytesIO(book.getvalue())).active["A2"].data_type in ("s", "inlineStr")
    (written,) = list(csv.reader(io.StringIO(plain.getvalue().decode().removeprefix("\ufeff"), newline="")))[1]
    assert written == text if text == "biasa" else written == f"'{text}"


def test_days_and_figures_keep_their_kind_and_the_head_stays_in_sight():
    from openpyxl import load_workbook

    book = io.BytesIO()
    write_xlsx(book, "Uji [1]", ["Hari", "Rupiah", "Kosong"], [[date(2026, 11, 25), 1_240_000_000, None]])
    assert CalamineWorkbook.from_filelike(io.BytesIO(book.getvalue())).get_sheet_by_index(0).to_python()[1] == [
        date(2026, 11, 25),
        1_240_000_000,
        "",
    ]
    loaded = load_workbook(io.BytesIO(book.getvalue())).active
    assert loaded.freeze_panes == "A2" and loaded["B2"].number_format == "#,##0"


def test_control_characters_and_endless_text_break_no_file():
    book = io.BytesIO()
    write_xlsx(book, "Uji", ["A"], [["a\x00b\x0bc"], ["x" * 40_000]])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[1] == ["abc"] and len(rows[2][0]) == 32_767


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_has_every_column_and_the_rows_the_filters_leave_within_sight(client, people, form):
    titled(people, "Andalas", "=Zamrud")
    titled(proposals.cast("32", "BDG"), "Bukan")
    answer = sign_in(client, people.verifier).get(f"{FILE}?urut=judul&kolom=judul&format={form}&tahap=submitted")
    head, *rows = table(answer) if form == "csv" else sheet(answer)
    assert len(head) == 13 and head[1] == "Usulan"
    assert sorted(row[1].lstrip("'") for row in rows) == ["=Zamrud", "Andalas"]
    assert int(rows[0][-1]) == 70_000_000
    assert f"{answer['Content-Disposition']}".endswith(f'usulan-{clock.today().isoformat()}.{form}"')


def test_only_the_rows_that_were_chosen(client, people):
    first, _second = titled(people, "Andalas", "Zamrud")
    unseen = titled(proposals.cast("32", "BDG"), "Bukan")[0]
    answer = sign_in(client, people.verifier).get(f"{FILE}?baris={first.pk}&baris={unseen.pk}")
    assert [row[1] for row in table(answer)[1:]] == ["Andalas"]
    answer = client.get(f"{FILE}?baris={first.pk}&semua=ya")
    assert len(table(answer)) == 3


def test_documents_and_offers_come_as_xlsx_too(client):
    people = pacts.cast()
    agreement = pacts.in_state("in_force", people, days=90)
    rows = sheet(sign_in(client, people.officer).get(reverse("agreements:export") + "?format=xlsx"))
    assert rows[1][0] == agreement.case.number and rows[1][-1] == agreement.ends_on
    assert len(sheet(client.get(reverse("programs:offers_csv") + "?format=xlsx"))) == 1


# --- in the background ----------------------------------------------------------------


def asked(client, actor, form="xlsx", query="urut=judul", key=1) -> Export:
    sign_in(client, actor)
    url = client.get(f"{FILE}?{query}&format={form}")["Location"]
    assert url.startswith(NEW)
    page = client.get(url)
    assert "sekitar" in page.content.decode()
    answer = client.post(url, {"key": KEY.format(key)})
    export = Export.objects.latest("pk")
    assert answer["Location"] == export.get_absolute_url()
    return export


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_list_is_made_once_told_and_fetched(client, people, long, form):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier, form)
    waiting = client.get(export.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in waiting and "<html" not in waiting
    fetch = reverse("casework:export_file", args=[export.pk])
    assert client.get(fetch).status_code == 404
    assert exports.make(export.pk) is True
    assert exports.make(export.pk) is False  # a task that comes twice
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == ("ready", 2, 2)
    assert Notice.objects.filter(recipient=people.verifier.user, kind="export.ready").count() == 1
    page = client.get(export.get_absolute_url()).content.decode()
    assert fetch in page and "every 1s" not in page
    answer = client.get(fetch)
    rows = table(answer) if form == "csv" else sheet(answer)
    assert [row[1] for row in rows[1:]] == ["Andalas", "Zamrud"]


@pytest.mark.parametrize(("zone", "day"), [("", "2026-11-10"), ("WIB", "2026-11-09")])
def test_its_days_are_those_of_who_reads_it_as_on_the_page(client, people, long, zone, day):
    """Half past midnight at the Balai in Banjarmasin is still the evening before in Jakarta."""
    for proposal in titled(people, "Andalas", "Zamrud"):
        proposal.first_submitted_at = datetime(2026, 11, 9, 16, 30, tzinfo=UTC)
        proposal.save()
    people.verifier.user.zone = zone
    people.verifier.user.save()
    export = asked(client, people.verifier, "csv", "urut=judul")
    exports.make(export.pk)
    made = table(client.get(reverse("casework:export_file", args=[export.pk])))
    at_once = table(client.get(f"{FILE}?urut=judul&format=csv&baris={Proposal.objects.first().pk}"))
    assert [row[made[0].index("Pertama diajukan")] for row in made[1:]] == [day, day]
    assert at_once[1][at_once[0].index("Pertama diajukan")] == day


def test_scope_is_asked_when_it_is_made(client, people, long):
    first, second = titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier, "csv")
    Case.objects.filter(pk=second.case_id).update(upt=factories.upt("MKS").upt)
    exports.make(export.pk)
    answer = client.get(reverse("casework:export_file", args=[export.pk]))
    assert [row[1] for row in table(answer)[1:]] == ["Andalas"]


def test_only_its_owner_fetches_it_and_only_while_the_position_is_held(client, people, long):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier)
    exports.make(export.pk)
    fetch = reverse("casework:export_file", args=[export.pk])
    assert sign_in(client, people.coordinator).get(fetch).status_code == 404
    assert client.get(export.get_absolute_url()).status_code == 404
    factories.holding(factories.position(people.verifier.institution), people.verifier.user)
    sign_in(client, people.verifier)
    assert len(sheet(client.get(fetch))) == 3
    people.verifier.holding.delete()
    assert client.get(fetch).status_code == 302  # the session ended with the position
    client.force_login(people.verifier.user)  # in the other position
    assert client.get(fetch).status_code == 403


def test_who_lost_the_position_before_it_was_made_gets_none(client, people, long):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier)
    people.verifier.holding.delete()
    assert exports.make(export.pk) is False
    export.refresh_from_db()
    assert export.state == "failed" and export.reason and not export.file


def test_what_came_to_nothing_can_be_asked_for_again_from_where_it_stands(client, people, long):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier, "csv", query="urut=-judul")
    Export.objects.filter(pk=export.pk).update(state="failed", reason="Gagal")
    (row,) = client.get(reverse("casework:exports")).context["rows"]
    again = client.get(export.get_absolute_url()).context["act_url"]
    assert row["act_url"] == again and client.get(again).status_code == 200
    client.post(again, {"key": KEY.format(2)})
    new = Export.objects.latest("pk")
    assert new.pk != export.pk and exports.make(new.pk)
    assert [line[1] for line in table(client.get(reverse("casework:export_file", args=[new.pk])))[1:]] == [
        "Zamrud",
        "Andalas",
    ]


def test_the_sweep_makes_what_waits_and_takes_away_what_is_past_its_day(client, people, long):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier)
    assert exports.sweep() == 1
    export.refresh_from_db()
    stored = export.file
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        assert exports.sweep() == 0 and default_storage.exists(stored)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert exports.sweep() == 1
    export.refresh_from_db()
    assert export.state == "gone" and not default_storage.exists(stored)
    page = sign_in(client, people.verifier).get(export.get_absolute_url())
    assert "dihapus" in page.content.decode()


def test_a_maker_that_died_is_followed_by_another(client, people, long):
    titled(people, "Andalas", "Zamrud")
    export = asked(client, people.verifier)
    Export.objects.filter(pk=export.pk).update(state="running", done=1)
    assert exports.sweep() == 1
    export.refresh_from_db()
    assert (export.state, export.done) == ("ready", 2)


def test_my_files(client, people, long, django_assert_num_queries):
    titled(people, "Andalas", "Zamrud")
    for key, more in ((1, 0), (2, 48)):
        made = asked(client, people.verifier, key=key)
        exports.make(made.pk)
        rest = {"owner": made.owner, "position": made.position, "list": "usulan", "format": "csv"}
        Export.objects.bulk_create(Export(asked_at=clock.now(), **rest) for _each in range(more))
        client.get(reverse("casework:exports"))
        with django_assert_num_queries(5):
            assert len(client.get(reverse("casework:exports")).context["rows"]) == key + more
    assert sign_in(client, people.coordinator).get(reverse("casework:exports")).context["rows"] == []


def two_makers(monkeypatch):
    people, stored = proposals.cast(), []
    proposals.in_state("submitted", people)
    export = Export.objects.create(
        owner=people.verifier.user,
        position=people.verifier.position,
        list="usulan",
        format="csv",
        asked_at=clock.now(),
    )
    keep = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: stored.append(keep(*args)) or stored[-1])
    return race(*[lambda: exports.make(export.pk)] * 2), stored


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_make_one_file_and_tell_once(monkeypatch):
    results, stored = two_makers(monkeypatch)
    assert sorted(results) == [False, True] and len(stored) == 1
    assert Notice.objects.filter(kind="export.ready").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twin_without_the_lock_it_is_made_twice(monkeypatch):
    monkeypatch.setattr(exports, "alone", lambda name: nullcontext(True))
    results, stored = two_makers(monkeypatch)
    assert results == [True, True] and len(stored) == 2


def test_who_finishes_second_throws_the_file_away_and_tells_nobody(people):
    """The claim of the place: a file that is ready already keeps its file and its one notice."""
    titled(people, "Andalas")
    export = Export.objects.create(
        owner=people.verifier.user,
        position=people.verifier.position,
        list="usulan",
        format="csv",
        asked_at=clock.now(),
    )
    assert exports.make(export.pk)
    kept = Export.objects.get(pk=export.pk).file
    late = default_storage.save("exports/late", ContentFile(b"x"))
    exports._finish(export, people.verifier, late)
    assert Export.objects.get(pk=export.pk).file == kept and default_storage.exists(kept)
    assert not default_storage.exists(late)
    assert Notice.objects.filter(kind="export.ready").count() == 1


def test_rows_that_are_read_to_the_end_are_planned_so(db):
    """PostgreSQL's own value is 0.1: the first tenth of a file's rows soon, and all of them late."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW cursor_tuple_fraction")
        assert cursor.fetchone() == ("1",)
