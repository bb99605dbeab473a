"""An institution's people: who sits where, who may touch whom, endings, Plt. and Plh., positions opened and closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import holders_of
from accounts.actors import actors_of
from accounts.models import Holding, Position
from accounts.roles import Role
from casework.models import Notice, Turn
from casework.workflow import NotAllowed, Refused, perform
from portal.staff import holdings, invitations
from portal.staff.page import people_of
from regions import clock
from tests import factories as make
from tests import proposals

pytestmark = pytest.mark.django_db
KEY = "7a0fd3c4-9a8e-4c8e-9d7c-2f1df0b2a00{}"


def day(days: int):
    return clock.today("Asia/Makassar") + timedelta(days=days)


@pytest.fixture
def admin():
    return make.actor(make.body("64"), Role.INSTITUTION_ADMIN)


# --- scope: the literal table ---------------------------------------------------------

READERS = """
                           own invite end acting handover resend vacancies other
institution admin, own     200 200    200 200    200      200    200       404
institution admin, other   200 404    404 404    404      404    200       200
central administrator      200 200    200 200    200      200    200       200
body head, superior        403 404    404 200    200      404    403       403
holder                     403 404    404 200    200      404    403       403
colleague                  403 404    404 404    404      404    403       403
coordinator                403 404    404 404    404      404    403       403
UPT head                   403 404    404 404    404      404    403       403
auditor                    403 404    404 404    404      404    403       403
"""


def test_every_cell(client, admin):
    """The pages of one holding in BPSDM Kaltim, and another institution's page, for each kind of reader."""
    head = make.actor(admin.institution, Role.BODY_HEAD)
    holder = make.actor(admin.institution, Role.PROPOSER, superior=head.position)
    seat = make.position(admin.institution, Role.PROPOSER)
    letter = {"full_name": "Maria", "email": "m@contoh.test", "starts_on": day(0)}
    row = invitations.invite(seat, actor=admin, **letter)
    other = make.actor(make.body("91"), Role.INSTITUTION_ADMIN)
    readers = {
        "institution admin, own": admin,
        "institution admin, other": other,
        "central administrator": make.actor(make.agency(), Role.ADMINISTRATOR),
        "body head, superior": head,
        "holder": holder,
        "colleague": make.actor(admin.institution, Role.PROPOSER),
        "coordinator": make.actor(make.agency(), Role.COORDINATOR),
        "UPT head": make.actor(make.upt(), Role.UPT_HEAD),
        "auditor": make.auditor("64"),
    }
    pages = [
        reverse("staff:institution"),
        reverse("staff:invite", args=[admin.institution.pk]),
        reverse("staff:end", args=[holder.holding.pk]),
        reverse("staff:name_acting", args=[holder.position.pk]),
        reverse("handover:person", args=[holder.holding.pk]),
        reverse("staff:resend", args=[row.pk]),
        reverse("handover:vacancies"),
        f"{reverse('staff:institution')}?instansi={other.institution.pk}",
    ]
    found = {}
    for name, actor in readers.items():
        make.sign_in(client, actor)
        found[name] = [client.get(page).status_code for page in pages]
    lines = READERS.strip().splitlines()[1:]
    assert found == {line[:26].strip(): [int(code) for code in line[26:].split()] for line in lines}


def test_nothing_is_changed_in_another_institution(admin):
    stranger = make.actor(make.body("91"), Role.PROPOSER)
    empty = make.position(make.body("91"), Role.PROPOSER)
    acts = [
        lambda: holdings.end_holding(stranger.holding, actor=admin, ends_on=day(0), reason="x"),
        lambda: holdings.open_position(stranger.institution, actor=admin, title="x", roles=[]),
        lambda: holdings.close_position(empty, actor=admin),
        lambda: plt(empty, admin, person=admin.user),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


# --- the page -------------------------------------------------------------------------


def test_who_is_inactive_and_what_is_vacant(admin):
    long, fresh, empty = (make.position(admin.institution, Role.PROPOSER, title=name) for name in "ABC")
    seen, unseen, new = make.user(), make.user(), make.user()
    make.holding(long, unseen)
    make.holding(fresh, new, starts_on=day(-10))
    seen.last_login = clock.now() - timedelta(days=89)
    seen.save()
    make.holding(make.position(admin.institution, Role.PROPOSER, title="D"), seen)
    chairs = {chair.position.title: chair for chair in people_of(admin.institution).chairs}
    assert [name for name in "ABCD" if chairs[name].is_inactive] == ["A"]
    assert [name for name in "ABCD" if chairs[name].is_vacant] == ["C"]
    assert empty == chairs["C"].position


def test_an_empty_chair_leads_to_its_invitation(client, admin):
    empty = make.position(admin.institution, Role.PROPOSER)
    make.sign_in(client, admin)
    page = client.get(reverse("staff:institution")).content.decode()
    assert f'href="{reverse("staff:invite", args=[admin.institution.pk])}?jabatan={empty.pk}"' in page


@pytest.mark.parametrize("wished", ["", "x", "9" * 30, "\x00", "-1"])
def test_an_unknown_wish_shows_the_own_institution(client, admin, wished):
    make.sign_in(client, admin)
    answer = client.get(reverse("staff:institution"), {"instansi": wished})
    assert answer.status_code == 200 and admin.position.title in answer.content.decode()


def test_the_page_asks_as_often_for_one_chair_as_for_many(client, admin):
    make.sign_in(client, admin)
    client.get(reverse("staff:institution"))
    counts = []
    for more in (1, 12):
        for _chair in range(more):
            invitations.invite(
                make.position(admin.institution, Role.PROPOSER),
                actor=admin,
                full_name="Maria",
                email=f"m{Position.objects.count()}@contoh.test",
                starts_on=day(0),
            )
            make.actor(admin.institution, Role.PROPOSER)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("staff:institution")).status_code == 200
        counts.append(len(queries))
    assert counts == [9, 9]


