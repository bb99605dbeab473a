"""People of the nation, signed in, with addresses of cases they may see; prints them as JSON.

Run as a process of its own on the database that is used (`python -m tests.pace.cast 300`, or with a province behind it
for its proposers only): a browser or a crowd then comes as them. Sessions are made here, because one address may not
sign in three hundred people in a minute.
"""

import json
import os
import random
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.actors import actor_for
from accounts.models import Holding
from accounts.roles import Role
from casework.models import Case, Document
from casework.policies import takes_part
from casework.reminders import case_page
from regions import clock

CASES = 12  # of each person
# Of how many people one acts in this role: proposers and verifiers are the many.
SHARES = {
    Role.PROPOSER: 0.45,
    Role.VERIFIER: 0.25,
    Role.COORDINATOR: 0.05,
    Role.COOPERATION_OFFICER: 0.1,
    Role.UPT_HEAD: 0.05,
    Role.REVIEWER: 0.1,
}


def people(count: int, province: str = "") -> list[dict]:
    found, chance = [], random.Random(1)
    for role, share in ({Role.PROPOSER: 1.0} if province else SHARES).items():
        held = Holding.objects.on(clock.today()).filter(position__roles__contains=[role], user__is_active=True)
        if province:
            held = held.filter(position__institution__province=province)
        held = list(held.select_related("position__institution").order_by("user_id", "pk").distinct("user_id"))
        chance.shuffle(held)
        found += [person(holding, role) for holding in held[: max(1, round(count * share))]]
    return found


def person(holding: Holding, role: Role) -> dict:
    client = Client()
    client.force_login(holding.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["position"] = holding.position_id
    session.save()
    actor = actor_for(holding.user, holding.position_id)
    cases = Case.objects.visible_to(actor).order_by("-opened_at", "-pk")
    own = cases.filter(shared_at__isnull=False).select_related("proposal", "agreement")[:CASES]
    documents = Document.objects.filter(case__in=[case.pk for case in own], post=None, removed_at=None)
    return {
        "role": role.value,
        "province": holding.position.institution.province_id or "",
        "session": session.session_key,
        "cases": [case.pk for case in own],
        "talks": [case.pk for case in own if takes_part(actor, case)],
        "pages": [case_page(case) for case in own],
        "documents": list(documents.values_list("pk", flat=True)[:CASES]),
        "drafts": [step(case) for case in cases.filter(status="draft", kind="proposal", owner=actor.institution)[:1]],
    }


def step(case: Case) -> str:
    return reverse("programs:step", args=[case.proposal.pk, "dokumen"])


if __name__ == "__main__":
    json.dump(people(int(sys.argv[1]), *sys.argv[2:]), sys.stdout)
