"""Which positions fit a seat of a proposal, and which services follow when its turn changes hands."""

from accounts.roles import Role
from casework.assigning import Hands, register
from programs.services import reviews, routing


def connect() -> None:
    register("proposal", "verifier", Hands((Role.VERIFIER, Role.UPT_HEAD), routing.give_turn, routing.put_back))
    register("proposal", "reviewer", Hands((Role.REVIEWER,), reviews.give_turn))
    register("proposal", "proposer", Hands((Role.PROPOSER,)))
    register("proposal", "upt_head", Hands((Role.UPT_HEAD,)))
