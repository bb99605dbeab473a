"""Institutions and the positions in them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.querysets import INSTITUTION_TEXT, POSITION_TEXT, InstitutionQuerySet, PositionQuerySet
from accounts.roles import Role
from regions.models import Province, Upt


class Institution(models.Model):
    """One office that takes part: the agency, an UPT, a provincial body or government, a partner, an auditor."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("Agency (centre)")
        UPT = "upt", _("UPT")
        GOVERNMENT = "government", _("Provincial government")
        BPSDM = "bpsdm", _("Provincial human resources agency (BPSDM)")
        DISKOMINFO = "diskominfo", _("Provincial communications office (Diskominfo)")
        DISNAKER = "disnaker", _("Provincial manpower office (Disnaker)")
        OTHER_BODY = "other_body", _("Other provincial body")
        MINISTRY = "ministry", _("Ministry or agency")
        RESEARCH = "research", _("Research institution (LIPI/BRIN)")
        SMK = "smk", _("Vocational school (SMK)")
        LSP = "lsp", _("Certification body (LSP)")
        UNIVERSITY = "university", _("University")
        AUDIT = "audit", _("Audit body")

    BODIES = (Kind.BPSDM, Kind.DISKOMINFO, Kind.DISNAKER, Kind.OTHER_BODY)
    PARTNERS = (Kind.MINISTRY, Kind.RESEARCH, Kind.SMK, Kind.LSP, Kind.UNIVERSITY)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(
        _("short name"), max_length=80, help_text=_("As in running text, e.g. BPSDMD Kaltim.")
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("province"),
        related_name="institutions",
    )
    upt = models.OneToOneField(
        Upt,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("UPT"),
        related_name="institution",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("belongs to"),
        related_name="bodies",
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name"]
        indexes = [GinIndex(OpClass(INSTITUTION_TEXT, "gin_trgm_ops"), name="institution_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="upt", upt__isnull=False)
                | (~models.Q(kind="upt") & models.Q(upt__isnull=True)),
                name="institution_upt_exactly_when_kind_is_upt",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["government", "bpsdm", "diskominfo", "disnaker", "other_body"])
                | models.Q(province__isnull=False),
                name="institution_of_a_province_names_it",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def timezone(self) -> str:
        """IANA zone in which this office counts its days."""
        if self.province_id:
            return self.province.timezone
        return self.upt.timezone if self.upt_id else "Asia/Jakarta"

    @property
    def is_centre(self) -> bool:
        return self.kind == self.Kind.AGENCY

    @property
    def is_provincial(self) -> bool:
        return self.kind == self.Kind.GOVERNMENT or self.kind in self.BODIES


@pghistory.track()
class Position(models.Model):
    """One chair in an institution; rights and turns belong to it, whoever sits there today."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="positions"
    )
    title = models.CharField(_("title"), max_length=150)
    roles = ArrayField(
        models.CharField(max_length=24, choices=Role.choices),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("superior"),
        related_name="subordinates",
    )
    scope_provinces = models.ManyToManyField(
        Province,
        blank=True,
        verbose_name=_("provinces in an auditor's scope"),
        help_text=_("Empty means every province."),
        related_name="+",
    )
    valid_from = models.DateField(
        _("from"), null=True, blank=True, help_text=_("An auditor's assignment needs both days.")
    )
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["institution__name", "title"]
        indexes = [GinIndex(OpClass(POSITION_TEXT, "gin_trgm_ops"), name="position_by_title")]
        constraints = [
            models.UniqueConstraint(fields=["institution", "title"], name="position_title_once_per_institution"),
            models.CheckConstraint(
                condition=~models.Q(roles__contains=["auditor"])
                | models.Q(valid_from__isnull=False, valid_until__isnull=False),
                name="auditor_has_from_and_until",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.institution.short_name}"

    def clean(self):
        """Refuse roles that the institution's kind cannot carry, and a superior who is the position itself."""
        if self.institution_id is None:
            return  # said of its own field
        allowed = self.roles_of_kind()
        wrong = [Role(role).label for role in self.roles if role not in allowed]
        if wrong:
            raise ValidationError(
                {"roles": _("Not possible in this kind of institution: %s.") % ", ".join(map(str, wrong))}
            )
        if self.superior_id and self.superior_id == self.pk:
            raise ValidationError({"superior": _("A position cannot be its own superior.")})

    @cached_property
    def scope_province_ids(self) -> list[str]:
        """An auditor's provinces, asked for once; empty means every province."""
        return list(self.scope_provinces.values_list("pk", flat=True))

    def roles_of_kind(self) -> set[Role]:
        if self.institution.is_centre:
            return roles.CENTRE
        if self.institution.kind == Institution.Kind.UPT:
            return roles.UPT
        if self.institution.kind == Institution.Kind.AUDIT:
            return {Role.AUDITOR}
        return roles.PROVINCE if self.institution.is_provincial else {Role.PARTNER, Role.INSTITUTION_ADMIN}
