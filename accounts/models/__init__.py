"""Who: people, the institutions they serve, their positions, who holds them when, who is invited."""

from accounts.models.entering import PasswordUsed, SignIn
from accounts.models.institutions import Institution, Position
from accounts.models.invitations import Invitation
from accounts.models.people import HandoverNote, Holding, User

__all__ = ["HandoverNote", "Holding", "Institution", "Invitation", "PasswordUsed", "Position", "SignIn", "User"]
