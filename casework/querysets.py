"""Scope and other questions asked of cases, turns, documents, conversations and notices."""

from datetime import date

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast

from accounts.models import Institution

Kind = Institution.Kind


def sight(actor, prefix: str = "") -> Q:
    """Which cases an actor may see, as a condition on a case (or, with a prefix, on a row that points to one).

    A draft is its own body's. From submission: other bodies of the same province read, the stored UPT acts,
    the centre reads. An agreement is its parties', its UPT's and the centre's. An auditor sees the scope of
    the assignment. Nobody without a position sees anything.
    """
    if actor is None:
        return Q(pk__in=[])

    def field(name: str, value) -> Q:
        return Q(**{prefix + name: value})

    institution = actor.institution
    shared = field("shared_at__isnull", False)
    own = field("owner", institution)
    agreement = field("kind", "agreement")
    if institution.is_centre:
        return own | shared | agreement
    if institution.kind == Kind.UPT:
        return own | (field("upt", institution.upt_id) & (shared | agreement))
    if institution.kind == Kind.AUDIT:
        scope = actor.position.scope_province_ids
        return shared & (field("province__in", scope) if scope else Q())
    joined = apps.get_model("casework", "CaseParticipant").objects.filter(institution=institution).values("case")
    if institution.is_provincial:
        same_province = shared & field("kind", "proposal") & field("province", institution.province_id)
        return own | same_province | (agreement & shared & field("pk__in", joined))
    # One list of keys: of "own or joined" PostgreSQL makes a look at every case there is.
    few = apps.get_model("casework", "Case").objects.filter(owner=institution).values("pk").union(joined)
    return field("pk__in", few) & (own | shared)


def hearing(actor, prefix: str = "") -> Q:
    """Which threads an actor may read, as a condition on a thread (or, with a prefix, on a row that points to one).

    What is internal is read in its own institution only, by nobody else whatever the role. What is said between the
    parties is read by those who take part in the case: whoever opened it, its UPT, the centre, its participants; and,
    after the fact, by auditors in whose scope it lies. Other bodies of the province read a proposal, not the talk.
    """
    if actor is None:
        return Q(pk__in=[])
    internal = Q(**{f"{prefix}visibility": "internal", f"{prefix}institution": actor.institution})
    parties = Q(**{f"{prefix}visibility": "parties"}) & partaking(actor, f"{prefix}case__")
    return sight(actor, f"{prefix}case__") & (internal | parties)


def partaking(actor, prefix: str = "") -> Q:
    """Of the cases an actor may see, those in which the office takes part or into which it looks as an auditor."""
    institution = actor.institution
    if not institution.is_provincial:
        return Q()
    participants = apps.get_model("casework", "CaseParticipant")
    joined = participants.objects.filter(institution=institution).values("case")
    return Q(**{f"{prefix}owner": institution}) | Q(**{f"{prefix}pk__in": joined})


class CaseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Cases within an actor's scope; see `sight`."""
        if actor is None:
            return self.none()
        return self.filter(sight(actor))

    def open(self):
        return self.filter(closed_at__isnull=True)

    def with_text(self):
        """What a search reads of a case: number and title, folded and by stems."""
        return self.alias(plain=F("text__plain"), stems=F("text__stems"))


class CaseRowQuerySet(models.QuerySet):
    """Rows that hang on a case through a field `case`."""

    def visible_to(self, actor):
        """Rows whose case is within an actor's scope."""
        if actor is None:
            return self.none()
        return self.filter(sight(actor, "case__"))


def _of_the_case(actor) -> Q:
    own = Q(post__isnull=True)
    if actor.institution.kind in Institution.PARTNERS:
        own &= ~Q(case__kind="proposal") | Q(case__owner=actor.institution)
    return own


def _with_a_message(actor) -> Q:
    return Q(post__withdrawn_at__isnull=True) & hearing(actor, "post__thread__")


