"""How: what every case shares."""

from casework.models.cases import Case, CaseParticipant, FormKey, NumberSeries
from casework.models.conversation import Following, Mention, Post, PostVersion, Thread
from casework.models.documents import Document
from casework.models.ladder import Allowance, LadderStep
from casework.models.messages import Message, Notice
from casework.models.operations import Heartbeat, SweepRun
from casework.models.reminders import Nudge, Reminder, Snooze
from casework.models.trail import TrailEntry
from casework.models.turns import Turn

__all__ = [
    "Allowance",
    "Case",
    "CaseParticipant",
    "Document",
    "Following",
    "FormKey",
    "Heartbeat",
    "LadderStep",
    "Mention",
    "Message",
    "Notice",
    "Nudge",
    "NumberSeries",
    "Post",
    "PostVersion",
    "Reminder",
    "Snooze",
    "SweepRun",
    "Thread",
    "TrailEntry",
    "Turn",
]
