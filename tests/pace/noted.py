"""Which tables a question reads whose changes no kept page would hear of."""

import re
from collections.abc import Iterable

from portal.kept_pages import noting

TABLE = re.compile(r'(?:FROM|JOIN|INTO) "?([a-z]+_[a-z_]+)"?')
# A session is part of what a page is kept under; what the board counts it keeps itself, and says of when it is; the
# search's texts and who changed a row are written with rows whose change is noted.
BESIDES = {"django_session", "portal_change", "portal_cache"}
BESIDES |= {"casework_casetext", "casework_documenttext", "pghistory_context"}


def unnoted(questions: Iterable[str]) -> set[str]:
    """A table that is noted for one person only is unnoted where another's rows are read.

    Another's letter may be read beside the reminder it carries: that is noted for the case.
    """
    known = {each.table for each in noting.noted()} | BESIDES
    read = {(table, sql) for sql in questions for table in TABLE.findall(sql) if not table.endswith("event")}
    return {table for table, sql in read if table not in known or not _is_own(table, sql)}


def _is_own(table: str, sql: str) -> bool:
    column = (noting.PERSONAL | {"casework_notice": "recipient_id"}).get(table)
    if table == "casework_notice" and "casework_reminder" in sql:
        return True
    own = rf'(?:"{table}"|\b[UV]\d+)\."{column}" = (?:%s|\d)'
    return column is None or bool(re.search(own, sql)) or sql.startswith("INSERT")
