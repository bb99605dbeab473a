"""The checklist as a form: for each item a result and a note, any number of them at once."""

from django import forms
from django.utils.translation import gettext as _

from programs.forms.acts import ActForm
from programs.models import CheckAnswer, CheckItem

Result = CheckAnswer.Result


class ChecklistForm(ActForm):
    """Items not answered yet stay open; a result without its note is refused only when the case is passed on."""

    def build(self):
        self.round, earlier = self._rounds()
        answers = {answer.item_id: answer for answer in self.round.answers.all()} if self.round else {}
        self.before = _in_words(earlier.answers.all()) if earlier else {}
        self.items = list(CheckItem.objects.for_kind(self.proposal.kind))
        for item in self.items:
            self._add(item, answers.get(item.pk))

    def _rounds(self) -> list:
        """The latest check, and the one before it."""
        latest = self.proposal.rounds.prefetch_related("answers").order_by("-number")[:2]
        return [*latest, None, None][:2]

    def _add(self, item: CheckItem, answer: CheckAnswer | None):
        self.fields[f"result_{item.pk}"] = forms.ChoiceField(
            label=item.text,
            choices=Result.choices,
            required=False,
            initial=answer.result if answer else "",
            widget=forms.RadioSelect,
            help_text=self.before.get(item.pk, ""),
        )
        self.fields[f"note_{item.pk}"] = forms.CharField(
            label=_("Note on: %(item)s") % {"item": item.text},
            max_length=300,
            required=False,
            initial=answer.note if answer else "",
        )

    @property
    def rows(self) -> list:
        """Each item with its two bound fields, for the template."""
        return [(item, self[f"result_{item.pk}"], self[f"note_{item.pk}"]) for item in self.items]

    @property
    def read(self) -> list[dict]:
        """The same for those who only read, for components/check.html."""
        return [_as_read(item, result.value(), note.value()) for item, result, note in self.rows]

    @property
    def answered(self) -> int:
        return sum(bool(self[f"result_{item.pk}"].value()) for item in self.items)

    def clean(self):
        data = super().clean()
        for item in self.items:
            result, note = data.get(f"result_{item.pk}"), data.get(f"note_{item.pk}")
            if note and not result and f"result_{item.pk}" not in self.errors:
                self.add_error(f"result_{item.pk}", _("Choose met, not met or not needed."))
            if result == Result.NOT_MET and not note and f"note_{item.pk}" not in self.errors:
                self.add_error(f"note_{item.pk}", _("Write what is not met."))
        return data

    def act_data(self) -> dict:
        data = self.cleaned_data
        answers = {item.pk: (data[f"result_{item.pk}"], data[f"note_{item.pk}"]) for item in self.items}
        chosen = {pk: answer for pk, answer in answers.items() if answer[0]}
        return {"answers": chosen, "version": data["version"]}


def _in_words(answers) -> dict[int, str]:
    """What an earlier check said of each item."""
    return {answer.item_id: ": ".join(filter(None, [answer.get_result_display(), answer.note])) for answer in answers}


def _as_read(item: CheckItem, result: str, note: str) -> dict:
    return {
        "text": item.text,
        "met": {Result.MET: True, Result.NOT_NEEDED: None}.get(result, False),
        "bad": result == Result.NOT_MET,
        "note": note,
        "word": "" if result else _("not looked at yet"),
        "aside": item.get_step_display(),
    }
