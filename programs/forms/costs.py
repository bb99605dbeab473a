"""The table of cost lines: typed, added, taken away or pasted from a spreadsheet; one line has one funder."""

import csv
import io
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.workflow import Refused
from programs.forms.fields import FiscalYearField, VolumeField, volume_words
from programs.models import CostLine, Proposal
from programs.money import LARGEST, MoneyField, grouped
from programs.services import costs
from programs.services.costs import replace_cost_lines

PREFIX = "lines"
MOST_LINES = 200
SENT = re.compile(rf"{PREFIX}-([0-9]{{1,4}})-")
TYPED = ("item", "volume", "unit_price", "source")  # a row without any of these is blank
SAVED = costs.FIELDS
FIELDS = (*TYPED, "form", "other_party", "fiscal_year", "budget_document")
# A table has no room for help below its fields: what to write stands in them, as an example.
EXAMPLES = {
    "item": _("e.g. trainers' fee"),
    "volume": _("e.g. 120 people"),
    "unit_price": _("e.g. 250.000"),
    "other_party": _("e.g. PT Telkom Indonesia"),
    "budget_document": _("e.g. DPA/A.1/2027"),
}
Source, Form = CostLine.Source, CostLine.Form


class CostLineForm(forms.Form):
    """One row. `values` gives what can be saved, half-written rows included."""

    item = forms.CharField(label=_("Item"), max_length=200, required=False)
    volume = VolumeField(label=_("Volume"), required=False)
    unit_price = MoneyField(label=_("Unit price"), required=False)
    source = forms.ChoiceField(label=_("Source of funds"), required=False)
    form = forms.ChoiceField(label=_("Form"), choices=Form.choices, required=False)
    other_party = forms.CharField(label=_("Name of the other party"), max_length=150, required=False)
    budget_document = forms.CharField(label=_("Budget document (DIPA/DPA)"), max_length=120, required=False)

    def __init__(self, *args, year: int | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        chosen = self.initial.get("fiscal_year") or year
        self.fields["source"].choices = [("", _("Choose")), *Source.choices]
        for name, example in EXAMPLES.items():
            self.fields[name].widget.attrs["placeholder"] = example
        self.fields["fiscal_year"] = FiscalYearField(chosen=chosen, label=_("Fiscal year"), required=False)
        self.fields["fiscal_year"].initial = year
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-select" if hasattr(field, "choices") else "form-control")
        self.fields["unit_price"].widget.attrs["class"] += " end num"

    def clean(self):
        data = super().clean()
        quantity, price = data.get("volume", (None, ""))[0], data.get("unit_price")
        if quantity and price and quantity * price > LARGEST:
            self.add_error("unit_price", _("Quantity times price is too large to be true."))
        return data

    @property
    def amount(self) -> int | None:
        """Quantity times price, once both can be read."""
        self.is_valid()
        known = self.cleaned_data if self.is_bound else self.initial
        quantity, price = (known.get("volume") or (None, ""))[0], known.get("unit_price")
        return None if quantity is None or price is None else quantity * price

    @property
    def amount_words(self) -> str:
        return "–" if self.amount is None else grouped(self.amount)

    @property
    def is_blank(self) -> bool:
        typed = [self[name].value() for name in TYPED]
        return not any(any(value) if isinstance(value, tuple) else str(value or "").strip() for value in typed)

    def as_typed(self) -> dict:
        """The row as it stands on the page, to build the table anew."""
        return {name: self.data.get(self.add_prefix(name), "") for name in FIELDS}

    @property
    def wants_details(self) -> bool:
        """Year, party and budget document stand open when something must be said there."""
        pays_other = self["source"].value() == Source.OTHER
        return pays_other or any(self[name].errors for name in ("other_party", "fiscal_year", "budget_document"))

    @property
    def under(self) -> list[forms.BoundField]:
        """What is typed seldom, folded below the row."""
        return [self[name] for name in ("form", "fiscal_year", "budget_document", "other_party")]

    def values(self) -> dict:
        data = self.cleaned_data
        quantity, unit = data.get("volume") or (None, "")
        rest = {name: data.get(name, "") for name in ("item", "source", "other_party", "budget_document")}
        if rest["source"] != Source.OTHER:
            rest["other_party"] = ""  # as the service keeps it, so that a row compares with what is stored
        numbers = {"unit_price": data.get("unit_price"), "fiscal_year": data.get("fiscal_year") or self.year}
        return {"quantity": quantity, "unit": unit, "form": data.get("form") or Form.CASH, **numbers, **rest}


class CostLines(forms.BaseFormSet):
    """All rows of one proposal."""

    def __init__(self, data=None, *, proposal: Proposal, **kwargs):
        self.proposal = proposal
        super().__init__(data, prefix=PREFIX, form_kwargs={"year": proposal.fiscal_year}, **kwargs)

    def values(self) -> dict[str, tuple]:
        """The lines to keep, in their order, as one value; blank rows are dropped."""
        return {PREFIX: tuple(row.values() for row in self.forms if not row.is_blank)}

    def stored(self) -> dict[str, tuple]:
        """What the database holds, in the shape of `values`."""
        lines = self.proposal.cost_lines.all()
        return {PREFIX: tuple({name: getattr(line, name) for name in SAVED} for line in lines)}

    def write(self, values: dict, *, actor) -> Proposal:
        version = self.proposal.case.version
        return replace_cost_lines(self.proposal, values[PREFIX], actor=actor, version=version)

    def refuse(self, refusal: Refused) -> None:
        """The database's own objection to the whole table."""
        self.is_valid()
        self._non_form_errors.extend(refusal.reasons)

    @property
    def marked(self) -> list[tuple]:
        """What is marked, row by row: the row's item (without one its number) and the field."""
        rows = [(number, row) for number, row in enumerate(self.forms, 1) if not row.is_blank]
        return [(row["item"].value() or number, row[name]) for number, row in rows for name in row.errors]

    def error_words(self) -> dict[str, list[str]]:
        """Errors by the name of the control they stand at."""
        rows = [row for row in self.forms if not row.is_blank]
        at_fields = {row.add_prefix(name): list(errors) for row in rows for name, errors in row.errors.items()}
        whole = list(self.non_form_errors())
        return at_fields | ({"": whole} if whole else {})


_FormSet = forms.formset_factory(
    CostLineForm, formset=CostLines, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def table(proposal: Proposal, rows: list[dict] | None = None, *, blank: int = 0) -> CostLines:
    """The table as stored, or (with rows as typed) as the reader left it; `blank` rows follow."""
    if rows is None:
        lines = [initial_of(line) for line in proposal.cost_lines.all()]
        unbound = _FormSet(proposal=proposal, initial=lines)
        unbound.extra = blank or (0 if lines else 1)
        return unbound
    rows = [*rows, *({"fiscal_year": proposal.fiscal_year or "", "form": Form.CASH} for _number in range(blank))]
    rows = rows[:MOST_LINES]
    data = {f"{PREFIX}-TOTAL_FORMS": len(rows), f"{PREFIX}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{PREFIX}-{number}-{name}": value for name, value in row.items()}
    return _FormSet(data, proposal=proposal)


def initial_of(line: CostLine) -> dict:
    rest = {name: getattr(line, name) for name in FIELDS if name != "volume"}
    return {"volume": (line.quantity, line.unit), **rest}


def rows_of(data) -> list[dict]:
    """The rows a browser sent, as typed, in the order of their numbers; how many they say they are is not asked."""
    numbers = sorted({int(found[1]) for name in data if (found := SENT.match(name))})[:MOST_LINES]
    return [{name: data.get(f"{PREFIX}-{number}-{name}", "") for name in FIELDS} for number in numbers]


def in_words(lines: tuple) -> list[str]:
    """Lines as sentences, to be read beside one's own."""
    return [
        " · ".join(
            part
            for part in (
                line["item"],
                volume_words(line["quantity"], line["unit"]),
                "" if line["unit_price"] is None else grouped(line["unit_price"]),
                str(Source(line["source"]).label) if line["source"] else "",
            )
            if part
        )
        for line in lines
    ]


def pasted_rows(text: str) -> list[dict]:
    """Rows copied from a spreadsheet: item, volume (or quantity and unit), unit price, and the funder if named."""
    try:
        cells = list(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter="\t"))
    except csv.Error:
        return []
    rows = [[cell.strip() for cell in row] for row in cells]
    return [_pasted(row) for row in rows if any(row) and not _is_heading(row)][:MOST_LINES]


def _is_heading(row: list[str]) -> bool:
    return not any(sign.isdigit() for cell in row[1:] for sign in cell)


def _pasted(row: list[str]) -> dict:
    funder = next((source for cell in row[1:] if (source := _source_named(cell))), "")
    cells = [cell for cell in row if not _source_named(cell)]
    item, numbers = cells[0], cells[1:]
    split = len(numbers) > 2 and numbers[0].replace(".", "").isdigit() and not any(map(str.isdigit, numbers[1]))
    volume = f"{numbers[0]} {numbers[1]}" if split else (numbers[0] if numbers else "")
    price = (numbers[2:3] if split else numbers[1:2]) or [""]
    return {"item": item, "volume": volume, "unit_price": price[0], "source": funder, "form": Form.CASH}


def _source_named(cell: str) -> str:
    """The source a cell names in either language, e.g. "APBN UPT" or "APBD"."""
    plain = " ".join(cell.casefold().replace(",", " ").split())
    return _names_of_sources().get(plain, "")


def _names_of_sources() -> dict[str, str]:
    fixed = {"apbd": Source.APBD, "apbn upt": Source.APBN_UPT, "apbn pusat": Source.APBN_CENTRE, "lain": Source.OTHER}
    shown = {" ".join(str(label).casefold().replace(",", " ").split()): value for value, label in Source.choices}
    return fixed | shown
