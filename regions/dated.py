"""Rows of one page that hold from a first to a last day, compared with each other as they are typed."""

from datetime import date
from itertools import combinations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.forms import BaseInlineFormSet, ModelForm


class DatedFormSet(BaseInlineFormSet):
    """Refuses two rows that the database would not let hold on one day, where the one ends and where the other begins.

    Django compares a row with those that are stored, which the same page may be about to end, and not at all where
    what the two share is the page's own row.
    """

    def clean(self):
        super().clean()
        for one, other in combinations(filter(self._is_written, self.forms), 2):
            for constraint in self.model._meta.constraints:
                if isinstance(constraint, ExclusionConstraint) and _clash(constraint, one.instance, other.instance):
                    earlier, later = sorted((one, other), key=lambda form: form.instance.starts_on or date.min)
                    earlier.add_error("ends_on", constraint.get_violation_error_message())
                    later.add_error("starts_on", constraint.get_violation_error_message())
                    break

    def _is_written(self, form: ModelForm) -> bool:
        kept = form.instance.pk or form.has_changed()
        return bool(kept) and form.is_valid() and not self._should_delete_form(form)


def _clash(constraint: ExclusionConstraint, one, other) -> bool:
    """Two rows that a constraint lets stand beside each other on no day: the same by its fields, and days in common."""
    shared = [name for name, operator in constraint.expressions if operator == RangeOperators.EQUAL]
    return (
        all(getattr(one, name) == getattr(other, name) for name in shared)
        and (one.starts_on or date.min) <= (other.ends_on or date.max)
        and (other.starts_on or date.min) <= (one.ends_on or date.max)
        and all(_is_meant(constraint, row) for row in (one, other))
    )


def _is_meant(constraint: ExclusionConstraint, row) -> bool:
    if constraint.condition is None:
        return True
    named = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return constraint.condition.check(named)
