"""A cooperation document on paper."""

from agreements.sheets import agreement_sheet
from agreements.views.detail import whole
from casework.views.sheets import SheetView


class AgreementSheetView(SheetView):
    def sheet(self, actor, pk):
        return agreement_sheet(whole(actor, pk))
