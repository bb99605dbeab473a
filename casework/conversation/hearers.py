"""Who hears a conversation, as offices and the people in them today: the mirror of `casework.querysets.hearing`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from accounts.models import Holding, Institution, User
from casework.models import Case, Thread
from regions import clock

Kind = Institution.Kind


@dataclass
class Circle:
    """Those among whom something is said on a case: one institution, or (without one) all parties."""

    case: Case
    institution: Institution | None = None

    @classmethod
    def of(cls, thread: Thread) -> "Circle":
        return cls(thread.case, thread.institution)

    @classmethod
    def chosen(cls, case: Case, reach: str, actor) -> "Circle":
        """Among whom a new thread of this reach would be spoken."""
        return cls(case, None if reach == Thread.Visibility.PARTIES else actor.institution)

    @cached_property
    def names(self) -> str:
        """The offices as one reads them: "BPSDMD Kaltim, Balai Banjarmasin"."""
        if self.institution is not None:
            return self.institution.short_name
        return ", ".join(office.short_name for office in self.institutions().order_by("-kind", "short_name"))

    def institutions(self) -> QuerySet[Institution]:
        """The offices that may be spoken to; auditors read along between the parties, and are not addressed."""
        if self.institution is not None:
            return Institution.objects.filter(pk=self.institution.pk)
        return parties_of(self.case)

    def holdings(self) -> QuerySet[Holding]:
        """Everybody who holds a position in the circle today, the acting ones first."""
        return Holding.objects.on(clock.today()).filter(position__institution__in=self.institutions())

    def among(self, users: Iterable[User | int]) -> set[int]:
        """Of these people, those who are in the circle today."""
        return set(self.holdings().filter(user__in=users).values_list("user", flat=True))


def parties_of(case: Case) -> QuerySet[Institution]:
    """The offices that take part in a case and may see it; nobody, while it is a draft of one."""
    if case.shared_at is None:
        return Institution.objects.none()
    wanted = Q(kind=Kind.AGENCY) | Q(pk=case.owner_id) | Q(participations__case=case)
    if case.upt_id is not None:
        wanted |= Q(upt=case.upt_id)
    offices = Institution.objects.filter(wanted).exclude(kind=Kind.AUDIT).distinct()
    if case.kind != Case.Kind.PROPOSAL:
        return offices
    elsewhere = Q(kind__in=[Kind.GOVERNMENT, *Institution.BODIES]) & ~Q(province=case.province_id)
    return offices.exclude(elsewhere & ~Q(pk=case.owner_id))