# --- endings --------------------------------------------------------------------------


def test_an_ending_is_told_and_the_rights_go_the_day_after(admin):
    centre = make.actor(make.agency(), Role.ADMINISTRATOR)
    leaver = make.actor(admin.institution, Role.PROPOSER)
    holdings.end_holding(leaver.holding, actor=admin, ends_on=day(2), reason="Pindah tugas")
    assert actors_of(leaver.user, day(2)) and not actors_of(leaver.user, day(3))
    told = Notice.objects.filter(kind="holding.end")
    assert {notice.recipient for notice in told} == {centre.user, leaver.user}
    assert "Pindah tugas" in " ".join(told.first().letter.paragraphs)
    assert {notice.url for notice in told} == {reverse("handover:person", args=[leaver.holding.pk])}
    event = leaver.holding.events.last() if hasattr(leaver.holding, "events") else None
    assert event.end_reason == "Pindah tugas" and event.pgh_context.metadata["actor"] == str(admin)


@pytest.mark.parametrize(("days", "allowed"), [(-2, False), (-1, True), (0, True), (40, True)])
def test_the_earliest_end_is_yesterday(admin, days, allowed):
    leaver = make.actor(admin.institution, Role.PROPOSER)
    if allowed:
        holdings.end_holding(leaver.holding, actor=admin, ends_on=day(days), reason="x")
    else:
        with pytest.raises(Refused) as refusal:
            holdings.end_holding(leaver.holding, actor=admin, ends_on=day(days), reason="x")
        assert refusal.value.field == "ends_on"


def test_the_page_of_an_ending_says_what_stays_and_leads_to_the_hand_over(client, admin):
    people = proposals.cast()
    proposals.in_state("returned", people)
    make.sign_in(client, admin)
    url = reverse("staff:end", args=[people.proposer.holding.pk])
    page = client.get(url).content.decode()
    assert "1 giliran terbuka tetap pada jabatan ini" in page
    data = {"ends_on": day(0).isoformat(), "reason": "Pensiun", "key": KEY.format(1)}
    answer = client.post(url, data)
    assert answer.url == reverse("handover:person", args=[people.proposer.holding.pk])
    answer = client.post(url, {"ends_on": "besok", "reason": "", "key": KEY.format(2)})
    assert answer.status_code == 200 and "Tulis tanggal sebagai" in answer.content.decode()


# --- Plt. and Plh. --------------------------------------------------------------------


@pytest.fixture
def morning():
    """An hour at which it is the same day in Jakarta and Samarinda."""
    with clock.at(clock.now().replace(hour=3)):
        yield


def plt(position, actor, *, person, first=0, last=5, kind="plt"):
    days = {"starts_on": day(first), "ends_on": day(last)}
    return holdings.name_acting(position, actor=actor, person=person, kind=kind, decree="800/1", **days)


def test_nobody_from_elsewhere_acts_for_a_post(admin):
    post, stranger = make.position(admin.institution, Role.PROPOSER), make.actor(make.upt(), Role.VERIFIER).user
    with pytest.raises(Refused) as refusal:
        plt(post, admin, person=stranger)
    assert refusal.value.field == "person"


def test_rights_and_tasks_follow_a_plh_on_the_day(admin, morning):
    people = proposals.cast()
    proposal = proposals.in_state("returned", people)
    stand_in = make.actor(people.proposer.institution, Role.PROPOSER).user
    plt(people.proposer.position, people.proposer, person=stand_in, first=1, last=3, kind="plh")
    turn = Turn.objects.open().get(case=proposal.case)

    def acts(offset: int) -> list[str]:
        with clock.at(clock.now() + timedelta(days=offset)):
            mine = [actor for actor in actors_of(stand_in) if Turn.objects.open().of(actor).filter(pk=turn.pk)]
            return [actor.position_label for actor in mine]

    label = f"Plh. {people.proposer.position}"
    assert [acts(offset) for offset in (0, 1, 3, 4)] == [[], [label], [label], []]
    assert [row.kind for row in holders_of(people.proposer.position, day(2))] == ["plh", "definitive"]
    with clock.at(clock.now() + timedelta(days=1)):
        acting = next(actor for actor in actors_of(stand_in) if actor.position_label == label)
        perform(proposal, "withdraw", actor=acting, comment="Atas arahan")
    assert proposal.case.trail.first().actor_position == label


