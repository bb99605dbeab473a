"""The step in which it is written who pays for what."""

from programs.forms.costs import pasted_rows, rows_of, table
from programs.sharing import shares
from programs.summary import share_parts
from programs.views.drafting import StepView

ROW_BUTTONS = ("add", "remove", "insert")


class CostStepView(StepView):
    """Rows come and go by buttons that save what is there; pasted ones are added below."""

    template_name = "programs/steps/costs.html"

    def get(self, request, pk):
        return self.show(table(self.proposal), self.notes())

    def post(self, request, pk):
        rows, blank = self.rows_after(request.POST)
        form = table(self.proposal, rows)
        if not self.is_autosave and any(button in request.POST for button in ROW_BUTTONS):
            return self.keep_rows(form, blank)
        return self.keep(form, self.notes(request.POST))

    def rows_after(self, data) -> tuple[list[dict], int]:
        """The rows as the pressed button leaves them, and how many blank ones are asked for."""
        rows = rows_of(data)
        gone = data.get("remove")
        rows = [row for number, row in enumerate(rows) if str(number) != gone]
        if "insert" in data:
            rows += pasted_rows(data.get("paste", ""))
        return rows, int("add" in data)

    def keep_rows(self, form, blank: int):
        """Save, then show the table as it is typed, with the blank rows asked for."""
        typed = [row.as_typed() for row in form.forms]
        saved = self.saved(form, self.notes(self.request.POST))
        shown = table(saved.proposal, typed, blank=blank)
        return self.show(shown, self.notes(self.request.POST), saved)

    def context(self, form, notes, saved=None):
        parts = share_parts(shares(form.proposal.cost_lines.all()))
        return super().context(form, notes, saved) | {"parts": parts, "total": form.proposal.total}
