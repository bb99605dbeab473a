"""The walk over every address: nobody signed in, and a stranger, meet a closed door everywhere but on a short list."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.roles import Role
from agreements.models import Agreement, Party
from casework.conversation import writing
from casework.models import (
    BulkRun,
    Case,
    Document,
    Export,
    Following,
    Notice,
    Post,
    SavedView,
    Thread,
    TrailEntry,
    Turn,
)
from portal.handover.provinces import announce
from portal.staff.invitations import invite
from programs.models import CheckAnswer, Offer, Proposal, ReturnNote, Review
from programs.services.offers import create_offer
from regions import clock
from regions.models import Upt
from tests import factories, pacts, proposals

pytestmark = pytest.mark.django_db

# Reached without signing in: health, signing in and its mails, look and language.
PUBLIC = {
    "portal:desk",  # to nobody signed in it shows the front page (tests/portal/test_front.py)
    "portal:roles",
    "portal:step_in",
    "portal:session",
    "portal:healthz",
    "portal:readyz",
    "portal:theme",
    "portal:calendar_feed",
    "portal:glossary",
    "set_language",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "staff:accept",
}

# Asks for the password again before it looks whose it is (tests/accounts/test_second_factor.py).
CONFIRMED = {"mfa_edit_webauthn", "mfa_remove_webauthn"}

# Behind the administration's own door, which sends to the sign-in (docs/permissions.csv says what each reader gets).
OF_ADMINISTRATION = {"on_site"}

# Pages of one's own: everybody who signs in, each filled with what is in scope; some only for a role (then 403).
OWN = {
    "portal:calendar",
    "portal:controls",
    "portal:calendar_subscription",
    "portal:ladder_preview",
    "portal:ladder_preview_file",
    "accounts:me",
    "accounts:end_other_sessions",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "staff:institution",
    "staff:acting",
    "separation",
    "handover:provinces",
    "handover:province_new",
    "handover:vacancies",
    "portal:board",
    "portal:style",
    "regions:coverage",
    "accounts:switch",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "casework:choices",
    "portal:search",
    "portal:welcomed",
    "casework:inbox",
    "casework:read_all",
    "casework:arrange",
    "casework:bulk",
    "casework:exports",
    "casework:export_new",
    "casework:view_new",
    "portal:cases",
    "portal:cases_file",
    "programs:list",
    "programs:list_csv",
    "programs:new",
    "programs:offers",
    "programs:offers_csv",
    "programs:offer_new",
    "agreements:list",
    "agreements:export",
    "agreements:open",
}


OFFER = {
    "kind": "sertifikasi",
    "title": "Sertifikasi jaringan",
    "fiscal_year": 2027,
    "seats": 240,
    "conditions": "Terbuka bagi semua provinsi.",
}


def walk(patterns=None, namespace: str = "") -> dict[str, URLPattern]:
    """Every named address by its full name; the administration guards its own (tests/portal/test_admin.py)."""
    found = {}
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                found |= walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else namespace)
        else:
            found[f"{namespace}{entry.name}"] = entry
    return found


def arguments(entry: URLPattern) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern))


@pytest.fixture
def world(db) -> dict[str, int | str]:
    """A proposal, a draft offer, an agreement and what hangs on them, none of it for somebody from Papua."""
    people = proposals.cast()
    reviewed = proposals.in_state("in_review", people)
    returned = proposals.in_state("returned", people)
    agreement = pacts.in_state("party_review", pacts.cast())
    asked = writing.open_thread(reviewed.case, actor=people.verifier, reach="parties", body="Sudah kami terima.")
    offer = create_offer(OFFER | {"opens_on": clock.today(), "closes_on": clock.today()}, actor=people.coordinator)
    change = announced(people.coordinator)
    invitation = invited(people.verifier.institution)
    return {
        "portal:case": reviewed.case_id,
        "programs": reviewed.pk,
        "programs:offer": offer.pk,
        "agreements": agreement.pk,
        **dict.fromkeys(["casework:conversation", "casework:follow", "casework:mentionable"], reviewed.case_id),
        "casework:preview": reviewed.case_id,
        **dict.fromkeys(["casework:thread", "casework:resolve", "casework:reopen"], asked.thread_id),
        **dict.fromkeys(["casework:post", "casework:edit_post", "casework:withdraw_post"], asked.pk),
        "accounts:end_session": UserSession.objects.create(
            user=people.coordinator.user, ip="192.0.2.1", session_key="k", user_agent="Firefox"
        ).pk,
        "casework:document": Document.objects.filter(case=reviewed.case).first().pk,
        "casework:versions": Document.objects.filter(case=reviewed.case).first().pk,
        "casework:claim": Turn.objects.open().filter(case=reviewed.case).first().pk,
        "casework:assign": Turn.objects.open().filter(case=reviewed.case).first().pk,
        "casework:release": Turn.objects.open().filter(case=reviewed.case).first().pk,
        "portal:load": people.verifier.position.pk,
        "casework:nudge": Turn.objects.open().filter(case=reviewed.case).first().pk,
        "casework:snooze": Turn.objects.open().filter(case=reviewed.case).first().pk,
        **lists_of(people.coordinator),
        "casework:notice": Notice.objects.filter(recipient=people.coordinator.user).first().pk,
        "staff:invite": people.verifier.institution.pk,
        "staff:new_position": people.verifier.institution.pk,
        "staff:close_position": people.verifier.position.pk,
        "staff:name_acting": people.verifier.position.pk,
        "staff:end": people.verifier.holding.pk,
        "staff:resend": invitation.pk,
        "staff:withdraw": invitation.pk,
        "handover:person": people.verifier.holding.pk,
        "handover:province": change.pk,
        "handover:province_withdraw": change.pk,
        "handover:pass": Turn.objects.open().filter(case=reviewed.case).first().pk,
        "code": "64",
        "part": "in_review",
        "party": agreement.parties.first().pk,
        "note": returned.notes.first().pk,
        "review": reviewed.reviews.first().pk if reviewed.reviews.exists() else 1,
        "step": "tujuan",
        "move": "withdraw",
        "kind": "text",
    }


def invited(institution):
    """An invitation on its way into an office."""
    seat = factories.position(institution, Role.VERIFIER)
    by = factories.actor(institution, Role.INSTITUTION_ADMIN)
    return invite(seat, actor=by, full_name="Maria", email="maria@contoh.test", starts_on=clock.today())


def lists_of(actor) -> dict[str, int]:
    """A saved view, a file and an act on many rows, all of one person."""
    own = {"owner": actor.user, "position": actor.position, "list": "usulan"}
    export = Export.objects.create(**own, asked_at=clock.now(), format="csv")
    run = BulkRun.objects.create(**own, act="ingatkan", asked_at=clock.now())
    view = SavedView.objects.create(owner=actor.user, list="usulan", name="Lambat", saved_at=clock.now())
    of_export = dict.fromkeys(["casework:export", "casework:export_file"], export.pk)
    of_view = dict.fromkeys(["casework:view_edit", "casework:view_delete"], view.pk)
    return of_export | of_view | {"casework:bulk_run": run.pk}


def announced(coordinator):
    """A province that will pass to another UPT."""
    later, upt = clock.today() + timedelta(days=9), Upt.objects.get(pk="MKS")
    factories.upt("MKS")
    return announce(factories.province(), upt, later, actor=coordinator, reason="Beban kerja", decree="KEP 1")


def address(name: str, entry: URLPattern, world: dict) -> str:
    """The page of the world's own object, whatever it hangs on."""
    room = name.split(":")[0]
    pk = world.get(name) or (world["programs:offer"] if name.startswith("programs:offer") else world.get(room))
    return reverse(name, kwargs={key: pk if key == "pk" else world[key] for key in arguments(entry)})


