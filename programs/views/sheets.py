"""A proposal and its review on paper."""

from casework.views.sheets import SheetView
from programs.sheets import proposal_sheet, review_sheet


class ProposalSheetView(SheetView):
    def sheet(self, actor, pk):
        return proposal_sheet(actor, pk)


class ReviewSheetView(SheetView):
    def sheet(self, actor, pk):
        return review_sheet(actor, pk)
