"""Handing out a case's sheet as PDF, to whoever may read the page it is made from."""

import re

from django.http import HttpResponse
from django.views import View

from casework.sheets import Sheet, pdf
from casework.views.documents import PDF_POLICY


class SheetView(View):
    """Opens in the browser, `?simpan` saves it. A room says in `sheet` what stands on it."""

    def sheet(self, actor, pk: int) -> Sheet:
        raise NotImplementedError

    def get(self, request, pk):
        sheet = self.sheet(request.actor, pk)
        response = HttpResponse(pdf(sheet, actor=request.actor), content_type="application/pdf")
        way = "attachment" if "simpan" in request.GET else "inline"
        response["Content-Disposition"] = f'{way}; filename="{filename(sheet)}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = PDF_POLICY
        response["Cache-Control"] = "private, no-store"
        return response


def filename(sheet: Sheet) -> str:
    """Letters, digits and hyphens only: "lembar-usulan-usl-2026-0031.pdf"."""
    return re.sub(r"[^a-z0-9]+", "-", f"{sheet.title} {sheet.number}".lower()).strip("-") + ".pdf"