# Kind, who sits there on those days → allowed, or the field that says why not.
DOUBLE = [
    ("plt", "nobody", None),
    ("plt", "definitive", "kind"),
    ("plt", "plt", "starts_on"),
    ("plt", "ended definitive", None),
    ("plh", "definitive", None),
    ("plh", "nobody", "kind"),
    ("plh", "definitive and plh", "starts_on"),
]


@pytest.mark.parametrize(("kind", "sits", "field"), DOUBLE)
def test_who_may_act_in_a_post(admin, kind, sits, field):
    chair = make.position(admin.institution, Role.BODY_HEAD)
    if "definitive" in sits:
        make.holding(chair, make.user(), ends_on=day(-1) if "ended" in sits else None)
    if sits.endswith(("plt", "plh")):
        make.holding(chair, make.user(), kind=sits[-3:], starts_on=day(-5), ends_on=day(2))
    colleague = make.actor(admin.institution, Role.PROPOSER).user
    if field is None:
        assert plt(chair, admin, person=colleague, kind=kind).kind == kind
        return
    with pytest.raises(Refused) as refusal:
        plt(chair, admin, person=colleague, kind=kind)
    assert refusal.value.field == field


def test_the_holder_and_the_superior_name_and_are_told(admin):
    head = make.actor(admin.institution, Role.BODY_HEAD)
    holder = make.actor(admin.institution, Role.PROPOSER, superior=head.position)
    other = make.actor(admin.institution, Role.PROPOSER)
    plt(holder.position, holder, person=other.user, kind="plh", last=1)
    plt(holder.position, head, person=other.user, kind="plh", first=2, last=3)
    told = Notice.objects.filter(kind="holding.act")
    assert {notice.recipient for notice in told} == {holder.user, head.user, other.user, admin.user}
    assert "menjadi pelaksana" in told.first().sentence
    for wrong in (other, make.actor(make.upt(), Role.UPT_HEAD)):
        with pytest.raises(NotAllowed):
            plt(holder.position, wrong, person=other.user, kind="plh", first=6, last=7)
    with pytest.raises(Refused):
        plt(holder.position, head, person=holder.user, kind="plh", first=6, last=7)


def test_the_page_names_a_plh(client, admin):
    holder = make.actor(admin.institution, Role.PROPOSER)
    other = make.actor(admin.institution, Role.PROPOSER)
    make.sign_in(client, holder)
    url = reverse("staff:name_acting", args=[holder.position.pk])
    data = {"kind": "plh", "person": other.user.pk, "starts_on": day(0), "ends_on": day(3), "decree": "800/7"}
    answer = client.post(url, data | {"person": make.user().pk, "key": KEY.format(1)})
    assert answer.status_code == 200 and not Holding.objects.filter(kind="plh").exists()
    assert client.post(url, data | {"key": KEY.format(2)}).url == reverse("staff:acting")
    assert Holding.objects.get(kind="plh").user == other.user
    page = client.get(reverse("staff:acting")).content.decode()
    assert other.user.full_name in page and holder.position.title in page
    end = reverse("staff:end", args=[Holding.objects.get(kind="plh").pk])
    assert client.get(end).status_code == 200  # what the holder has lent he may take back


# --- positions ------------------------------------------------------------------------


def test_a_position_within_what_the_kind_of_institution_allows(client, admin):
    make.sign_in(client, admin)
    url = reverse("staff:new_position", args=[admin.institution.pk])
    page = client.get(url).content.decode()
    assert 'value="proposer"' in page and 'value="approver"' not in page and 'value="institution_admin"' not in page
    answer = client.post(url, {"title": "Kepala Bidang", "roles": ["approver"], "key": KEY.format(1)})
    assert answer.status_code == 200
    assert client.post(url, {"title": "Kepala Bidang", "roles": ["proposer"], "key": KEY.format(2)}).status_code == 302
    with pytest.raises(Refused) as refusal:
        holdings.open_position(admin.institution, actor=admin, title="Kepala Bidang", roles=[])
    with pytest.raises(Refused) as refusal:
        holdings.open_position(admin.institution, actor=admin, title="Admin 2", roles=[Role.INSTITUTION_ADMIN])
    assert refusal.value.field == "roles"
    elsewhere = make.actor(make.upt(), Role.UPT_HEAD).position
    with pytest.raises(Refused) as refusal:
        holdings.open_position(admin.institution, actor=admin, title="Kepala Seksi", roles=[], superior=elsewhere)
    assert refusal.value.field == "superior"


def test_a_position_is_closed_only_when_nothing_hangs_on_it(admin):
    held = make.actor(admin.institution, Role.PROPOSER)
    with pytest.raises(Refused):
        holdings.close_position(held.position, actor=admin)
    empty = make.position(admin.institution, Role.PROPOSER)
    holdings.close_position(empty, actor=admin)
    assert empty not in Position.objects.valid_on(day(0))
