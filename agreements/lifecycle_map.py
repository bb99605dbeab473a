"""Where each state of a cooperation document stands in the drawing of its lifecycle: column and row."""

from casework.lifecycle import Layout

PLACES: Layout = {
    "draft": (0, 1),
    "party_review": (1, 1),
    "legal_review": (2, 1),
    "council": (3, 0),
    "ready": (4, 1),
    "partly_signed": (5, 1),
    "in_force": (6, 1),
    "expired": (7, 1),
    "terminated": (7, 2),
    "cancelled": (3, 2),
}
USUAL = ("draft", "party_review", "legal_review", "ready", "partly_signed", "in_force", "expired")
