"""What is answered when a part the portal stands on is away: 503, and when to ask again, instead of an error."""

import errno
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.views import defaults

from portal.crowd import later

RETRY_SECONDS = 5
NO_PLACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EHOSTUNREACH}


def server_error(request):
    """Whatever raised, a view or what stands before it."""
    if is_outage(sys.exc_info()[1]):
        return later(request, 503, "503_outage.html", RETRY_SECONDS)
    return defaults.server_error(request)


def is_outage(error: BaseException | None) -> bool:
    """The database is away, starting, full or without a free connection; or the place of the files is full or away."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)) or type(error) is DatabaseError:
            return True  # the last is what psycopg2 says when the server ends in the middle of an answer
        if isinstance(error, OSError) and error.errno in NO_PLACE:
            return True
        error = error.__cause__ or error.__context__
    return False
