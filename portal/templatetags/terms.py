"""Words that explain themselves: {% term "pks" %} in a sentence, {% words "pks" "lsp" %} in a line, below a field."""

from itertools import count

from django import template

from portal.glossary import terms

register = template.Library()
_numbers = count(1)  # one word may stand on a page twice, an id may not

# Which word of the glossary helps with a field of the steps.
OF_FIELD = {
    "fiscal_year": "anggaran",
    "participants": "kuota",
    "batches": "angkatan",
    "scheme_kind": "lsp",
    "unit_codes": "skkni",
    "lsp_name": "lsp",
    "site_kind": "tuk",
    "assessors": "asesi",
    "stage": "skkni",
    "hours": "jp",
    "employment": "tugas_belajar",
    "policy_target": "rekomendasi",
    "licence": "lsp",
    "seats": "kuota",
}


@register.inclusion_tag("components/term.html")
def term(key: str, label: str = ""):
    """`label` is the word as it stands in its sentence; without it, the glossary's own."""
    entry = terms()[key]
    return {"entry": entry, "label": label or entry.word, "number": next(_numbers)}


@register.inclusion_tag("components/words.html")
def words(*keys: str):
    """A quiet line of words that matter on a page."""
    return {"entries": [{"entry": terms()[key], "label": terms()[key].word, "number": next(_numbers)} for key in keys]}


@register.inclusion_tag("components/term.html")
def field_term(name: str):
    """Nothing for a field without a hard word."""
    entry = terms().get(OF_FIELD.get(name, ""))
    return {"entry": entry, "label": entry and entry.word, "number": next(_numbers), "below": True}
