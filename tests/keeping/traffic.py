"""People at work, as a process: proposals with files, submitted and taken, one after the other until it is killed.

Each line it says is an acknowledged act: it was committed before it was said.
"""

import sys
from itertools import count

import django

django.setup()

from casework import documents  # noqa: E402
from casework.workflow import perform  # noqa: E402
from tests import factories, proposals  # noqa: E402


def work(number: int) -> None:
    factories._number = count(number * 100_000)
    people = proposals.cast()
    for _ in count():
        proposal = proposals.in_state("submitted", people)
        document = documents.attach(proposal.case, proposals.pdf(), "other", actor=people.verifier)
        proposal = perform(proposal, "take", actor=people.verifier)
        print(proposal.case.number, document.file.name, flush=True)


if __name__ == "__main__":
    work(int(sys.argv[1]))
