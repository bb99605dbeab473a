"""How sign-in behaves here: nobody signs up, and its mail goes through the outbox like every other."""

from allauth.account.adapter import DefaultAccountAdapter

from accounts.models import User
from casework import bell, outbox


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Accounts are made by an administrator; there is no public sign-up."""
        return False

    def send_mail(self, template_prefix, email, context):
        """A mail server that is away delays the link to a new password; the page that asked for it stays whole."""
        mail = self.render_mail(template_prefix, email, context)
        html = next((str(part.content) for part in getattr(mail, "alternatives", [])), "")
        outbox.post(
            email, subject=mail.subject, text=mail.body, html=html, recipient=User.objects.filter(email=email).first()
        )
        bell.ring()
