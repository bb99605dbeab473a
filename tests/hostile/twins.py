"""The valid twin of each form: what a careful person would write into it. A case proves nothing unless this passes."""

import re
import uuid
from datetime import timedelta

from django.apps import apps

from regions import clock
from tests.factories import PASSWORD
from tests.hostile.forms import Control, Form

# By the control's name, where its kind alone does not say what a careful person writes.
WORDS = {
    "participants": "120",
    "seats": "120",
    "hours": "40",
    "quota": "12",
    "unit_codes": "J.611000.001.02",
    "email": "yustina.wenda@contoh.test",
    "contact_phone": "0811 1234 5678",
    "document_year": "{year}",
    "fiscal_year": "{next_year}",
    "npsn": "20328942",
    "password": PASSWORD,
    "oldpassword": PASSWORD,
    "password1": "Kata-Sandi-Baru-7319",
    "password2": "Kata-Sandi-Baru-7319",
    "code": "Z9",
    "number": "14/DPRD/2026",
    "note": "Kami setuju dengan Pasal 3.",
    "comment": "Kami setuju dengan Pasal 3.",
    "username": "maria.wenda.baru",
}


# Asked for by the form, though the page does not mark them: one of several must be there, or one of many be chosen.
ASKED = {"opinion", "reviewers", "sure", "decided_on", "title", "comment", "step_", "text_"}
PAST = {"decided_on"}
DAY = re.compile(r"(^|_)(on|from|until)$")  # also where the theme of the administration draws a day as text
# The first of these may be the very one for whom, or beside whom, somebody is sought.
SOMEBODY_ELSE = {"person", "position"}
PATTERN_OF_ROWS = "__prefix__"  # an empty row from which the page makes new ones


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def filled(form: Form) -> dict[str, list[str]]:
    """The form as it stands, with what must be there."""
    sent = {name: values for name, values in form.data.items() if PATTERN_OF_ROWS not in name}
    if rows := form.controls.get("_selected_action"):  # what is done with the chosen rows of a list
        sent |= {
            "_selected_action": rows.choices[:1],
            "action": [each for each in form.controls["action"].choices if each][:1],
        }
    for control in form.controls.values():
        if control.kind == "file" or control.name == "csrfmiddlewaretoken" or PATTERN_OF_ROWS in control.name:
            sent.pop(control.name, None)
        elif control.name == "key":
            sent["key"] = [str(uuid.uuid4())]
        elif not any(sent.get(control.name, [])) and (value := value_for(control)):
            sent[control.name] = [value]
    return sent


def value_for(control: Control) -> str:
    name = control.name if control.name in WORDS else re.sub(r"^lines-\d+-|\d+$", "", control.name)
    required = control.required or name in ASKED
    if control.kind == "date" or (control.kind == "text" and DAY.search(name)):
        late = name.startswith("ends") or name.endswith("until")
        return day(-3 if name in PAST else 400 if late else 30) if required else ""
    if control.asks and required:
        application, model, field = control.asks
        asking = apps.get_model(application, model)
        offered = asking._meta.get_field(field).related_model._default_manager.order_by("pk")
        taken = asking._default_manager.exclude(**{field: None}).values(field)
        chosen = offered.exclude(pk__in=taken).first() or offered.first()  # a chair, say, that nobody holds
        return str(chosen.pk) if chosen else ""
    if control.kind in ("select", "radio", "checkbox"):
        choices = [choice for choice in control.choices if choice] if required else []
        return choices[-1 if name in SOMEBODY_ELSE else 0] if choices else ""
    if control.kind in ("hidden", "search"):
        return ""
    if name in WORDS:
        year = clock.today().year
        return WORDS[name].format(year=year, next_year=year + 1)
    if name.startswith("points"):
        return "80"
    if not required:
        return ""
    return "12" if control.kind == "number" else "Pelatihan analis data"[: control.most]
