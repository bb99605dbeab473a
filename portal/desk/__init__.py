"""The desk: what waits for me, what nobody has taken, whom I wait for, what is coming, what is new."""

from portal.desk.reading import KINDS, Desk, case_url, desk_of
from portal.desk.views import DeskView, open_case

__all__ = ["KINDS", "Desk", "DeskView", "case_url", "desk_of", "open_case"]
