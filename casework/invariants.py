"""What must hold for the whole database at every moment, whoever died in between; each a question that finds breaches.

Each room has such a module; `portal.invariants` gathers them for the command, the drills and the tests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from casework import strays
from casework.models import CaseText, DocumentText
from casework.states import STATES
from casework.workflow import Workflow

SHOWN = 20  # breaches of one invariant that are named
# States in which nobody need act: the case runs, or waits for a day.
UNHELD = {"proposal": ("in_progress", "approved", "deferred"), "agreement": ("in_force",)}


@dataclass(frozen=True)
class Invariant:
    """`find` names what breaks it, in words; nothing found means it holds."""

    name: str
    says: str
    find: Callable[[], list[str]]


def question(name: str, says: str, sql: str, params: Callable[[], Iterable] = list) -> Invariant:
    """An invariant asked in SQL: each row is one breach, its one column says what."""

    def find() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT {SHOWN}", list(params()))
            return [row[0] for row in cursor.fetchall()]

    return Invariant(name, says, find)


def _states(wanted: Callable[[str, str], bool]) -> list[str]:
    return [f"{kind}:{status}" for kind, states in STATES.items() for status in states if wanted(kind, status)]


def _is_final(kind: str, status: str) -> bool:
    return STATES[kind][status].final


def _is_held(kind: str, status: str) -> bool:
    return not _is_final(kind, status) and status not in UNHELD[kind]


def unbroken_trail(workflow: Workflow) -> Invariant:
    """The moves a trail tells of are one way from the draft to where the case stands, each of them in the table."""
    moves = [
        (f"{workflow.kind}.{row.name}", f"{source}>{row.target}")
        for row in workflow.transitions
        for source in row.sources
    ]
    return question(
        f"trail.{workflow.kind}",
        f"the trail of each {workflow.kind} leads from its draft to its state without a gap",
        """
        WITH moved AS (
            SELECT t.id, t.case_id, t.action, t.from_status, t.to_status,
                   lag(t.to_status, 1, 'draft') OVER own AS stood,
                   lead(t.id) OVER own IS NULL AS is_last
            FROM casework_trailentry t WHERE t.action = ANY(%s) WINDOW own AS (PARTITION BY t.case_id ORDER BY t.id)
        )
        SELECT format('case %%s: from %%s, its trail says %%s (%%s > %%s), it is %%s', c.id, coalesce(m.stood, 'draft'),
                      coalesce(m.action, 'nothing'), m.from_status, m.to_status, c.status)
        FROM casework_case c LEFT JOIN moved m ON m.case_id = c.id
        WHERE c.kind = %s AND (
            (m.id IS NULL AND c.status <> 'draft')
            OR m.stood <> m.from_status
            OR (m.is_last AND m.to_status <> c.status)
            OR NOT (m.action || ' ' || m.from_status || '>' || m.to_status = ANY(%s))
        )
        """,
        lambda: [sorted({name for name, _way in moves}), workflow.kind, [f"{name} {way}" for name, way in moves]],
    )


CASES = [
    question(
        "case.state",
        "a case is in a state of its own lifecycle",
        "SELECT format('case %%s is %%s', id, status) FROM casework_case WHERE NOT kind || ':' || status = ANY(%s)",
        lambda: [_states(lambda kind, status: True)],
    ),
    question(
        "case.closed",
        "a case is closed when it has ended, and only then",
        "SELECT format('case %%s is %%s, closed at %%s', id, status, closed_at) FROM casework_case"
        " WHERE (kind || ':' || status = ANY(%s)) <> (closed_at IS NOT NULL)",
        lambda: [_states(_is_final)],
    ),
    question(
        "number.once",
        "one number is given once",
        "SELECT format('%%s is the number of %%s cases', number, count(*)) FROM casework_case"
        " WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1",
    ),
    question(
        "number.series",
        "the numbers of a series are 1, 2, 3 and so on to its last",
        """
        SELECT format('series %%s/%%s is at %%s, cases have %%s up to %%s', prefix, year, s.last, g.many, g.highest)
        FROM casework_numberseries s FULL JOIN (
            SELECT split_part(number, '/', 1) AS prefix, split_part(number, '/', 2)::int AS year,
                   count(DISTINCT number) AS many, max(split_part(number, '/', 3)::int) AS highest
            FROM casework_case WHERE number IS NOT NULL GROUP BY 1, 2
        ) g USING (prefix, year)
        WHERE (coalesce(s.last, 0), coalesce(s.last, 0)) <> (coalesce(g.many, 0), coalesce(g.highest, 0))
        """,
    ),
    question(
        "number.kept",
        "a number that was given never changes",
        "SELECT DISTINCT format('case %%s was %%s, is %%s', c.id, e.number, c.number)"
        " FROM casework_caseevent e JOIN casework_case c ON c.id = e.pgh_obj_id"
        " WHERE e.number IS NOT NULL AND e.number IS DISTINCT FROM c.number",
    ),
]

TURNS = [
    question(
        "turn.held",
        "a case that somebody must move on has an open turn",
        "SELECT format('case %%s is %%s and nobody holds it', id, status) FROM casework_case c"
        " WHERE kind || ':' || status = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM casework_turn t WHERE t.case_id = c.id AND t.closed_at IS NULL)",
        lambda: [_states(_is_held)],
    ),
    question(
        "turn.state",
        "an open turn belongs to the state of its case, and no ended case has one",
        "SELECT format('turn %%s is of %%s, case %%s is %%s', t.id, t.status, c.id, c.status) FROM casework_turn t"
        " JOIN casework_case c ON c.id = t.case_id"
        " WHERE t.closed_at IS NULL AND (t.status <> c.status OR c.closed_at IS NOT NULL)",
    ),
    question(
        "turn.holder",
        "a turn is held by a position or by a pool, and not by both",
        "SELECT format('turn %%s: position %%s, pool “%%s”', id, position_id, pool_role) FROM casework_turn"
        " WHERE (position_id IS NULL) <> (pool_role <> '')",
    ),
    question(
        "turn.seat",
        "one seat of a case is open once",
        "SELECT format('case %%s has %%s open turns of %%s', case_id, count(*), seat) FROM casework_turn"
        " WHERE closed_at IS NULL GROUP BY case_id, seat HAVING count(*) > 1",
    ),
]

TRAIL = [
    question(
        "trail.signed",
        "a line of the trail that a person wrote names him and his position",
        "SELECT format('line %%s of case %%s', id, case_id) FROM casework_trailentry"
        " WHERE (user_id IS NULL) <> (actor_name = '') OR (user_id IS NOT NULL AND actor_position = '')",
    ),
]

MESSAGES = [
    question(
        "reminder.told",
        "a reminder is told by one notice, or by that of the reminder it was merged into",
        "SELECT format('reminder %%s: merged into %%s, notice %%s', r.id, r.merged_into_id, n.id)"
        " FROM casework_reminder r LEFT JOIN casework_notice n ON n.reminder_id = r.id"
        " WHERE (r.merged_into_id IS NULL) <> (n.id IS NOT NULL)",
    ),
    question(
        "reminder.once",
        "one rung tells one person of one matter once",
        "SELECT format('rung %%s, %%s, person %%s: %%s times', rung, slot, recipient_id, count(*))"
        " FROM casework_reminder GROUP BY rung, slot, recipient_id HAVING count(*) > 1",
    ),
    question(
        "notice.way",
        "a notice goes out by a mail of its own or in one daily mail, and not by both",
        """
        SELECT format('notice %%s: awaits a daily mail %%s, in %%s, mail %%s', n.id, n.awaits_digest, n.digest_id, m.id)
        FROM casework_notice n LEFT JOIN casework_message m ON m.notice_id = n.id
        LEFT JOIN casework_message d ON d.id = n.digest_id
        WHERE n.awaits_digest::int + (n.digest_id IS NOT NULL)::int + (m.id IS NOT NULL)::int > 1
           OR d.recipient_id <> n.recipient_id OR m.recipient_id <> n.recipient_id
        """,
    ),
    question(
        "message.once",
        "no mail is in the outbox twice",
        """
        SELECT format('%%s stands in messages %%s', same, string_agg(id::text, ', ')) FROM (
            SELECT id, unnest(ARRAY['Message-ID ' || message_id, 'notice ' || notice_id, 'slot ' || slot]) AS same
            FROM casework_message
        ) m WHERE same IS NOT NULL GROUP BY same HAVING count(*) > 1
        """,
    ),
    question(
        "message.state",
        "what a message says of its way fits its state",
        """
        SELECT format('message %%s is %%s', id, status) FROM casework_message WHERE NOT CASE status
            WHEN 'queued' THEN sent_at IS NULL AND data_started_at IS NULL
            WHEN 'sending' THEN sent_at IS NULL AND claim IS NOT NULL AND claimed_at IS NOT NULL AND attempts > 0
            WHEN 'sent' THEN sent_at IS NOT NULL AND data_started_at IS NOT NULL
            WHEN 'failed' THEN sent_at IS NULL AND cause <> ''
            WHEN 'uncertain' THEN sent_at IS NULL AND cause <> ''
            ELSE false END
        """,
    ),
]

DOCUMENTS = [
    question(
        "document.version",
        "a version follows another of the same line by one, and is followed once",
        """
        SELECT format('document %%s, version %%s, replaces %%s', d.id, d.version, d.replaces_id)
        FROM casework_document d
        LEFT JOIN casework_document old ON old.id = d.replaces_id
        WHERE CASE WHEN d.replaces_id IS NULL THEN d.version <> 1
              ELSE (d.case_id, d.kind, d.version) IS DISTINCT FROM (old.case_id, old.kind, old.version + 1) END
           OR EXISTS (SELECT 1 FROM casework_document o WHERE o.replaces_id = d.replaces_id AND o.id <> d.id)
        """,
    ),
    question(
        "document.post",
        "an attachment lies with the case of its message",
        "SELECT format('document %%s is of case %%s, its message of %%s', d.id, d.case_id, t.case_id)"
        " FROM casework_document d JOIN casework_post p ON p.id = d.post_id"
        " JOIN casework_thread t ON t.id = p.thread_id WHERE t.case_id <> d.case_id",
    ),
    Invariant("file.there", "every row that names a file has it, as long as it says", lambda: strays.lacking(SHOWN)),
    Invariant("file.known", "every file has its row, but for those still on their way", lambda: strays.found(SHOWN)),
]

TEXTS = [
    question("text.case", "a case is searched by its number and title", CaseText.wrong()),
    question("text.document", "a document is searched by its name", DocumentText.wrong()),
]

INVARIANTS = [*CASES, *TURNS, *TRAIL, *MESSAGES, *DOCUMENTS, *TEXTS]
