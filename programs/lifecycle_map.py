"""Where each state of a proposal stands in the drawing of its lifecycle: column and row."""

from casework.lifecycle import Layout

PLACES: Layout = {
    "draft": (0, 1),
    "submitted": (1, 1),
    "in_verification": (2, 1),
    "in_review": (3, 1),
    "awaiting_decision": (4, 1),
    "approved": (5, 1),
    "in_progress": (6, 1),
    "reporting": (7, 1),
    "closed": (8, 1),
    "returned": (3, 0),
    "deferred": (5, 0),
    "withdrawn": (2, 2),
    "rejected": (4, 2),
    "cancelled": (6, 2),
}
