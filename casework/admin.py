"""Where an administrator looks after ladder, allowances and outbox, and reads cases, turns, trail and runs.

Statuses are read-only here and no business decision happens here.
"""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from casework import ladder, outbox
from casework.models import (
    Allowance,
    Case,
    Heartbeat,
    LadderStep,
    Message,
    Notice,
    Reminder,
    SweepRun,
    TrailEntry,
    Turn,
)
from casework.states import STATES, state_name
from casework.words import sentence
from regions import clock
from regions.admin_base import ModelAdmin


def state_choices() -> list[tuple]:
    """The states of each lifecycle under its name."""
    names = dict(Case.Kind.choices)
    return [(names[kind], [(code, state.label) for code, state in states.items()]) for kind, states in STATES.items()]


class StateForm(forms.ModelForm):
    status = forms.ChoiceField(label=_("State"), required=False, widget=UnfoldAdminSelectWidget)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [("", _("every state")), *state_choices()]


# --- what an administrator edits ------------------------------------------------------


class InForce(admin.SimpleListFilter):
    """The present versions unless the history is asked for."""

    title, parameter_name = _("version"), "versi"

    def lookups(self, request, model_admin):
        return [("semua", _("all versions"))]

    def choices(self, changelist):
        chosen = self.value() == "semua"
        yield {
            "selected": not chosen,
            "query_string": changelist.get_query_string(remove=["versi"]),
            "display": _("in force"),
        }
        yield {
            "selected": chosen,
            "query_string": changelist.get_query_string({"versi": "semua"}),
            "display": _("all versions"),
        }

    def queryset(self, request, queryset):
        return queryset if self.value() == "semua" else queryset.in_force()


@admin.action(description=_("Take off the ladder"), permissions=["change"])
def retire(modeladmin, request, queryset):
    steps = list(queryset.in_force())
    for step in steps:
        ladder.retire(step)
    text = ngettext("%(count)d step is no longer told.", "%(count)d steps are no longer told.", len(steps))
    modeladmin.message_user(request, text % {"count": len(steps)}, messages.SUCCESS)


@admin.register(LadderStep)
class LadderStepAdmin(ModelAdmin):
    """An edited step is retired and a new version takes its place; what it told once it does not tell again."""

    form = StateForm
    fields = ["lifecycle", "status", "basis", "offset", "audience"]
    list_display = ["lifecycle", "state", "basis", "offset", "audience", "version", "active_from", "retired_at"]
    list_display_links = ["lifecycle", "state"]
    list_filter = [InForce, "lifecycle", "basis", "audience"]
    search_fields = ["code", "status"]
    actions = [retire]
    list_per_page = 100

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.retired_at is None)

    def save_model(self, request, obj, form, change):
        fields = {name: form.cleaned_data[name] for name in ladder.FIELDS}
        if change and not form.changed_data:
            return
        written = ladder.revise(obj, **fields) if change else ladder.add(**fields)
        obj.pk, obj.code, obj.version = written.pk, written.code, written.version

    @admin.display(description=_("state"), ordering="status")
    def state(self, step):
        return state_name(step.lifecycle, step.status)


@admin.register(Allowance)
class AllowanceAdmin(ModelAdmin):
    """How long a state may be held. Turns that run keep the allowance they began with; each edit is kept as history."""

    form = StateForm
    list_display = ["lifecycle", "state", "working_days", "after_resubmission"]
    list_display_links = ["lifecycle", "state"]
    list_filter = ["lifecycle"]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["lifecycle", "status"] if obj else []

    @admin.display(description=_("state"), ordering="status")
    def state(self, row):
        return state_name(row.lifecycle, row.status)


# --- what the portal writes -----------------------------------------------------------


class ReadOnlyAdmin(ModelAdmin):
    """Rows that only the portal itself writes."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CaseRowAdmin(ReadOnlyAdmin):
    """Rows of cases, without drafts: those are their own institution's affair."""

    to_case = "case__"
    list_select_related = ["case"]

    def get_queryset(self, request):
        shared = Q(**{f"{self.to_case}shared_at__isnull": False}) | Q(**{f"{self.to_case}kind": Case.Kind.AGREEMENT})
        return super().get_queryset(request).filter(shared)

    @admin.display(description=_("case"))
    def case_link(self, row):
        case = row if isinstance(row, Case) else row.case
        return format_html('<a href="{}">{}</a>', reverse("portal:case", args=[case.pk]), case.number or case)


