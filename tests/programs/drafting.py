"""What the tests of the draft's steps share: their addresses, and forms as a browser sends them."""

from django.urls import reverse

from programs.models import Proposal
from regions import clock


def next_year() -> int:
    return clock.today().year + 1


def address(proposal, step) -> str:
    return reverse("programs:step", args=[proposal.pk, step])


def fresh(proposal) -> Proposal:
    return Proposal.objects.select_related("case").get(pk=proposal.pk)


def seen_on(client, proposal, step) -> str:
    return client.get(address(proposal, step)).context["seen"]


def post(client, proposal, step, data, **more):
    return client.post(address(proposal, step), {"for_kind": proposal.kind} | data, **more)


def autosave(client, proposal, step, data):
    return post(client, proposal, step, data, headers={"X-Autosave": "1"})


def row(number: int, **values) -> dict:
    return {f"lines-{number}-{name}": value for name, value in values.items()}


def rows(*lines: dict) -> dict:
    data = {"lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        data |= row(number, **{"form": "cash", "fiscal_year": next_year()} | line)
    return data


HALL = {"item": "Sewa ruang", "volume": "20 hari", "unit_price": "7.440.000", "source": "apbd"}
TRAINER = {"item": "Honor pengajar", "volume": "128 JP", "unit_price": "Rp 300.000", "source": "apbn_upt"}
