"""What each reader finds in lists and their files: the literal table of the 25 readers, number by number."""

import csv
import io

import pytest
from django.urls import reverse

from casework import exports, views_saved
from casework.models import Export
from programs.lists import PROPOSALS
from tests import proposals
from tests.factories import sign_in
from tests.test_permissions import pages, people

pytestmark = pytest.mark.django_db

# Of the world of test_permissions (a proposal under verification, a draft of the same body, a document in review), and
# one more proposal in Jawa Barat: how many rows the list of proposals has, how many its CSV, how many a file made in
# the background; how many documents there are; which of three saved views of the verifier are seen: (p) left to the
# position, (i) to the institution, (o) the verifier's own; and how many rows the list of all cases has, and its CSV.
TABLE = """
                            list csv made pacts views cases its-file
proposer, own body          2  2  2  1  -       3 3
proposer, same province     1  1  1  0  -       1 1
proposer, other province    0  0  0  0  -       0 0
body head, own body         2  2  2  1  -       3 3
body head, same province    1  1  1  0  -       1 1
body head, other province   0  0  0  0  -       0 0
province legal, own         1  1  1  1  -       2 2
province legal, other       0  0  0  0  -       0 0
institution admin, own body 2  2  2  1  -       3 3
verifier, own UPT           1  1  1  1  iop     2 2
verifier, other UPT         0  0  0  0  -       0 0
UPT head, own UPT           1  1  1  1  i       2 2
UPT head, other UPT         0  0  0  0  -       0 0
cooperation, own UPT        1  1  1  1  i       2 2
cooperation, other UPT      0  0  0  0  -       0 0
cooperation, centre         2  2  2  1  -       3 3
coordinator                 2  2  2  1  -       3 3
reviewer                    2  2  2  1  -       3 3
approver                    2  2  2  1  -       3 3
legal officer               2  2  2  1  -       3 3
leadership                  2  2  2  1  -       3 3
secretariat                 2  2  2  1  -       3 3
administrator               2  2  2  1  -       3 3
auditor, in scope           1  1  1  1  -       2 2
auditor, out of scope       0  0  0  0  -       0 0
"""


def world() -> None:
    pages()
    proposals.in_state("submitted", proposals.cast("32", "BDG"))


def read(answer) -> int:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return len(list(csv.reader(io.StringIO(text), delimiter=";"))) - 1


def made(client, actor) -> int:
    """Rows of a file made in the background for this reader."""
    export = Export.objects.create(
        owner=actor.user, position=actor.position, list="usulan", format="csv", asked_at=actor.user.date_joined
    )
    assert exports.make(export.pk)
    return read(client.get(reverse("casework:export_file", args=[export.pk])))


def test_every_number(client):
    world()
    readers, found = people(), {}
    keeper = readers["verifier, own UPT"]
    for word, audience in (("p", "position"), ("i", "institution"), ("o", "private")):
        views_saved.keep(PROPOSALS, "tahap=submitted", name=word, audience=audience, actor=keeper)
    for name, actor in readers.items():
        sign_in(client, actor)
        page = client.get(reverse("programs:list"))
        found[name] = [
            str(page.context["number"].count),
            str(read(client.get(reverse("programs:list_csv")))),
            str(made(client, actor)),
            str(client.get(reverse("agreements:list")).context["number"].count),
            "".join(view["label"] for view in page.context["saved"]) or "-",
            str(client.get(reverse("portal:cases")).context["number"].count),
            str(read(client.get(reverse("portal:cases_file")))),
        ]
        assert len(page.context["listing"].rows) == page.context["number"].count
    lines = [line for line in TABLE.strip().splitlines()[1:] if line.strip()]
    assert found == {line[:28].strip(): line[28:].split() for line in lines}, "\n".join(
        f"{name:28}{'  '.join(row)}" for name, row in found.items()
    )
