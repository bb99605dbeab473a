"""Who is told what, and where it may be read: the literal table of the 27 readers, notice by notice."""

import pytest
from django.db.models import Count
from django.urls import reverse

from casework.keys import new_key
from casework.models import Case, Message, Notice
from tests import factories, proposals
from tests.talks import INTERNAL, PARTIES, said
from tests.test_permissions import partners, people

pytestmark = pytest.mark.django_db

# Everybody asks to follow a proposal under verification in Kalimantan Timur: 302 follows, 403 takes no part in it,
# 404 does not exist. Then something is said between the parties, inside the body, inside its UPT and inside the centre:
# how many notices each of these brought to each reader, how many of the case stand in his inbox, and how many mails
# went out to him (the verifier was told of the submission too). Whoever got none never reads the case's title there.
TABLE = """
                            follow parties body upt centre inbox mails
proposer, own body          302    1       1    0   0      2     2
proposer, same province     403    0       0    0   0      0     0
proposer, other province    404    0       0    0   0      0     0
body head, own body         302    1       1    0   0      2     2
body head, same province    403    0       0    0   0      0     0
body head, other province   404    0       0    0   0      0     0
province legal, own         403    0       0    0   0      0     0
province legal, other       404    0       0    0   0      0     0
institution admin, own body 302    1       1    0   0      2     2
verifier, own UPT           302    1       0    1   0      3     3
verifier, other UPT         404    0       0    0   0      0     0
UPT head, own UPT           302    1       0    1   0      2     2
UPT head, other UPT         404    0       0    0   0      0     0
cooperation, own UPT        302    1       0    1   0      2     2
cooperation, other UPT      404    0       0    0   0      0     0
cooperation, centre         302    1       0    0   1      2     2
coordinator                 302    1       0    0   1      2     2
reviewer                    302    1       0    0   1      2     2
approver                    302    1       0    0   1      2     2
legal officer               302    1       0    0   1      2     2
leadership                  302    1       0    0   1      2     2
secretariat                 302    1       0    0   1      2     2
administrator               302    1       0    0   1      2     2
auditor, in scope           403    0       0    0   0      0     0
auditor, out of scope       404    0       0    0   0      0     0
partner, taking part        302    1       0    0   0      1     1
partner, elsewhere          404    0       0    0   0      0     0
"""


def told(readers: dict) -> dict[str, int]:
    counted = dict(Notice.objects.values_list("recipient").annotate(Count("pk")))
    return {name: counted.get(actor.user.pk, 0) for name, actor in readers.items()}


def rows() -> dict[str, list[int]]:
    lines = [line for line in TABLE.strip().splitlines()[1:] if line.strip()]
    return {line[:28].strip(): [int(cell) for cell in line[28:].split()] for line in lines}


def follows(client, case: Case) -> int:
    return client.post(reverse("casework:follow", args=[case.pk]), {"key": new_key()}).status_code


def test_every_notice(client):
    readers, cast = people() | partners(), proposals.cast()
    case = proposals.in_state("in_verification", cast).case
    case.participants.create(institution=factories.partner())
    case.title = "Pelatihan cendrawasih"
    case.save()
    found = {name: [follows(factories.sign_in(client, actor), case)] for name, actor in readers.items()}
    before = told(readers)
    inside = [(one, INTERNAL) for one in (cast.proposer, cast.verifier, cast.coordinator)]
    for speaker, reach in [(cast.verifier, PARTIES), *inside]:
        said(case, speaker, "Kata kasuari.", reach)
        now = told(readers)
        for name in found:
            found[name].append(now[name] - before[name])
        before = now
    for name, actor in readers.items():
        inbox = factories.sign_in(client, actor).get("/kotak-masuk/")
        mine = [row for row in inbox.context["rows"] if row.case_id == case.pk]
        found[name] += [len(mine), Message.objects.filter(notice__recipient=actor.user).count()]
        assert ("cendrawasih" in inbox.content.decode()) == bool(mine), name
    assert found == rows(), "\n".join(f"{name:28}{'  '.join(map(str, row))}" for name, row in found.items())
