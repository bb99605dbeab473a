"""What must hold for proposals in the whole database; see `casework.invariants`."""

from casework.invariants import question, unbroken_trail
from programs.workflow import PROPOSAL

INVARIANTS = [
    unbroken_trail(PROPOSAL),
    question(
        "proposal.case",
        "every case of a proposal has its proposal, and the other way round",
        "SELECT format('case %%s is of kind %%s, its proposal is %%s', c.id, c.kind, p.id) FROM casework_case c"
        " LEFT JOIN programs_proposal p ON p.case_id = c.id WHERE (c.kind = 'proposal') <> (p.id IS NOT NULL)",
    ),
    question(
        "proposal.total",
        "a proposal's total is the sum of its lines",
        """
        SELECT format('proposal %%s says %%s, its lines %%s', p.id, p.total, coalesce(sum(l.amount), 0))
        FROM programs_proposal p
        LEFT JOIN programs_costline l ON l.proposal_id = p.id
        GROUP BY p.id HAVING p.total <> coalesce(sum(l.amount), 0)
        """,
    ),
    question(
        "proposal.line",
        "a line's amount is quantity times price",
        "SELECT format('line %%s: %%s × %%s is not %%s', id, quantity, unit_price, amount) FROM programs_costline"
        " WHERE amount <> coalesce(quantity * unit_price, 0)",
    ),
    question(
        "proposal.payer",
        "what was submitted names who pays, line by line",
        "SELECT format('line %%s of proposal %%s', l.id, p.id) FROM programs_costline l"
        " JOIN programs_proposal p ON p.id = l.proposal_id WHERE p.submissions > 0 AND l.source = ''",
    ),
    question(
        "proposal.submissions",
        "each submission stands in the trail and is kept as it was handed in",
        """
        SELECT format('proposal %%s: %%s times, %%s in the trail, %%s kept', p.id, p.submissions, told.many, kept.many)
        FROM programs_proposal p
        CROSS JOIN LATERAL (SELECT count(*) AS many FROM casework_trailentry t WHERE t.case_id = p.case_id
                            AND t.action IN ('proposal.submit', 'proposal.resubmit')) told
        CROSS JOIN LATERAL (SELECT count(*) AS many FROM programs_proposalevent e WHERE e.pgh_obj_id = p.id
                            AND e.pgh_label = 'submitted') kept
        WHERE p.submissions <> told.many OR p.submissions > kept.many
        """,
    ),
]
