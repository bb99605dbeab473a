"""The case: what a proposal and an agreement have in common."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.kept_text import keeping
from accounts.models import Institution
from casework.querysets import CaseQuerySet
from casework.states import STATES
from regions.models import Province, Upt

CASE_TEXT = ("number", "title")


@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("status", "upt", "province", "owner", "number", "closed_at")),
    pghistory.InsertEvent(),
)
class Case(models.Model):
    """One matter on its way through a lifecycle: number, title, status, province, the UPT that handles it."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("Proposal")
        AGREEMENT = "agreement", _("Cooperation document")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=24, editable=False)
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution that opened it"), related_name="cases"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, verbose_name=_("province"), related_name="cases"
    )
    upt = models.ForeignKey(
        Upt,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("UPT that handles it"),
        related_name="cases",
    )
    opened_at = models.DateTimeField(_("opened at"), editable=False)
    shared_at = models.DateTimeField(_("first left its own institution at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "status"]),
            models.Index(fields=["kind", "-opened_at", "-id"], name="case_newest_first"),
            models.Index(fields=["-opened_at", "-id"], name="case_of_any_kind_newest_first"),
            models.Index(fields=["title", "id"], name="cases_by_title"),
            models.Index(fields=["upt", "kind"]),
            models.Index(fields=["province", "kind"]),
            models.Index(
                fields=["upt", "id"],
                include=["owner", "shared_at", "kind", "province"],
                condition=Q(closed_at__isnull=True),
                name="open_cases",
            ),
            models.Index(
                fields=["owner", "id"],
                include=["upt"],
                condition=Q(shared_at__isnull=False),
                name="shared_cases_of_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="proposal", status__in=list(STATES["proposal"]))
                | Q(kind="agreement", status__in=list(STATES["agreement"])),
                name="case_status_is_a_state_of_its_lifecycle",
            ),
            models.CheckConstraint(
                condition=~Q(kind="proposal") | Q(shared_at__isnull=True) | Q(upt__isnull=False, number__isnull=False),
                name="submitted_proposal_has_number_and_upt",
            ),
        ]
        triggers = keeping("casework_casetext", "case_id", CASE_TEXT)

    def __str__(self):
        return f"{self.number or _('Draft')} · {self.title or _('untitled')}"

    def get_absolute_url(self):
        """The page of the proposal or agreement that it is; a list loads both first."""
        return getattr(self, self.kind).get_absolute_url()

    @property
    def status_label(self) -> str:
        """The state in plain words."""
        return STATES[self.kind][self.status].label

    @property
    def status_family(self) -> str:
        """open, wait, done or end: which dot stands before the state's word."""
        return STATES[self.kind][self.status].family


class CaseParticipant(models.Model):
    """An institution that takes part in a case besides the one that opened it (a party, a partner)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participants")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="participations")

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["case", "institution"], name="participant_once_per_case")]

    def __str__(self):
        return str(self.institution)


class NumberSeries(models.Model):
    """The last number given in one series and year; raised under a row lock inside the move's transaction."""

    prefix = models.CharField(_("prefix"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_series_per_prefix_and_year")]

    def __str__(self):
        return f"{self.prefix}/{self.year}"


class FormKey(models.Model):
    """A form that has been spent: sending the same form twice has one effect."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    spent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("spent form")
        verbose_name_plural = _("spent forms")

    def __str__(self):
        return str(self.key)
