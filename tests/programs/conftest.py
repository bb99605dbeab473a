"""Whom the tests of the draft's steps share: an officer of a province, signed in, with one draft."""

import pytest

from accounts.roles import Role
from programs.kinds import Kind
from programs.services.drafts import start_draft
from tests import factories


@pytest.fixture
def officer():
    return factories.actor(factories.body(), Role.PROPOSER)


@pytest.fixture
def proposal(officer):
    return start_draft(actor=officer, kind=Kind.ASN_TRAINING, title="Pelatihan keamanan informasi")


@pytest.fixture
def officers_client(client, officer):
    return factories.sign_in(client, officer)
