"""What must hold for cooperation documents in the whole database; see `casework.invariants`."""

from agreements.workflow import AGREEMENT
from casework.invariants import question, unbroken_trail

INVARIANTS = [
    unbroken_trail(AGREEMENT),
    question(
        "agreement.case",
        "every case of a cooperation document has its document, and the other way round",
        "SELECT format('case %%s is of kind %%s, its document is %%s', c.id, c.kind, a.id) FROM casework_case c"
        " LEFT JOIN agreements_agreement a ON a.case_id = c.id WHERE (c.kind = 'agreement') <> (a.id IS NOT NULL)",
    ),
    question(
        "agreement.term",
        "a document in force has a term, a final file and the moment it came into force",
        "SELECT format('document %%s is %%s', a.id, c.status) FROM agreements_agreement a"
        " JOIN casework_case c ON c.id = a.case_id WHERE c.status = 'in_force' AND (a.in_force_at IS NULL"
        " OR a.starts_on IS NULL OR a.ends_on IS NULL OR a.final_document_id IS NULL)",
    ),
    question(
        "agreement.signed",
        "in a document in force each party has one signature that stands",
        """
        SELECT format('party %%s of document %%s has %%s signatures', p.id, a.id, count(s.id))
        FROM agreements_agreement a
        JOIN casework_case c ON c.id = a.case_id JOIN agreements_party p ON p.agreement_id = a.id
        LEFT JOIN agreements_signature s ON s.party_id = p.id AND s.voided_at IS NULL
        WHERE c.status = 'in_force' GROUP BY p.id, a.id HAVING count(s.id) <> 1
        """,
    ),
    question(
        "agreement.cover",
        "a proposal under way is covered by the documents in force that name it, and by no other",
        """
        SELECT format('proposal %%s, document %%s: %%s, covered until %%s', p.id, a.id, ac.status, v.ends_on)
        FROM agreements_agreement_proposals link
        JOIN agreements_agreement a ON a.id = link.agreement_id JOIN casework_case ac ON ac.id = a.case_id
        JOIN programs_proposal p ON p.id = link.proposal_id JOIN casework_case pc ON pc.id = p.case_id
        LEFT JOIN programs_agreementcover v ON v.proposal_id = p.id AND v.source_id = ac.id
        WHERE pc.closed_at IS NULL AND (ac.status = 'in_force') <> (v.ends_on IS NOT NULL)
        """,
    ),
]
