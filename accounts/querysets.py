"""Questions asked of institutions, positions and holdings."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q

from accounts.fulltext import Plain
from regions import clock
from regions.models import Coverage

INSTITUTION_TEXT = Plain("name", "short_name")
PERSON_TEXT = Plain("full_name")
POSITION_TEXT = Plain("title")


def _on(day: date, start: str, end: str) -> Q:
    """Rows whose period holds `day`; an empty end or start is open."""
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day})
    )


def _administered(actor, prefix: str) -> Q | None:
    """Rows of the institutions whose people this actor looks after; None: nothing is his affair."""
    if actor is None or not actor.has("administrator", "institution_admin"):
        return None
    if actor.has("administrator") and actor.institution.is_centre:
        return Q()
    return Q(**{prefix: actor.institution.pk})


def acquaintance(actor, prefix: str = "") -> Q:
    """Which institutions an actor knows by place, as a condition on one (or, with a prefix, on what points to one).

    The centre knows all. An UPT knows the centre, every UPT, and whoever belongs to the provinces it serves today.
    A province knows its own offices and partners, the UPT that serves it today, and the centre. An auditor knows the
    centre and, of the provinces in scope, what these know. A partner knows its own office only; with whom it shares a
    case is added by `casework.acquaintance`. Nobody without a position knows anybody.
    """
    if actor is None:
        return Q(pk__in=[])

    def field(name: str, value=True) -> Q:
        return Q(**{prefix + name: value})

    own, office = actor.institution, field("kind__in", ["agency", "upt"])
    if own.is_centre:
        return Q()
    if own.kind == "upt":
        return office | field("province__in", _covered(upt=own.upt_id))
    if own.is_provincial:
        return _of_provinces(field, [own.province_id])
    if own.kind == "audit":
        scope = actor.position.scope_province_ids
        return field("pk", own.pk) | (_of_provinces(field, scope) if scope else ~field("kind", "audit"))
    return field("pk", own.pk)


def _covered(**condition):
    return Coverage.objects.on(clock.today()).filter(**condition).values("province")


def _of_provinces(field, provinces: list) -> Q:
    """The centre, the offices and partners of some provinces, and the UPT that serve these today."""
    serving = Coverage.objects.on(clock.today()).filter(province__in=provinces).values("upt")
    return field("kind", "agency") | field("province__in", provinces) | field("upt__in", serving)


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Institutions that an actor knows by place; see `acquaintance`."""
        return self.filter(acquaintance(actor)) if actor else self.none()

    def with_text(self):
        """What a search reads of an institution: its names."""
        return self.alias(plain=INSTITUTION_TEXT)

    def administered_by(self, actor):
        """Institutions whose people an actor looks after: his own, or for a central administrator every one."""
        mine = _administered(actor, "pk")
        return self.none() if mine is None else self.active().filter(mine)

    def active(self):
        return self.filter(is_active=True)


class PositionQuerySet(models.QuerySet):
    def administered_by(self, actor):
        """Positions of the institutions whose people an actor looks after."""
        mine = _administered(actor, "institution")
        return self.none() if mine is None else self.filter(mine)

    def lent_by(self, actor):
        """Positions for which an actor may name a Plt. or Plh.: his own, those below it, those he looks after."""
        if actor is None:
            return self.none()
        mine = _administered(actor, "institution")
        near = Q(pk=actor.position.pk) | Q(superior=actor.position.pk)
        return self.filter(near if mine is None else near | mine if mine else Q())

    def with_text(self):
        return self.alias(plain=POSITION_TEXT)

    def with_role(self, *roles: str):
        return self.filter(roles__overlap=[str(role) for role in roles])

    def valid_on(self, day: date):
        return self.filter(_on(day, "valid_from", "valid_until"))


class InvitationQuerySet(models.QuerySet):
    def administered_by(self, actor):
        mine = _administered(actor, "position__institution")
        return self.none() if mine is None else self.filter(mine)

    def open(self):
        """Neither accepted nor withdrawn, expired ones included."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class HoldingQuerySet(models.QuerySet):
    def administered_by(self, actor):
        """Holdings in the institutions whose people an actor looks after."""
        mine = _administered(actor, "position__institution")
        return self.none() if mine is None else self.filter(mine)

    def handed_over_by(self, actor):
        """Holdings whose hand-over page an actor may open: his own, in positions below his, or looked after by him.

        Whoever holds the position after them reads what was left to him, in whichever position he acts just now.
        """
        if actor is None:
            return self.none()
        mine = _administered(actor, "position__institution")
        held = self.model.objects.on(clock.today()).filter(user=actor.user).order_by().values("position")
        near = Q(user=actor.user) | Q(position__superior=actor.position.pk) | Q(position__in=held)
        return self.filter(near if mine is None else near | mine if mine else Q())

    def on(self, day: date):
        """Holdings that give rights on this day, the acting one (Plt., Plh.) before the definitive."""
        return (
            self.filter(_on(day, "starts_on", "ends_on"), user__is_active=True)
            .filter(_on(day, "position__valid_from", "position__valid_until"))
            .order_by(models.Case(models.When(kind="definitive", then=1), default=0), "starts_on", "pk")
        )

    def with_people(self):
        return self.select_related(
            "user", "position__institution__province", "position__institution__upt__office_province"
        )

    def with_colleagues(self):
        """Holdings that know the roles which others of their institution hold today (`Actor.sole_roles`)."""
        others = self.model.objects.on(clock.today()).order_by().exclude(position=OuterRef("position"))
        roles = others.filter(position__institution=OuterRef("position__institution"))
        role = models.Func("position__roles", function="unnest", output_field=models.TextField())
        return self.annotate(colleagues_roles=ArraySubquery(roles.values(role=role)))

    def with_scope(self):
        """Holdings that know the provinces to which an auditor's position is confined."""
        position = self.model.position.field.related_model
        confined = position.objects.filter(pk=OuterRef("position"), scope_provinces__isnull=False).order_by()
        return self.annotate(scope_province_ids=ArraySubquery(confined.values("scope_provinces")))

    def with_snapshot(self):
        """Holdings that know which transactions had ended when they were read, as PostgreSQL writes it."""
        return self.annotate(
            snapshot=models.Func(template="pg_current_snapshot()::text", output_field=models.TextField())
        )