class DocumentQuerySet(CaseRowQuerySet):
    def visible_to(self, actor):
        """Documents of cases within an actor's scope; what came with a message, to its readers while it stands.

        A partner in somebody's proposal reads what is shared with it in the conversation, not the proposal's own files.
        """
        if actor is None:
            return self.none()
        return super().visible_to(actor).filter(_of_the_case(actor) | _with_a_message(actor))

    def parts_visible_to(self, actor) -> list:
        """The same in two halves, of the case and with messages; over many rows PostgreSQL plans each far better."""
        if actor is None:
            return [self.none()]
        rows = super().visible_to(actor)
        return [rows.filter(_of_the_case(actor)), rows.filter(_with_a_message(actor), post__isnull=False)]

    def current(self):
        """Neither taken away nor replaced by a newer version."""
        newer = apps.get_model("casework", "Document").objects.filter(replaces=OuterRef("pk"))
        return self.filter(~Exists(newer), removed_at__isnull=True)

    def of_the_case(self):
        """Those that belong to the case itself, not to a message about it."""
        return self.filter(post__isnull=True)

    def with_text(self):
        """What a search reads of a document: its name, folded and by stems."""
        return self.alias(plain=F("text__plain"), stems=F("text__stems"))


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Conversations an actor may read; see `hearing`."""
        if actor is None:
            return self.none()
        return self.filter(hearing(actor))

    def open(self):
        return self.filter(resolved_at__isnull=True)


class PostQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Messages of conversations an actor may read."""
        if actor is None:
            return self.none()
        return self.filter(hearing(actor, "thread__"))


def waiting_for(actor) -> Q:
    """Turns that wait for this actor, as a condition on one."""
    pooled = Q(position__isnull=True, institution=actor.institution, pool_role__in=actor.roles)
    return Q(position=actor.position) | pooled


def in_hand(actor) -> Q:
    """Of these the actor's own work, as a condition: no untaken one, and a pool only where he alone answers for it."""
    pooled = Q(position__isnull=True, institution=actor.institution, pool_role__in=actor.sole_roles)
    return Q(position=actor.position) | (pooled & ~Q(status="submitted"))


def _pool(institution: str, role) -> Func:
    """Office and role as one text, so that a pool can be looked up in a list of pools."""
    office = Cast(institution, TextField())
    return Func(office, Value(":"), role, arg_joiner=" || ", template="(%(expressions)s)", output_field=TextField())


class TurnQuerySet(CaseRowQuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def of(self, actor):
        """Turns that wait for this actor: those of the position, and pools of the institution it belongs to."""
        if actor is None:
            return self.none()
        return self.filter(waiting_for(actor))

    def in_hand_of(self, actor):
        """Of these the actor's own work: not what must first be taken, nor a pool that a colleague answers for too."""
        if actor is None:
            return self.none()
        return self.filter(in_hand(actor))

    def late_on(self, day: date):
        return self.filter(due_on__lt=day)

    def vacant_on(self, day: date):
        """Turns that nobody answers for on a day: the position is empty, or every position of the pool.

        Chairs and pools that somebody sits in are listed once, not looked for turn by turn.
        """
        held = apps.get_model("accounts", "Holding").objects.on(day)
        role = Func("position__roles", function="unnest", output_field=TextField())
        pools = held.values_list(_pool("position__institution", role))
        return (
            self.exclude(position__in=held.order_by().values("position"))
            .alias(pool=_pool("institution", F("pool_role")))
            .exclude(position__isnull=True, pool__in=pools)
        )

    def with_participants(self):
        """Turns that know which institutions take part in their case; `policies.takes_part` asks for it."""
        rows = apps.get_model("casework", "CaseParticipant").objects.filter(case=OuterRef("case"))
        return self.annotate(participants=ArraySubquery(rows.values("institution")))

    def with_holders(self):
        """With what words about a turn need: who holds it, and when somebody last pressed "remind now"."""
        pressed = apps.get_model("casework", "Nudge").objects.filter(turn=OuterRef("pk")).order_by("-at")
        rows = self.select_related("case", "institution__province", "position__institution")
        return rows.annotate(nudged_at=Subquery(pressed.values("at")[:1]))


class LadderQuerySet(models.QuerySet):
    def in_force(self):
        """The present version of each rung."""
        return self.filter(retired_at__isnull=True)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A person's own inbox: letters received, which keep the number and title they were written with."""
        if actor is None:
            return self.none()
        return self.filter(recipient=actor.user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class OwnQuerySet(models.QuerySet):
    """Rows of one person, whatever position was held when they were made."""

    def visible_to(self, actor):
        return self.none() if actor is None else self.filter(owner=actor.user)


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """One's own, those left to one's position, and those of one's institution; what they show is asked anew."""
        if actor is None:
            return self.none()
        return self.filter(
            Q(owner=actor.user, audience="private")
            | Q(position=actor.position, audience="position")
            | Q(institution=actor.institution, audience="institution")
        )

    def named(self):
        return self.exclude(name="")
