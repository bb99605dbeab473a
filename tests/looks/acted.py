"""Pages that come only after an act: rows chosen, a file asked for, a message sent, an invitation, a key, a review."""

import re
from collections.abc import Iterator
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_for
from accounts.models import Holding
from accounts.roles import Role
from agreements.models import Agreement
from casework.conversation.writing import open_thread
from casework.models import BulkRun, Export, Message
from portal.staff import invitations
from programs.models import Proposal, Review
from regions import clock
from tests import factories
from tests.looks.crawl import Seen, seen, templates_of

AS_HTMX = {"HTTP_HX_REQUEST": "true"}


def pages(cast, password: str) -> Iterator[Seen]:
    """As they were answered; the windows that show them later are somebody else's."""
    verifier = cast.actor("BJM.verifier.1")
    client = factories.sign_in(Client(), verifier)
    yield from _many(client, verifier)
    yield from _file(client)
    yield from _message(client, verifier)
    yield from _invitation(cast.actor("64.bpsdm.admin"))
    yield from _review()
    yield from _key(verifier, password)


def fetched(cast) -> set[str]:
    """Templates that htmx brings into such pages."""
    verifier = cast.actor("BJM.verifier.1")
    client, found = factories.sign_in(Client(), verifier), set()
    agreement = Agreement.objects.visible_to(verifier).filter(case__status="in_force").first()
    for url in (
        reverse("agreements:history", args=[agreement.pk]),
        f"{reverse('portal:search')}?q=pelatihan",
        BulkRun.objects.filter(owner=verifier.user).latest("pk").get_absolute_url(),
        Export.objects.filter(owner=verifier.user).latest("pk").get_absolute_url(),
    ):
        found |= templates_of(client.get(url, **AS_HTMX))
    return found


def _many(client: Client, verifier) -> Iterator[Seen]:
    rows = Proposal.objects.visible_to(verifier).filter(case__closed_at__isnull=True).values_list("pk", flat=True)[:3]
    asked = {"daftar": "usulan", "tindakan": "ingatkan", "baris": list(rows)}
    url = f"{reverse('casework:bulk')}?daftar=usulan&tindakan=ingatkan&" + "&".join(f"baris={pk}" for pk in rows)
    yield seen(client, "", url, kind="errors")
    done = client.post(reverse("casework:bulk"), asked | {"key": str(uuid4())})
    yield seen(client, "", done.url, kind="errors")


def _file(client: Client) -> Iterator[Seen]:
    url = f"{reverse('casework:export_new')}?daftar=usulan&format=xlsx"
    yield seen(client, "", url, kind="errors")
    done = client.post(url, {"daftar": "usulan", "format": "xlsx", "key": str(uuid4())})
    yield seen(client, "", done.url, kind="errors")
    yield seen(client, "", f"{reverse('portal:search')}?q=pelatihan", kind="errors")


def _message(client: Client, verifier) -> Iterator[Seen]:
    case = Proposal.objects.visible_to(verifier).filter(case__status="in_verification").first().case
    post = open_thread(case, actor=verifier, reach="parties", body="Mohon dicek.")
    yield seen(client, "", reverse("casework:edit_post", args=[post.pk]), kind="errors")


def _invitation(administrator) -> Iterator[Seen]:
    seat = factories.position(administrator.institution, Role.PROPOSER)
    values = {"full_name": "Maria Wenda", "email": "maria@contoh.test", "starts_on": clock.today()}
    row = invitations.invite(seat, actor=administrator, **values)
    text = Message.objects.filter(notice=None, address="maria@contoh.test").latest("pk").text
    address = re.search(r"/undangan/\S+/", text).group(0)
    yield seen(Client(), "", address, kind="errors")
    invitations.withdraw(row, actor=administrator)
    yield seen(Client(), "", address, kind="errors")


def _review() -> Iterator[Seen]:
    given = Review.objects.filter(submitted_at__isnull=False, recused_at=None, released_at=None)
    review = given.filter(proposal__case__status="in_review").latest("pk")
    holding = Holding.objects.on(clock.today()).filter(position=review.reviewer).first()
    client = factories.sign_in(Client(), actor_for(holding.user, review.reviewer_id))
    yield seen(client, "", reverse("programs:review", args=[review.proposal_id]), kind="errors")


def _key(verifier, password: str) -> Iterator[Seen]:
    """A passkey on file: shown, renamed, given up, asked for again."""
    client = Client()
    client.post(reverse("account_login"), {"login": verifier.user.username, "password": password})
    key = Authenticator.objects.create(user=verifier.user, type="webauthn", data={"name": "Kunci", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield seen(client, "", reverse(name, args=[key.pk]), kind="errors")
    key.delete()  # its credential is none, so that the page which asks for it is rendered by itself
    name, form = "mfa/webauthn/reauthenticate.html", ReauthenticateWebAuthnForm(user=verifier.user)
    html = render_to_string(name, {"form": form, "js_data": {}})
    yield Seen("", f"/looks/{name}", f"looks:{name}", frozenset({name}), False, html, "errors")
