"""What a form or a rule of work refuses is a line of the log: whose, where, which fields, by which rule.

OWASP ASVS 5.0, 16.3.3. What was typed never stands there, for it may be anything. Requests refused for want of a right
or a token are logged by Django itself.
"""

import logging
from collections.abc import Iterator

from django.contrib.admin.helpers import AdminForm
from django.forms import BaseForm, BaseFormSet

log = logging.getLogger(__name__)
SHOWN = 20  # of one request; who sends a table of nonsense does not fill the log


def note_refusal(request, *causes: str) -> None:
    said, person = ", ".join(causes[:SHOWN]), request.user.pk  # never the address: it may hold a secret
    log.info("refused at %s: %s", request.resolver_match.view_name, said, extra={"person": person})


def causes(form: BaseForm | BaseFormSet) -> Iterator[str]:
    """Each refused field with its rule, such as `comment required`; of a whole form or table `form`."""
    if isinstance(form, BaseFormSet):
        yield from ("form" for _error in form.non_form_errors())
        for each in form.forms:
            yield from causes(each)
    else:
        for name, errors in form.errors.as_data().items():
            field = form.add_prefix(name) if name in form.fields else "form"
            yield from (f"{field} {error.code or 'rule'}" for error in errors)


class RefusalsMiddleware:
    """A page that shows a form again because of its errors is told to the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if request.method == "POST":
            found = [cause for form in _forms(response.context_data or {}) for cause in causes(form)]
            if found:
                note_refusal(request, *found)
        return response


def _forms(context: dict) -> Iterator[BaseForm | BaseFormSet]:
    """Those that were sent; the administration wraps its own."""
    inlines = [inline.formset for inline in context.get("inline_admin_formsets", ())]
    for each in (*context.values(), *inlines):
        form = each.form if isinstance(each, AdminForm) else each
        if isinstance(form, BaseForm | BaseFormSet) and form.is_bound:
            yield form
