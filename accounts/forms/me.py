"""How one person wants to read the portal: language and zone."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from regions.models import Zone


class ReadingForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "zone"]
        labels = {"language": gettext_lazy("Language of pages and mails"), "zone": gettext_lazy("Hours are shown in")}
        help_texts = {"zone": gettext_lazy("Limits stay days of the office that must act, whatever is chosen here.")}

    def __init__(self, *args, office_zone: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        office = _("the zone of my office (%(zone)s)") % {"zone": office_zone} if office_zone else _("WIB")
        self.fields["zone"].choices = [("", office), *Zone.choices]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