def test_nobody_signed_in_is_sent_to_the_door_everywhere_else(client):
    for name, entry in walk().items():
        if name in PUBLIC | CONFIRMED:
            continue
        url = reverse(name, kwargs=dict.fromkeys(arguments(entry), "1"))
        for method in (client.get, client.post):
            answer = method(url)
            assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")), (name, method)


def test_every_address_is_public_one_s_own_or_of_an_object():
    found = walk()
    assert set(found) >= PUBLIC | OWN
    without_object = {name for name, entry in found.items() if not arguments(entry)}
    assert without_object - PUBLIC - OWN - CONFIRMED == set()


def test_what_is_outside_a_stranger_s_scope_does_not_exist(client, world):
    """Every address of an object, asked for and posted to by a proposer of another province: 404, each time."""
    factories.sign_in(client, factories.actor(factories.body("91"), Role.PROPOSER))
    for name, entry in walk().items():
        if name in PUBLIC | CONFIRMED | OF_ADMINISTRATION or not arguments(entry):
            continue
        url = address(name, entry, world)
        statuses = {method.__name__: method(url).status_code for method in (client.get, client.post)}
        assert set(statuses.values()) <= {404, 405} and 404 in statuses.values(), (name, statuses)


def everything() -> list:
    """All that a post could change, but for what only the reader's own session and inbox hold."""
    rows = [Case, TrailEntry, Turn, Document, Offer, Proposal, Agreement, Party, ReturnNote, Review, CheckAnswer]
    rows += [Thread, Post, Following]
    return [list(model.objects.order_by("pk").values()) for model in rows]


def test_an_auditor_changes_nothing(client, world):
    """Whoever reads everything in scope may post to every address without changing a row."""
    factories.sign_in(client, factories.auditor("64"))
    before = everything()
    for name, entry in walk().items():
        if name in PUBLIC | CONFIRMED | OF_ADMINISTRATION or name.startswith("account") or not arguments(entry):
            continue
        data = {"comment": "x", "reason": "x", "key": str(uuid4()), "version": 1}
        answer = client.post(address(name, entry, world), data)
        assert answer.status_code in (200, 403, 404, 405), (name, answer.status_code)
    assert everything() == before
