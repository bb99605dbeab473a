"""Examples of a page's hard words, for the style page."""

from portal.glossary import terms

WORDS = [{"entry": terms()[key], "label": terms()[key].id, "number": f"contoh-{key}"} for key in ("lsp", "tuk")]

DESK = {"words": [("di halaman", {"entries": WORDS})]}
