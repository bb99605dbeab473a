"""Handing out a document to those who may see its case, and the list of its versions."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from casework.filetypes import BY_CONTENT_TYPE, PDF
from casework.fileversions import FileComparison, Version, chain
from casework.models import Document

# A picture may do nothing at all. A PDF cannot be sandboxed: Chromium's viewer then refuses to open it.
NOTHING = "default-src 'none'; frame-ancestors 'none'"
POLICY = f"{NOTHING}; sandbox"
PDF_POLICY = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"


class DownloadView(View):
    """PDF and pictures open in the browser, `?simpan` and everything else is saved; streamed, never guessed at."""

    def get(self, request, pk):
        documents = Document.objects.visible_to(request.actor).filter(removed_at__isnull=True)
        document = get_object_or_404(documents, pk=pk)
        kind = BY_CONTENT_TYPE.get(document.content_type)
        try:
            file = document.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            file,
            as_attachment=kind is None or not kind.inline or "simpan" in request.GET,
            filename=document.name,
            content_type=document.content_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = PDF_POLICY if kind is PDF else POLICY
        response["Cache-Control"] = "private, no-cache"
        return response


class VersionsView(TemplateView):
    """Every version of one document, newest first, and two of them side by side (`?dari=…&ke=…`)."""

    template_name = "casework/versions.html"

    def get_context_data(self, **kwargs):
        rows = Document.objects.visible_to(self.request.actor).select_related("case")
        document = get_object_or_404(rows, pk=kwargs["pk"])
        versions = chain(document)
        pair = chosen(versions, self.request.GET.get("dari", ""), self.request.GET.get("ke", ""))
        return super().get_context_data(
            document=document,
            case=document.case,
            crumbs=[
                {"label": document.case.number or _("Draft"), "url": reverse("portal:case", args=[document.case_id])},
                {"label": _("Versions of a document")},
            ],
            versions=versions,
            comparison=FileComparison(*pair) if pair else None,
            **kwargs,
        )


def chosen(versions: list[Version], from_: str, to: str) -> tuple[Version, Version] | None:
    """The older and the newer version an address names; without them the two newest. One alone has no other."""
    if len(versions) < 2:
        return None
    by_key = {str(version.document.pk): version for version in versions}
    new = by_key.get(to, versions[0])
    if new is versions[-1]:
        new = versions[-2]
    old = by_key.get(from_, versions[versions.index(new) + 1])
    if versions.index(old) <= versions.index(new):
        old = versions[versions.index(new) + 1]
    return old, new
