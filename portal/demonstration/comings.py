"""People come and go in the story: an invitation on its way, a Plh. this week, a province that will change its UPT."""

from datetime import timedelta

from accounts.models import User
from accounts.roles import Role
from portal.demonstration.lives import Story
from portal.demonstration.people import SHOWN, Cast
from portal.handover.provinces import announce
from portal.staff.holdings import name_acting, open_position
from portal.staff.invitations import invite
from regions import clock
from regions.models import Province, Upt

HANDED, TO, IN_DAYS = "81", "MND", 21  # Maluku
ABSENT = 17  # every so many-th person has not come for months


def happen(story: Story) -> None:
    """On the morning of the first start, through the same doors as people use."""
    cast, today = story.cast, clock.today()
    _invitation(cast)
    chair = cast.chairs["71.bpsdm.head"]
    there = clock.today(chair.institution.timezone)  # late in the evening the next day has begun in Manado
    name_acting(
        chair,
        actor=cast.actor("71.bpsdm.head"),
        person=cast.actor("71.bpsdm.proposer").user,
        kind="plh",
        starts_on=there,
        ends_on=there + timedelta(days=6),
        decree="800/Plh/77/2026",
        reason="Cuti tahunan",
    )
    announce(
        Province.objects.get(pk=HANDED),
        Upt.objects.get(pk=TO),
        today + timedelta(days=IN_DAYS),
        actor=cast.actor("coordinator"),
        reason="Jarak dan jadwal kapal: Manado lebih dekat bagi Maluku.",
        decree="KEP 45/2026",
    )
    _sign_ins(cast)


def _invitation(cast: Cast) -> None:
    admin = cast.actor("64.bpsdm.admin")
    seat = open_position(
        admin.institution,
        actor=admin,
        title="Pengelola Sertifikasi",
        roles=[Role.PROPOSER],
        superior=cast.chairs["64.bpsdm.head"],
    )
    invite(
        seat,
        actor=admin,
        full_name="Maria Wenda",
        email="maria.wenda@contoh.test",
        starts_on=clock.today(),
        decree="800/123/BKD/2026",
    )


def _sign_ins(cast: Cast) -> None:
    """Most were here in the last weeks, some have not come for months; the accounts shown have never been used."""
    shown = {cast.actor(key).user.pk for key in SHOWN}
    people = list(User.objects.exclude(pk__in=shown).order_by("pk"))
    for number, user in enumerate(people):
        days = 130 if number % ABSENT == 0 else 1 + number % 20
        user.last_login = clock.now() - timedelta(days=days, minutes=7 * number)
    User.objects.bulk_update(people, ["last_login"])
