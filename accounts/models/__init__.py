"""Who: people, the institutions they serve, their positions, and who holds them when."""

from accounts.models.entering import PasswordUsed, SignIn
from accounts.models.institutions import Institution, Position
from accounts.models.people import Holding, User

__all__ = ["Holding", "Institution", "PasswordUsed", "Position", "SignIn", "User"]
