"""In which states the acts that are no moves have their time, found by trying each in every state."""

from django.db import transaction

from casework.models import Case
from casework.workflow import Refused

TOO_EARLY_OR_LATE = "langkah ini tidak berlaku pada tahap itu"


def meant(acts: dict) -> dict[str, set]:
    """`acts`: act → who does it, in which states it has its time, and how it is done."""
    return {name: set(states) for name, (_who, states, _act) in acts.items()}


def found(acts: dict, subject, people, states) -> dict[str, set]:
    """In which of the states each act is not refused for the state."""
    times = {name: set() for name in acts}
    for status in states:
        Case.objects.filter(pk=subject.case_id).update(status=status)
        for name, (who, _states, act) in acts.items():
            if _has_its_time(act, type(subject).objects.get(pk=subject.pk), getattr(people, who)):
                times[name].add(status)
    return times


def _has_its_time(act, subject, actor) -> bool:
    """Whether the state is what it is refused for; nothing of what it does stays."""
    with transaction.atomic():
        try:
            act(subject, actor=actor)
        except Refused as refusal:
            return TOO_EARLY_OR_LATE not in str(refusal)
        finally:
            transaction.set_rollback(True)
    return True
