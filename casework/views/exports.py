"""Files of lists: at once when short, else asked for, watched while they are made, and fetched by their owner only."""

import tempfile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from casework import exports
from casework.list_forms import KeyForm
from casework.listing import cleaned, grouped, rounded
from casework.lists import ALL, CHOSEN, FORMAT, KINDS, Found, ListKind, kept_words
from casework.models import Export
from casework.spreadsheets import CONTENT_TYPES, csv_response, write_xlsx
from casework.views.asking import AskingView
from casework.views.lists import kind_or_404
from regions import clock
from regions.templatetags.dates import instant

SHOWN = 50
State = Export.State


def format_of(params: QueryDict) -> str:
    return "xlsx" if params.get(FORMAT) == "xlsx" else "csv"


class ListFileView(View):
    """All rows the filters leave, in the order chosen; a long list is made in the background instead."""

    kind: ListKind

    def get(self, request):
        found, form = Found(self.kind, request.actor, request.GET), format_of(request.GET)
        if found.number.count > settings.EXPORT_DIRECT_ROWS:
            return redirect(f"{reverse('casework:export_new')}?{asked_words(found, form)}")
        name = exports.filename(self.kind, form)
        lines = exports.cells(found, found.listing().sorted.iterator(chunk_size=exports.STEP))
        if form == "csv":
            return csv_response(name, exports.head(found), lines)
        file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
        write_xlsx(file, str(self.kind.label), exports.head(found), lines)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])


def asked_words(found: Found, form: str) -> str:
    """What a file was asked for, as words of an address."""
    words = QueryDict(kept_words(found.params), mutable=True)
    if found.params.get(ALL) is None:
        words.setlist(CHOSEN, [str(pk) for pk in found.chosen])
    words["daftar"], words[FORMAT] = found.kind.word, form
    return words.urlencode()


class NewExportView(AskingView):
    """A long list: how long it is, and that its file will be made in the background."""

    form_class = KeyForm
    heading = gettext_lazy("A file of a long list")
    submit_label = gettext_lazy("Make the file")
    done = gettext_lazy("The file is being made. You may go on working; a notice tells you when it is ready.")

    def dispatch(self, request, *args, **kwargs):
        if request.actor is None:
            raise Http404
        self.params = cleaned(request.GET)
        self.found = Found(kind_or_404(self.params.get("daftar", "")), request.actor, self.params)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        number = self.found.number
        count = number.count if number.exact else rounded(number.count)
        about = _("%(list)s: about %(count)s rows.") % {"list": self.found.kind.label, "count": grouped(count)}
        follows = [
            _("It has the rows that your filters leave, as you may see them at the time it is made."),
            _("You can fetch it for %(days)d days, as long as you hold your present position.")
            % {"days": settings.EXPORT_DAYS},
        ]
        return super().get_context_data(about=about, follows=follows, **kwargs)

    def act(self):
        form = format_of(self.params)
        query = asked_words(self.found, form)
        self.success_url = exports.ask(self.found, form, query, actor=self.request.actor).get_absolute_url()

    def back_url(self):
        return f"{self.found.kind.url}?{kept_words(self.params)}"


class ExportsView(TemplateView):
    """The files somebody has asked for, newest first."""

    template_name = "casework/exports.html"

    def get_context_data(self, **kwargs):
        rows = Export.objects.visible_to(self.request.actor)[:SHOWN]
        return super().get_context_data(rows=[_in_words(row) for row in rows], days=settings.EXPORT_DAYS, **kwargs)


class OfOwner:
    """A view of one's own file; anybody else's does not exist."""

    @cached_property
    def export(self) -> Export:
        return get_object_or_404(Export.objects.filter(owner=self.request.user), pk=self.kwargs["pk"])


class ExportView(OfOwner, TemplateView):
    """How far a file is; asked again and again by htmx while it is made."""

    template_name = "casework/export.html"

    def get_template_names(self):
        return ["casework/export_state.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**_in_words(self.export), **kwargs)


class ExportFileView(OfOwner, View):
    """Only for its owner, and only while the position in which it was asked for is held."""

    def get(self, request, pk):
        export = self.export
        if export.state != State.READY:
            raise Http404
        if not any(actor.position.pk == export.position_id for actor in request.actors):
            raise PermissionDenied(_("You no longer hold the position in which you asked for this file."))
        try:
            file = default_storage.open(export.file)
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"{export.list}-{clock.day_of(export.ready_at, request.actor.timezone)}.{export.format}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[export.format])


def _asked_again(export: Export) -> str:
    words = QueryDict(export.query, mutable=True)
    words["daftar"], words[FORMAT] = export.list, export.format
    return words.urlencode()


def _asked_on(export: Export) -> str:
    return _("asked for on %(when)s") % {"when": instant(export.asked_at)}


def _so_far(export: Export, total: int) -> str:
    """How many rows a file has, or has so far; nothing where none was made."""
    if export.is_under_way:
        return _("%(done)s of about %(total)s rows") % {"done": grouped(export.done), "total": grouped(total)}
    if export.state == State.FAILED:
        return ""
    return ngettext("%(count)s row", "%(count)s rows", export.done) % {"count": grouped(export.done)}


def _act(export: Export) -> tuple[str, str]:
    """What is next: to fetch it, or, when it came to nothing or is past its day, to ask again."""
    if export.state == State.READY:
        return _("Download the file"), reverse("casework:export_file", args=[export.pk])
    if export.is_under_way or export.list not in KINDS:
        return "", ""
    return _("Ask again"), f"{reverse('casework:export_new')}?{_asked_again(export)}"


def _in_words(export: Export) -> dict:
    kind, total = KINDS.get(export.list), max(export.total, export.done, 1)
    label, url = _act(export)
    return {
        "export": export,
        "title": kind.label if kind else export.list,
        "name": f"{kind.label if kind else export.list}, {export.get_format_display()}",
        "percent": min(99, round(100 * export.done / total)) if export.is_under_way else 100,
        "done": grouped(export.done),
        "total": grouped(total),
        "list_url": f"{kind.url}?{kept_words(QueryDict(export.query))}" if kind else "",
        "text": " · ".join(filter(None, [export.get_state_display(), _asked_on(export), _so_far(export, total)])),
        "ready": export.state == State.READY,
        "act_label": label,
        "act_url": url,
    }
