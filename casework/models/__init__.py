"""How: what every case shares."""

from casework.models.cases import Case, CaseParticipant, FormKey, NumberSeries
from casework.models.choices import CalendarFeed, MailChoices, Way
from casework.models.conversation import Following, Mention, Post, PostVersion, Thread
from casework.models.documents import Document
from casework.models.exports import BulkRow, BulkRun, Export
from casework.models.ladder import Allowance, LadderStep
from casework.models.messages import Message, Notice
from casework.models.operations import Heartbeat, SweepRun
from casework.models.presence import Writer
from casework.models.reminders import Nudge, Reminder, Snooze
from casework.models.texts import CaseText, DocumentText
from casework.models.trail import TrailEntry
from casework.models.turns import Turn
from casework.models.views import SavedView

__all__ = [
    "Allowance",
    "BulkRow",
    "BulkRun",
    "CalendarFeed",
    "Case",
    "CaseParticipant",
    "CaseText",
    "Document",
    "DocumentText",
    "Following",
    "Export",
    "FormKey",
    "Heartbeat",
    "LadderStep",
    "MailChoices",
    "Mention",
    "Message",
    "Notice",
    "Nudge",
    "NumberSeries",
    "Post",
    "PostVersion",
    "Reminder",
    "SavedView",
    "Snooze",
    "SweepRun",
    "Thread",
    "TrailEntry",
    "Turn",
    "Way",
    "Writer",
]