@admin.register(Case)
class CaseAdmin(CaseRowAdmin):
    to_case = ""
    list_display = ["title", "case_link", "kind", "state", "owner", "province", "upt", "opened_at", "closed_at"]
    list_filter = ["kind", "status", "upt", "province"]
    list_select_related = ["owner", "province", "upt"]
    search_fields = ["number", "title", "owner__name"]
    fields = [
        "case_link",
        "title",
        "number",
        "kind",
        "state",
        "owner",
        "province",
        "upt",
        "opened_at",
        "shared_at",
        "closed_at",
    ]
    readonly_fields = ["case_link", "state"]
    date_hierarchy = "opened_at"

    @admin.display(description=_("state"), ordering="status")
    def state(self, case):
        return case.status_label


class HowItStands(admin.SimpleListFilter):
    title, parameter_name = _("how it stands"), "keadaan"

    def lookups(self, request, model_admin):
        return [("terbuka", _("open")), ("lewat", _("late")), ("kosong", _("nobody holds it"))]

    def queryset(self, request, queryset):
        if self.value() == "lewat":
            return queryset.open().late_on(clock.today())
        if self.value() == "kosong":
            return queryset.open().vacant_on(clock.today())
        return queryset.open() if self.value() == "terbuka" else queryset


@admin.register(Turn)
class TurnAdmin(CaseRowAdmin):
    list_display = ["case", "case_link", "seat", "holder_label", "entered_at", "due_on", "closed_at", "vacancy_told_at"]
    list_filter = [HowItStands, "status", "institution"]
    list_select_related = ["case", "institution", "position__institution"]
    search_fields = ["case__number", "case__title", "institution__name", "position__title"]


@admin.register(TrailEntry)
class TrailAdmin(CaseRowAdmin):
    list_display = ["at", "case_link", "what", "actor_name", "actor_position", "comment"]
    search_fields = ["case__number", "actor_name", "comment", "action"]
    date_hierarchy = "at"

    @admin.display(description=_("what"), ordering="action")
    def what(self, entry):
        return sentence(entry.action)


@admin.register(Reminder)
class ReminderAdmin(CaseRowAdmin):
    list_display = ["due_at", "case_link", "step", "recipient", "found_at", "merged_into_id"]
    list_select_related = ["case", "step", "recipient"]
    search_fields = ["case__number", "recipient__full_name", "slot"]
    date_hierarchy = "due_at"


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["at", "recipient", "what", "number", "read_at"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__full_name", "recipient__email", "kind"]
    fields = ["recipient", "what", "number", "url", "at", "read_at"]
    readonly_fields = ["what", "number"]
    date_hierarchy = "at"

    @admin.display(description=_("what"), ordering="kind")
    def what(self, notice):
        return sentence(notice.kind)

    @admin.display(description=_("case"))
    def number(self, notice):
        return notice.params.get("number") or "–"


@admin.action(description=_("Send again"), permissions=["resend"])
def resend(modeladmin, request, queryset):
    """For messages that failed or are uncertain; others are left as they are."""
    count = sum(outbox.resend(message) for message in queryset)
    text = ngettext("%(count)d message will be sent again.", "%(count)d messages will be sent again.", count)
    modeladmin.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """The outbox. The text itself is the recipient's and is not shown."""

    list_display = ["queued_at", "address", "subject", "status", "attempts", "next_attempt_at", "sent_at", "cause"]
    list_display_links = ["queued_at", "address"]
    list_filter = ["status"]
    search_fields = ["address", "subject", "cause", "recipient__full_name"]
    exclude = ["text", "html", "claim", "notice"]
    date_hierarchy = "queued_at"
    actions = [resend]

    def has_resend_permission(self, request) -> bool:
        return request.user.has_perm("casework.change_message")


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    list_display = ["name", "on", "runs", "found", "started_at", "finished_at", "cause"]
    list_filter = ["name", ("cause", admin.EmptyFieldListFilter)]
    date_hierarchy = "on"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "beat_at"]
