"""What the tests of the review's pages share: addresses, and forms as a browser sends them."""

import uuid

from django.urls import reverse

from casework.models import Case
from programs.models import Criterion, Review
from programs.services.reviews import assign_reviewers, give_review


def url(proposal, name: str, *more) -> str:
    return reverse(f"programs:{name}", args=[proposal.pk, *more])


def version(proposal) -> int:
    return Case.objects.get(pk=proposal.case_id).version


def key() -> str:
    return str(uuid.uuid4())


def assign(proposal, people, *reviewers) -> list[Review]:
    chairs = [each.position for each in reviewers or people.reviewers]
    return assign_reviewers(proposal, chairs, actor=people.coordinator)


def give(review, actor, points=80, text="Layak dan siap."):
    every = {criterion.pk: points for criterion in Criterion.objects.all()}
    return give_review(review, actor=actor, points=every, opinion="support", text=text)


def chosen(proposal, *actors) -> dict:
    return {"reviewers": [each.position.pk for each in actors], "version": version(proposal), "key": key()}


def scored(review, points=70, **values) -> dict:
    every = {f"points_{criterion.pk}": points for criterion in Criterion.objects.all()}
    return {"review": review.pk, "key": key(), "opinion": "support", "text": "Tujuan jelas."} | every | values


def stepping_aside(review, **values) -> dict:
    return {"review": review.pk, "key": key(), "reason": "Saya mengajar di sana.", "sure": "on", "recuse": "1"} | values
