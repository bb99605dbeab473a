"""Handing out a document to those who may see its case."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views import View

from casework.filetypes import BY_CONTENT_TYPE, PDF
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
