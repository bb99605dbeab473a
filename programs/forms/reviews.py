"""Input of the technical review: whom to ask; points, an opinion and its grounds; or why somebody steps aside."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.keys import HiddenNumberField
from programs.bench import Bench
from programs.forms.acts import ActForm
from programs.models import Criterion, Review


class ReviewersForm(ActForm):
    """Which of the reviewers who may be named are asked."""

    reviewers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one reviewer."),
            "invalid_choice": gettext_lazy("Somebody you chose can no longer be named. Choose again."),
        },
    )

    def __init__(self, *args, bench: Bench, **kwargs):
        self.bench = bench
        super().__init__(*args, **kwargs)

    def build(self):
        self.fields["reviewers"].choices = [(each.position.pk, each.names) for each in self.bench.free]

    @property
    def rows(self) -> list:
        """Every reviewer, and the box to tick of those who may be named."""
        boxes = {int(str(box.data["value"])): box for box in self["reviewers"]}
        return [(each, boxes.get(each.position.pk)) for each in self.bench.candidates]

    def act_data(self) -> dict:
        chosen = [each.position for each in self.bench.free if each.position.pk in self.cleaned_data["reviewers"]]
        return {"positions": chosen, "version": self.cleaned_data["version"]}


class OwnReviewForm(ActForm):
    """What a reviewer sends about the one review this page was made for.

    It carries that review instead of the case's version: what another reviewer gives meanwhile does not concern it.
    """

    version = None
    review = HiddenNumberField()

    def __init__(self, *args, review: Review, **kwargs):
        self.own = review
        super().__init__(*args, **kwargs)

    def build(self):
        self.fields["review"].initial = self.own.pk

    def clean_review(self):
        if self.cleaned_data["review"] != self.own.pk:
            raise ValidationError(
                _("The proposal came back changed, and you are asked for a new review. Read it again.")
            )


class ReviewForm(OwnReviewForm):
    """Points from 0 to 100 for every criterion, an opinion, and its grounds."""

    opinion = forms.ChoiceField(
        label=gettext_lazy("Opinion"),
        choices=Review.Opinion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an opinion.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Grounds"),
        widget=forms.Textarea(attrs={"rows": 7, "class": "form-control"}),
        max_length=5000,
        help_text=gettext_lazy("What speaks for it, what against it, on what condition. Whoever decides reads this."),
        error_messages={"required": gettext_lazy("Write the grounds of your opinion.")},
    )

    def build(self):
        super().build()
        self.criteria = list(Criterion.objects.filter(is_active=True))
        for criterion in self.criteria:
            self.fields[_name(criterion)] = _points(criterion)
        self.order_fields(map(_name, self.criteria))

    @property
    def rows(self) -> list:
        """Each criterion with its bound field."""
        return [(criterion, self[_name(criterion)]) for criterion in self.criteria]

    def act_data(self) -> dict:
        data = self.cleaned_data
        points = {criterion.pk: data[_name(criterion)] for criterion in self.criteria}
        return {"points": points, "opinion": data["opinion"], "text": data["text"]}


class RecuseForm(OwnReviewForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        max_length=300,
        help_text=gettext_lazy("E.g. “I taught in this programme”. Kept in the history."),
        error_messages={"required": gettext_lazy("Write why you step aside.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I do not review this proposal, now or when it comes back."),
        error_messages={"required": gettext_lazy("Tick this to step aside.")},
    )

    def act_data(self) -> dict:
        return {"reason": self.cleaned_data["reason"]}


def _name(criterion: Criterion) -> str:
    return f"points_{criterion.pk}"


def _points(criterion: Criterion) -> forms.IntegerField:
    wrong = _("Write points from 0 to 100, e.g. 75.")
    field = forms.IntegerField(
        label=criterion.text,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3, "data-weight": criterion.weight}
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )
    field.widget.attrs["class"] = "form-control text-end num"
    return field
