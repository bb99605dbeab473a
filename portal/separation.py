"""Separation of duties: steps that hang on one person, persons with duties that exclude each other, absent deciders."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from casework.models import Turn
from regions import clock

ABSENT_AFTER = timedelta(days=90)

# What stops when nobody with this role is in office, and may be bent when only one is.
STEPS: dict[Role, str | Promise] = {
    Role.APPROVER: gettext_lazy("decides on proposals"),
    Role.COORDINATOR: gettext_lazy("assigns reviewers and brings proposals to decision"),
    Role.LEGAL_OFFICER: gettext_lazy("gives the centre's legal opinion"),
    Role.PROVINCE_LEGAL: gettext_lazy("gives the province's legal opinion"),
    Role.UPT_HEAD: gettext_lazy("rejects in the administrative check and closes reports"),
    Role.VERIFIER: gettext_lazy("checks proposals"),
    Role.COOPERATION_OFFICER: gettext_lazy("drafts agreements"),
}

_OWN_WORK = gettext_lazy("would check or decide what the same person has proposed")
_TWO_LOOKS = gettext_lazy("the second look would be by the same eyes as the first")
_ACCOUNTS = gettext_lazy("whoever gives out rights takes no business decision")
_AUDIT = gettext_lazy("whoever audits takes no part in what is audited")

# Two roles that one person must not hold on the same day, and why.
CONFLICTS: dict[tuple[Role, Role], str | Promise] = {
    (Role.PROPOSER, Role.VERIFIER): _OWN_WORK,
    (Role.PROPOSER, Role.UPT_HEAD): _OWN_WORK,
    (Role.PROPOSER, Role.REVIEWER): _OWN_WORK,
    (Role.PROPOSER, Role.COORDINATOR): _OWN_WORK,
    (Role.PROPOSER, Role.APPROVER): _OWN_WORK,
    (Role.BODY_HEAD, Role.VERIFIER): _OWN_WORK,
    (Role.BODY_HEAD, Role.APPROVER): _OWN_WORK,
    (Role.VERIFIER, Role.REVIEWER): _TWO_LOOKS,
    (Role.VERIFIER, Role.APPROVER): _TWO_LOOKS,
    (Role.UPT_HEAD, Role.APPROVER): _TWO_LOOKS,
    (Role.REVIEWER, Role.APPROVER): _TWO_LOOKS,
    (Role.COORDINATOR, Role.APPROVER): _TWO_LOOKS,
    (Role.COORDINATOR, Role.REVIEWER): gettext_lazy("would choose himself or herself as reviewer"),
    (Role.COOPERATION_OFFICER, Role.LEGAL_OFFICER): _TWO_LOOKS,
    (Role.LEGAL_OFFICER, Role.PROVINCE_LEGAL): gettext_lazy("would give the opinion of both sides"),
    (Role.ADMINISTRATOR, Role.PROPOSER): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.VERIFIER): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.COORDINATOR): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.REVIEWER): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.APPROVER): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.LEGAL_OFFICER): _ACCOUNTS,
    (Role.ADMINISTRATOR, Role.AUDITOR): _AUDIT,
    (Role.AUDITOR, Role.PROPOSER): _AUDIT,
    (Role.AUDITOR, Role.VERIFIER): _AUDIT,
    (Role.AUDITOR, Role.REVIEWER): _AUDIT,
    (Role.AUDITOR, Role.APPROVER): _AUDIT,
}

# Whose absence leaves a decision lying.
DECIDERS = (Role.APPROVER, Role.COORDINATOR, Role.UPT_HEAD, Role.LEGAL_OFFICER, Role.PROVINCE_LEGAL, Role.BODY_HEAD)


@dataclass(frozen=True)
class Finding:
    """One sentence for the administrator, and the page where it is mended."""

    about: str  # the office or the person under whose name it stands
    sentence: str
    url: str
    late: bool = False


@dataclass
class Duties:
    """Everybody in office today: who carries which role where. Four queries, whatever the number of people.

    `positions`: those valid today, by their key.
    """

    holders: dict[tuple[str, Institution], set[User]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[User, set[str]] = field(default_factory=lambda: defaultdict(set))
    in_chair: dict[int, list[User]] = field(default_factory=lambda: defaultdict(list))
    positions: dict[int, Position] = field(default_factory=dict)

    def __post_init__(self):
        today = clock.today()
        for position in Position.objects.valid_on(today).prefetch_related("institution"):
            self.positions[position.pk] = position
            for role in position.roles:
                self.holders[role, position.institution]
        for holding in Holding.objects.on(today).select_related("user"):
            position = self.positions[holding.position_id]
            self.in_chair[position.pk].append(holding.user)
            for role in position.roles:
                self.holders[role, position.institution].add(holding.user)
                self.roles[holding.user].add(role)

    def single(self) -> list[Finding]:
        """Steps with nobody, and those with one person alone."""
        return [
            self._step(role, office, people)
            for (role, office), people in self.holders.items()
            if role in STEPS and len(people) < 2
        ]

    def _step(self, role: str, office: Institution, people: set[User]) -> Finding:
        words = {"office": office.short_name, "role": Role(role).label, "step": STEPS[Role(role)]}
        words["person"] = ", ".join(user.full_name for user in people)
        text = _("%(office)s: %(person)s alone is %(role)s and %(step)s; name a second one, or a Plh. when away.")
        if not people:
            text = _("%(office)s: nobody is %(role)s, who %(step)s.")
        url = f"{reverse('staff:institution')}?instansi={office.pk}"
        return Finding(office.short_name, text % words, url, late=not people)

    def conflicts(self) -> list[Finding]:
        """Persons who hold both roles of a pair today, in one position or in several."""
        return [
            Finding(
                user.full_name,
                _("%(person)s is %(one)s and %(other)s: %(why)s.")
                % {"person": user.full_name, "one": one.label, "other": other.label, "why": why},
                reverse("admin:accounts_user_change", args=[user.pk]),
                late=True,
            )
            for user, roles in sorted(self.roles.items(), key=lambda row: row[0].full_name)
            for (one, other), why in CONFLICTS.items()
            if {one, other} <= roles
        ]

    def absent(self) -> list[Finding]:
        """Deciders who have not signed in for 90 days while turns wait for them and nobody beside them is about."""
        turns = Turn.objects.open().order_by().values("position", "pool_role", "institution")
        pools = {(role, office.pk): people for (role, office), people in self.holders.items()}
        waiting: dict[User, int] = defaultdict(int)
        for turn in turns.annotate(count=Count("pk")):
            if turn["position"]:
                position = self.positions.get(turn["position"])
                roles, people = position.roles if position else [], self.in_chair[turn["position"]]
            else:
                roles, people = [turn["pool_role"]], pools.get((turn["pool_role"], turn["institution"]), ())
            if set(DECIDERS) & set(roles) and all(map(is_absent, people)):
                for user in people:
                    waiting[user] += turn["count"]
        return [self._absent(user, count) for user, count in sorted(waiting.items(), key=lambda row: -row[1])]

    def _absent(self, user: User, count: int) -> Finding:
        text = ngettext(
            "%(person)s has not signed in for 90 days, and %(count)d decision waits.",
            "%(person)s has not signed in for 90 days, and %(count)d decisions wait.",
            count,
        )
        url = reverse("admin:accounts_user_change", args=[user.pk])
        return Finding(user.full_name, text % {"person": user.full_name, "count": count}, url, late=True)


def is_absent(user: User) -> bool:
    return user.last_login is None or clock.now() - user.last_login > ABSENT_AFTER


def by_name(findings: list[Finding], words: str) -> list[tuple[str, list[Finding]]]:
    """Under the name of each office or person, whoever has something to mend first; only what has all the words."""
    wanted = words.casefold().split()
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda row: not row.late):
        if all(word in finding.sentence.casefold() for word in wanted):
            groups[finding.about].append(finding)
    return sorted(groups.items(), key=lambda group: (not group[1][0].late, group[0]))


class SeparationView(TemplateView):
    """A page of the administration; the administration itself guards the door."""

    template_name = "admin/separation.html"
    is_kept = True  # portal/kept_pages

    def get_context_data(self, **kwargs):
        duties, words = Duties(), self.request.GET.get("q", "").strip()
        found = [
            (_("Steps that hang on one person"), duties.single(), _("Every step has at least two people.")),
            (_("Duties that exclude each other"), duties.conflicts(), _("Nobody holds two duties that exclude.")),
            (_("Deciders who are away"), duties.absent(), _("No decision waits for somebody who is away.")),
        ]
        sections = [
            {"title": title, "count": len(findings), "groups": by_name(findings, words), "none": none}
            for title, findings, none in found
        ]
        pairs = [(one.label, other.label, why) for (one, other), why in CONFLICTS.items()]
        common = admin.site.each_context(self.request) | {"title": _("Separation of duties")}
        return super().get_context_data(**common, sections=sections, pairs=pairs, words=words, **kwargs)
