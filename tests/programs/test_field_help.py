"""Every field that is seen while drafting says what to write: by help with an example, by a placeholder, or both."""

import pytest

from accounts.roles import Role
from agreements.forms import acts, moves
from agreements.models import Agreement
from programs.forms.costs import table
from programs.forms.offers import OfferForm
from programs.forms.steps import StepForm
from programs.kinds import Kind, Step
from programs.steps import common_fields
from tests import factories, proposals

pytestmark = pytest.mark.django_db


def without_help(form, but=()) -> list[str]:
    seen = [field for field in form.visible_fields() if field.name not in but]
    return [field.name for field in seen if not (field.help_text or field.field.widget.attrs.get("placeholder"))]


@pytest.mark.parametrize("kind", Kind.values)
def test_every_field_of_the_steps(kind):
    proposer = factories.actor(factories.body(), Role.PROPOSER)
    proposal = proposals.draft(proposer, kind)
    for step in (Step.SUBJECT, Step.AIM, Step.PLACE):
        assert common_fields(step)
        assert without_help(StepForm(proposal=proposal, step=step)) == [], step


def test_every_field_of_a_cost_line_but_those_chosen_from_a_list():
    proposal = proposals.draft(factories.actor(factories.body(), Role.PROPOSER))
    assert without_help(table(proposal, blank=1).forms[0], but=("source", "form", "fiscal_year")) == []


def test_every_field_of_an_offer():
    assert without_help(OfferForm(actor=factories.actor(factories.agency(), Role.COORDINATOR))) == []


def declared(form) -> list[str]:
    """Fields as the class declares them; what is built for a document of its own is not among them."""
    shown = {name: field for name, field in form.base_fields.items() if not field.widget.is_hidden}
    return [name for name, field in shown.items() if not field.help_text and not field.widget.attrs.get("placeholder")]


FORMS = [acts.OpenForm, acts.BasicsForm, acts.PartyForm, acts.NumberForm, acts.AuthorityForm, acts.FileForm]


@pytest.mark.parametrize("form", [*FORMS, acts.OpinionForm, acts.CouncilForm, moves.SendForm, moves.TerminateForm])
def test_every_field_of_a_cooperation_document(form):
    assert Agreement.objects.count() == 0
    assert set(declared(form)) <= {"council", "comment"}
