"""Every write on a cooperation document that is not a move: the room's public verbs."""

from agreements.services.editing import add_party, edit_basics, remove_party, set_authority, set_number
from agreements.services.files import attach_final, attach_work_plan, upload_text
from agreements.services.law import record_council, speak_legal
from agreements.services.opening import (
    open_addendum,
    open_alone,
    open_from_proposals,
    open_successor,
    prefilled,
)

__all__ = [
    "add_party",
    "attach_final",
    "attach_work_plan",
    "edit_basics",
    "open_addendum",
    "open_alone",
    "open_from_proposals",
    "open_successor",
    "prefilled",
    "record_council",
    "remove_party",
    "set_authority",
    "set_number",
    "speak_legal",
    "upload_text",
]
