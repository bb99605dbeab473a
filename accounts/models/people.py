"""People and the periods in which they hold positions."""

import pghistory
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.institutions import Position
from accounts.querysets import PERSON_TEXT, HoldingQuerySet
from regions import clock
from regions.models import TIMEZONES, DayRange, Zone, refuse_disorder


class User(AbstractBaseUser, PermissionsMixin):
    """One person who signs in. Rights come from the position held today; a person is deactivated, never deleted."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9._-]+\Z", _("Use small letters, digits, dot, hyphen or underscore."))],
    )
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150, help_text=_("One-word names are fine."))
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
        default="id",
    )
    zone = models.CharField(
        _("time zone of reading"),
        max_length=4,
        choices=Zone.choices,
        blank=True,
        help_text=_("In which the hours on pages are shown; empty: the zone of the office."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("joined at"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]
        indexes = [GinIndex(OpClass(PERSON_TEXT, "gin_trgm_ops"), name="person_by_name")]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_whatever_its_case")]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        """Whoever is made inactive is signed out everywhere, and stays so when made active again."""
        super().save(*args, **kwargs)
        if not self.is_active:
            self.sign_out()

    def sign_out(self, but: str | None = None) -> None:
        """In every browser, but for the one with this session key."""
        for session in self.usersession_set.exclude(session_key=but or ""):
            session.end()

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split()[0] if self.full_name else self.username

    def reading_zone(self, office: str = clock.AGENCY_ZONE) -> str:
        """Where hours are read on pages, in mails and files: in the zone this person chose, else in the office's."""
        return TIMEZONES.get(self.zone, office)


def one_at_a_time(name: str, condition: Q, message) -> ExclusionConstraint:
    """At most one such holding of a position on any day: the database itself refuses a second."""
    return ExclusionConstraint(
        name=name,
        expressions=[("position", RangeOperators.EQUAL), (DayRange(), RangeOperators.OVERLAPS)],
        condition=condition,
        violation_error_message=message,
    )


@pghistory.track()
class Holding(models.Model):
    """A person in a position between two days: definitive, Plt. (vacant post) or Plh. (holder away).

    On one day a post has one definitive holder or one Plt., never both, and one acting holder at most.
    """

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", _("Definitive")
        PLT = "plt", _("Plt. (acting, post vacant)")
        PLH = "plh", _("Plh. (acting, holder away)")

    position = models.ForeignKey(Position, models.PROTECT, verbose_name=_("position"), related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("person"), related_name="holdings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DEFINITIVE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty while it goes on."))
    decree = models.CharField(_("decree number"), max_length=120, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding of a position")
        verbose_name_plural = _("holdings of positions")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_it_starts",
            ),
            one_at_a_time(
                "one_definitive_holder_or_plt_per_position_and_day",
                Q(kind__in=["definitive", "plt"]),
                _("Somebody else holds this position on some of these days."),
            ),
            one_at_a_time(
                "one_acting_holder_per_position_and_day",
                Q(kind__in=["plt", "plh"]),
                _("Somebody else acts in this position on some of these days."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.label}"

    def clean(self):
        refuse_disorder(self)

    def validate_constraints(self, exclude=None):
        """Of a kind that is none Django cannot ask whom it meets; the form has refused it already."""
        if "kind" not in (exclude or ()):
            super().validate_constraints(exclude)

    @property
    def label(self) -> str:
        """The title as it stands on paper: "Plt. Kepala, BPSDMD Kaltim"."""
        prefix = {"plt": "Plt. ", "plh": "Plh. "}.get(self.kind, "")
        return f"{prefix}{self.position}"


@pghistory.track()
class HandoverNote(models.Model):
    """What a leaving person writes to whoever comes after, about one holding; the last word stands, each is kept."""

    holding = models.OneToOneField(Holding, models.PROTECT, verbose_name=_("holding"), related_name="handover_note")
    text = models.TextField(_("hand-over note"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_as = models.CharField(_("in which position"), max_length=300)
    written_at = models.DateTimeField(_("written at"))
    successor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("handed over to"), related_name="+"
    )
    handed_at = models.DateTimeField(_("handed over at"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over note")
        verbose_name_plural = _("hand-over notes")

    def __str__(self):
        return f"{self.holding}"
