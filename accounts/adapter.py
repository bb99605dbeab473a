"""How sign-in behaves here: nobody signs up, one address is counted, mail goes out as the portal's own."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator; there is no public sign-up."""
        return False
