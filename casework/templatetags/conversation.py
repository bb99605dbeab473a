"""Whether a reader hears the conversation on a case, for the page of the case."""

from django import template

from casework.models import Case
from casework.policies import reads_conversation

register = template.Library()


@register.filter
def heard_by(case: Case, actor) -> bool:
    """Whoever sees an agreement takes part in it or audits it: its participants need not be read again."""
    return actor is not None and (case.kind == Case.Kind.AGREEMENT or reads_conversation(actor, case))
