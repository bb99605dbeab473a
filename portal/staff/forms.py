"""Input of the acts on people; what is impossible is said by the service, at the same fields."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Holding, Institution, Position, User
from accounts.roles import Role
from casework.keys import KeyField, new_key
from portal.staff.holdings import colleagues, superiors
from regions import clock

WRONG_DAY = _("Write the day as year-month-day, for example 2026-11-26.")


def day_field(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": WRONG_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **options,
    )


class ActForm(forms.Form):
    """The one-time key, and the helper that draws the fields alone."""

    key = KeyField()

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["key"].initial = new_key
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def act_data(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class InviteForm(ActForm):
    """Whom to invite, to which position, for which days."""

    position = forms.ModelChoiceField(Position.objects.none(), label=_("Position"), empty_label=_("Choose a position"))
    full_name = forms.CharField(
        label=_("Full name"), max_length=150, help_text=_("As on the decree, for example “Maria Wenda”.")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The office address the person reads, for example maria.wenda@kaltimprov.go.id."),
    )
    language = forms.ChoiceField(
        label=_("Language of the e-mail"), choices=[("id", "Bahasa Indonesia"), ("en", "English")]
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), required=False, help_text=_("The last day; empty while it goes on."))
    decree = forms.CharField(
        label=_("Decree number"), max_length=120, required=False, help_text=_("For example 800/123/BKD/2026.")
    )

    def __init__(self, *args, institution: Institution, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today(institution.timezone)
        rows = Position.objects.administered_by(self.actor).filter(institution=institution).valid_on(today)
        self.fields["position"].queryset = rows.order_by("title")
        self.fields["position"].label_from_instance = lambda row: row.title
        self.fields["starts_on"].initial = today
        halves = [Row(*(Column(name, css_class="col-md-6") for name in pair)) for pair in self.PAIRS]
        self.helper.layout = Layout("key", "position", *halves, "decree")

    PAIRS = [("full_name", "email"), ("starts_on", "ends_on"), ("language",)]


class EndForm(ActForm):
    """The last day of a holding, and why."""

    ends_on = day_field(
        pgettext_lazy("holding", "Last day"), help_text=_("That day included; yesterday ends the rights at once.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: moved to the Disnaker by SK 821/45/2026."),
    )

    def __init__(self, *args, holding: Holding, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = clock.today(holding.position.institution.timezone)


class ActingForm(ActForm):
    """Who acts in a position, as what, on which days."""

    kind = forms.ChoiceField(
        label=_("As"),
        choices=[
            (Holding.Kind.PLT, _("Plt.: the post is vacant")),
            (Holding.Kind.PLH, _("Plh.: the holder is away")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose Plt. or Plh.")},
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Person"),
        empty_label=_("Choose a colleague"),
        help_text=_("Colleagues of the institution, and of the office above it. Invite whoever has no account yet."),
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), help_text=_("The last day itself; rights and tasks end with it."))
    decree = forms.CharField(
        label=_("Number of the order"), max_length=120, help_text=_("For example 800/Plh/77/2026.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("For example: on leave."))

    def __init__(self, *args, position: Position, vacant: bool, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today(position.institution.timezone)
        self.fields["person"].queryset = colleagues(position)
        self.fields["kind"].initial = Holding.Kind.PLT if vacant else Holding.Kind.PLH
        self.fields["starts_on"].initial = today
        days = Row(*(Column(name, css_class="col-md-6") for name in ("starts_on", "ends_on")))
        self.helper.layout = Layout("key", "kind", "person", days, "decree", "reason")


class PositionForm(ActForm):
    """A new position: what it is called, what it may do, who stands above it."""

    title = forms.CharField(
        label=_("Title of the position"), max_length=150, help_text=_("As on paper, for example “Kepala Bidang”.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role the holder reads along with the institution."),
    )
    superior = forms.ModelChoiceField(
        Position.objects.none(), label=_("Superior"), required=False, empty_label=_("none")
    )

    def __init__(self, *args, institution: Institution, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = Position(institution=institution).roles_of_kind()
        if not self.actor.has(Role.ADMINISTRATOR):
            allowed = allowed - {Role.INSTITUTION_ADMIN}
        self.fields["roles"].choices = [(role.value, role.label) for role in Role if role in allowed]
        self.fields["superior"].queryset = superiors(institution)


class JoinForm(forms.Form):
    """How a person who accepts an invitation wants to sign in."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits, dot, hyphen or underscore.")
    )
    password1 = forms.CharField(label=_("New password"), strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=_("New password, once more"), strip=False, widget=forms.PasswordInput)

    def clean_username(self):
        username = self.cleaned_data["username"].strip().lower()
        field = User._meta.get_field("username")
        field.run_validators(username)
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("This user name is taken; choose another, for example with a number."))
        return username

    def clean(self):
        data = super().clean()
        password = data.get("password1")
        if password and data.get("password2") and password != data["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        if password:
            user = User(username=data.get("username", ""), full_name=data.get("full_name", ""))
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.add_error("password1", error)
        return data
