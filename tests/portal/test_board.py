"""The board: every number is as many cases as stand behind it, within the reader's sight and the chosen filter."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from casework.held import with_days
from casework.models import Case, Turn
from portal.board import QUESTIONS
from portal.board_scope import Scope
from programs.models import CostLine
from regions import clock, working_days
from regions.models import CalendarDay, Coverage
from tests import factories, pacts, proposals
from tests.factories import sign_in
from tests.test_permissions import people as readers

pytestmark = pytest.mark.django_db
BOARD = reverse("portal:board")

# Who opens the board, the cases behind a number, its file; and the pages of Kalimantan Timur and of its UPT.
TABLE = """
                            board rows file province upt
proposer, own body          403   404  404  200      200
proposer, same province     403   404  404  200      200
proposer, other province    403   404  404  404      404
body head, own body         403   404  404  200      200
body head, same province    403   404  404  200      200
body head, other province   403   404  404  404      404
province legal, own         403   404  404  200      200
province legal, other       403   404  404  404      404
institution admin, own body 403   404  404  200      200
verifier, own UPT           200   200  200  200      200
verifier, other UPT         200   200  200  404      404
UPT head, own UPT           200   200  200  200      200
UPT head, other UPT         200   200  200  404      404
cooperation, own UPT        200   200  200  200      200
cooperation, other UPT      200   200  200  404      404
cooperation, centre         200   200  200  200      200
coordinator                 200   200  200  200      200
reviewer                    200   200  200  200      200
approver                    200   200  200  200      200
legal officer               200   200  200  200      200
leadership                  200   200  200  200      200
secretariat                 200   200  200  200      200
administrator               200   200  200  200      200
auditor, in scope           200   200  200  200      200
auditor, out of scope       200   200  200  404      404
"""
# How many of the three submitted proposals (one of them of Papua) and of the one agreement each of them counts.
COUNTED = {
    "verifier, own UPT": (2, 1),
    "verifier, other UPT": (1, 0),
    "leadership": (3, 1),
    "auditor, in scope": (2, 1),
}


@pytest.fixture
def world():
    cast = proposals.cast()
    made = [proposals.in_state("in_review", cast), proposals.in_state("approved", cast)]
    made.append(proposals.in_state("submitted", proposals.cast("91", "MKS")))
    proposals.draft(cast.proposer)
    pacts.in_state("in_force", pacts.cast())
    return made


def numbers(client, code: str, query: str = "") -> dict[str, list[str]]:
    answer = client.get(f"{BOARD}?{query}")
    figure = next(figure for figure in answer.context["figures"] if figure.code == code)
    return {row.part: list(row.filed) for row in figure.rows}


def test_every_reader_and_page(client, world):
    pages = [
        BOARD,
        reverse("portal:board_rows", args=["tahap", "submitted"]),
        reverse("portal:board_file", args=["tahap"]),
        reverse("portal:province", args=["64"]),
        reverse("portal:upt", args=["BJM"]),
    ]
    lines = TABLE.strip("\n").splitlines()[1:]
    table = {line[:28].strip(): [int(code) for code in line[28:].split()] for line in lines}
    found = {}
    for name, actor in readers().items():
        sign_in(client, actor)
        found[name] = [client.get(page).status_code for page in pages]
        if name in COUNTED:
            counted = (
                numbers(client, "tahap")["submitted"][0],
                sum(row[0] for row in numbers(client, "naskah").values()),
            )
            assert counted == COUNTED[name], name
    assert found == table


CHOICES = [{}, {"provinsi": "64"}, {"upt": "MKS"}, {"jenis": "pelatihan_asn"}, {"ta": "1999"}]
EACH_ADDS = {"waktu": 2, "dana": 0, "kuota": 1}  # the column to which the measures of the cases add up


def test_behind_every_number_stand_as_many_cases(world):
    actor = factories.actor(factories.agency(), Role.LEADERSHIP)
    for question, scope in [(each, Scope(actor, chosen)) for each in QUESTIONS.values() for chosen in CHOICES]:
        for row in question.answer(scope).rows:
            cases = list(question.behind(scope, row.part))
            if (column := EACH_ADDS.get(question.code)) is not None:
                assert sum(case.measure for case in cases) == row.filed[column], (question.code, scope.chosen, row.part)
            else:
                wanted = sum(row.filed[: 2 if question.code == "provinsi" else 1])
                assert len(cases) == wanted, (question.code, scope.chosen, row.part)


def test_a_draft_counts_for_nobody(client, world):
    assert Case.objects.filter(status="draft", kind="proposal").exists()
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    assert numbers(client, "tahap")["submitted"] == [3, 1]


def test_planned_money_by_source(client, world):
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    approved = CostLine.objects.filter(proposal=world[1])
    apbd = sum(line.amount for line in approved if line.source == "apbd")
    assert apbd > 0 and numbers(client, "dana")["apbd"][0] == apbd


def test_filters_narrow_and_unknown_words_change_nothing(client, world):
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    assert numbers(client, "tahap", "provinsi=91")["submitted"][0] == 1
    assert numbers(client, "tahap", "upt=BJM")["submitted"][0] == 2
    assert numbers(client, "tahap", "provinsi=%00&upt=XXX&ta=10000000000000000000&jenis=x")["submitted"][0] == 3


def test_time_is_counted_in_working_days_of_the_holders_zone(world):
    CalendarDay.objects.create(on=clock.today() - timedelta(days=3), is_working=False, name="Libur daerah")
    turn = Turn.objects.filter(case=world[0].case, closed_at__isnull=True).first()
    for days in (0, 1, 5, 40):
        turn.entered_at = clock.now() - timedelta(days=days)
        turn.save()
        counted = with_days(Turn.objects.filter(pk=turn.pk)).get().days
        entered = clock.day_of(turn.entered_at, turn.timezone)
        assert counted == working_days.working_days_between(entered, clock.today(turn.timezone))


def test_the_file_has_the_numbers_of_the_page(client, world):
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    shown = numbers(client, "tahap")
    answer = client.get(reverse("portal:board_file", args=["tahap"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[1:] for line in lines[1:]] == [[str(number) for number in row] for row in shown.values()]


def test_an_empty_board_says_so(client):
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    page = client.get(BOARD).content.decode()
    assert "Belum ada usulan yang diajukan." in page
    assert client.get(reverse("portal:province", args=["64"])).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [(BOARD, 12), (reverse("portal:province", args=["64"]), 12), (reverse("portal:upt", args=["BJM"]), 12)],
)
def test_it_asks_the_same_number_of_questions(client, many, page, queries, django_assert_num_queries):
    cast = proposals.cast()
    for _each in range(many):
        proposals.in_state("in_review", cast)
        proposals.in_state("approved", cast)
        pacts.in_state("in_force", pacts.cast())
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    client.get(page)
    with django_assert_num_queries(queries):
        assert client.get(page).status_code == 200


def test_an_upt_without_provinces_is_seen_by_itself_alone(client):
    own, other = (factories.actor(factories.upt(code), Role.VERIFIER) for code in ("BJM", "MKS"))
    Coverage.objects.filter(upt="BJM").update(ends_on=clock.today() - timedelta(days=1))
    page = sign_in(client, own).get(reverse("portal:upt", args=["BJM"]))
    assert page.context["provinces"] == [] and page.context["official_name"]
    assert sign_in(client, other).get(reverse("portal:upt", args=["BJM"])).status_code == 404


def test_the_rows_behind_a_number_ask_the_same_number_of_questions(client, world, django_assert_num_queries):
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    page = reverse("portal:board_rows", args=["tahap", "submitted"])
    client.get(page)
    with django_assert_num_queries(11):
        client.get(page)
    assert client.get(reverse("portal:board_rows", args=["tahap", "x"])).status_code == 404
    assert client.get(reverse("portal:board_rows", args=["x", "submitted"])).status_code == 404


def test_a_chair_nobody_holds_is_shown_empty(client):
    factories.position(factories.body("64"), Role.PROPOSER, title="Analis Program")
    held = factories.actor(factories.body("64"), Role.BODY_HEAD, title="Kepala")
    sign_in(client, held)
    shown = client.get(reverse("portal:province", args=["64"])).context["people"]
    assert {row["title"]: row["name"] for row in shown} == {"Analis Program": None, "Kepala": held.user.full_name}


def test_each_number_of_a_stage_opens_its_own_cases(client, world):
    """Two came to review, one stands there now: both numbers are links, and each opens what it counts."""
    sign_in(client, factories.actor(factories.agency(), Role.LEADERSHIP))
    shown = client.get(BOARD).content.decode()
    counts, heads = {}, {}
    for part in ("in_review", "in_review-kini"):
        page = reverse("portal:board_rows", args=["tahap", part])
        assert f'href="{page}"' in shown
        context = client.get(page).context
        counts[part], heads[part] = context["listing"].count, context["heading"]
    assert counts == {"in_review": 2, "in_review-kini": 1}
    assert heads == {"in_review": "Pernah sampai: Telaah teknis", "in_review-kini": "Telaah teknis"}
