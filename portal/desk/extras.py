"""What the desk shows a role that decides no case: headline figures, recent decisions, the state of the portal."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Holding, Position
from accounts.roles import Role
from casework.models import Message, TrailEntry
from casework.words import sentence
from portal.board_kept import Kept
from portal.board_scope import Scope
from portal.handover.vacant import vacant_turns
from portal.stage_figures import HEADLINE, headline
from regions import clock
from regions.templatetags.dates import instant

DECISIONS = ("approve", "reject", "defer", "cancel", "close", "bring_into_force", "terminate", "expire")
SHOWN = 8


@dataclass
class Extra:
    """One sheet of a desk: figures {number, label, url}, or rows {title, url, text, hint, tone}."""

    title: str
    figures: list[dict] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    empty: str = ""
    link_label: str = ""
    link_url: str = ""
    as_of: datetime | None = None  # when figures were counted that may be of a while ago


def extra_of(actor: Actor) -> Extra | None:
    """The sheet of the actor's role; most roles have none."""
    for roles, make in SHEETS:
        if actor.has(*roles):
            return make(actor)
    return None


def _figures(actor: Actor) -> Extra:
    """How the programme stands, which open cases tell; each figure a link to what it counts, as of when it is read."""
    kept, scope = Kept(actor), Scope(actor)
    counts = kept.answer(scope, HEADLINE, lambda: headline(scope))
    proposals, agreements = reverse("programs:list"), reverse("agreements:list")
    labels = [
        ("open", _("proposals under way"), proposals),
        ("decision", _("wait for a decision"), f"{proposals}?tahap=awaiting_decision"),
        ("late", _("of the proposals are late"), f"{proposals}?tampilan=terlambat"),
        ("force", _("cooperation documents in force"), f"{agreements}?tahap=in_force"),
        ("ending", _("of them end within 90 days"), f"{agreements}?tampilan=berakhir&urut=berakhir"),
    ]
    figures = [{"number": counts[key], "label": label, "url": url} for key, label, url in labels]
    board = _address("portal:board")
    label = _("To the board") if board else ""
    return Extra(_("The programme today"), figures, link_label=label, link_url=board, as_of=kept.as_of)


def _decisions(actor: Actor) -> Extra:
    """What was decided last within the auditor's scope."""
    actions = [f"{kind}.{name}" for kind in ("proposal", "agreement") for name in DECISIONS]
    lines = TrailEntry.objects.visible_to(actor).filter(action__in=actions).order_by("-at", "-pk")
    rows = [
        {
            "title": line.case.title,
            "number": line.case.number,
            "url": reverse("portal:case", args=[line.case_id]),
            "text": f"{sentence(line.action)}: {line.actor_name or _('the clock')}",
            "hint": instant(line.at),
        }
        for line in lines.select_related("case")[:SHOWN]
    ]
    empty = _("Approvals, rejections, deferrals and documents that came into force stand here, the latest first.")
    return Extra(
        _("Decided last"), rows=rows, empty=empty, link_label=_("All proposals"), link_url=reverse("programs:list")
    )


def _portal_state(actor: Actor) -> Extra:
    """What an administrator must look after: mails that did not go, turns nobody answers for."""
    status = Message.Status
    mails = Message.objects.aggregate(
        failed=Count("pk", filter=Q(status=status.FAILED)), uncertain=Count("pk", filter=Q(status=status.UNCERTAIN))
    )
    vacant = vacant_turns(actor).count()
    outbox = reverse("admin:casework_message_changelist")
    figures = [
        {
            "number": vacant,
            "label": _("turns wait for a position that nobody holds"),
            "url": _address("handover:vacancies"),
        },
        {"number": mails["failed"], "label": _("mails failed for good"), "url": f"{outbox}?status__exact=failed"},
        {"number": mails["uncertain"], "label": _("mails are uncertain"), "url": f"{outbox}?status__exact=uncertain"},
    ]
    return Extra(
        _("What needs looking after"),
        figures,
        link_label=_("To the administration"),
        link_url=reverse("admin:index"),
    )


def _own_office(actor: Actor) -> Extra:
    """The positions of one's institution, and those that nobody holds."""
    today = clock.today()
    held = Q(pk__in=Holding.objects.on(today).order_by().values("position"))
    chairs = Position.objects.valid_on(today).filter(institution=actor.institution)
    counts = chairs.aggregate(all=Count("pk"), held=Count("pk", filter=held))
    office = _address("staff:institution")
    figures = [
        {"number": counts["all"], "label": _("positions in your institution"), "url": office},
        {"number": counts["all"] - counts["held"], "label": _("of them nobody holds today"), "url": office},
    ]
    return Extra(_("Your institution"), figures, link_label=_("Invite and end") if office else "", link_url=office)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


SHEETS = (
    ((Role.ADMINISTRATOR,), _portal_state),
    ((Role.AUDITOR,), _decisions),
    ((Role.LEADERSHIP, Role.SECRETARIAT), _figures),
    ((Role.INSTITUTION_ADMIN,), _own_office),
)
