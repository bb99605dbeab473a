"""Reads the forms of a page as a browser would: where they go, their controls, and what an untouched one would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

OFFERED = ("data-app-label", "data-model-name", "data-field-name")
BUTTONS = {"submit", "button", "image", "reset"}


@dataclass
class Control:
    """One named control: its kind (text, select, radio, checkbox, file, hidden …), values and choices."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    required: bool = False
    wrong: bool = False  # drawn as wrong
    most: int = 10_000  # characters
    asks: tuple[str, ...] = ()  # application, model and field whose rows are offered while one types


@dataclass
class Form:
    """One form of a page."""

    url: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)
    button: tuple[str, str] | None = None
    pressed: set[str] = field(default_factory=set)  # names of all its buttons
    sends: bool = False  # a form without any button to send it is only read
    plainly: bool = False  # its main button has no name; those that have one do something besides

    @property
    def data(self) -> dict[str, list[str]]:
        sent = {each.name: list(each.values) for each in self.controls.values() if each.kind != "file"}
        sent = {name: values for name, values in sent.items() if values}
        if self.button and not self.plainly and self.button[0] not in sent:
            sent[self.button[0]] = [self.button[1]]
        return sent


class _Reader(HTMLParser):
    """Collects forms, also controls that stand outside their form and name it."""

    def __init__(self, url: str):
        super().__init__()
        self.url, self.forms, self.by_id, self.outside = url, [], {}, []
        self.form = self.select = self.area = self.option = None
        self.text = ""

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(urljoin(self.url, told.get("action", "")), told.get("method", "get").lower())
            self.forms.append(self.form)
            self.by_id[told.get("id", "")] = self.form
        elif tag == "option":
            self._end_option()
            self.option, self.text = told, ""
        if told.get("type", "submit") == "submit" and (tag == "button" or (tag == "input" and "type" in told)):
            self._place(told, lambda form: setattr(form, "sends", True))
            if not told.get("name"):
                self._place(told, lambda form: setattr(form, "plainly", True))
        if tag in ("input", "select", "textarea", "button") and told.get("name") and "disabled" not in told:
            self._control(tag, told)

    @staticmethod
    def _button(form: Form, told: dict[str, str]) -> None:
        form.pressed.add(told["name"])
        form.button = form.button or (told["name"], told.get("value", ""))

    def _control(self, tag, told):
        kind = told.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        if kind in BUTTONS:
            self._place(told, lambda form: self._button(form, told))
            return
        wrong = told.get("aria-invalid") == "true" or "is-invalid" in told.get("class", "")
        found = Control(told["name"], kind, required="required" in told, wrong=wrong)
        found.most = int(told.get("maxlength") or found.most)
        found.asks = tuple(told[word] for word in OFFERED if word in told)
        value = told.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind in ("checkbox", "radio"):
            found.choices = [value]
            found.values = [value] if "checked" in told else []
        elif tag == "input":
            found.values = [value]
        elif tag == "select":
            self.select = found
        else:
            self.area, self.text = found, ""
        self._place(told, lambda form: _add(form, found))

    def _place(self, told, act):
        if "form" in told:
            self.outside.append((told["form"], act))
        elif self.form is not None:
            act(self.form)

    def handle_data(self, data):
        self.text += data

    def _end_option(self):
        if self.option is not None and self.select is not None:
            value = self.option.get("value", self.text.strip())
            self.select.choices.append(value)
            if "selected" in self.option:
                self.select.values.append(value)
        self.option = None

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "option":
            self._end_option()
        elif tag == "select" and self.select is not None:
            self._end_option()
            if not self.select.values and self.select.choices:
                self.select.values = self.select.choices[:1]
            self.select = None
        elif tag == "textarea" and self.area is not None:
            self.area.values = [self.text.removeprefix("\n")]
            self.area = None


def _add(form: Form, found: Control) -> None:
    known = form.controls.get(found.name)
    if known is None:
        form.controls[found.name] = found
    else:
        known.values += found.values
        known.choices += found.choices
        known.wrong |= found.wrong


def forms_of(html: str, url: str) -> list[Form]:
    """Every form of a page, in its order."""
    reader = _Reader(url)
    reader.feed(html)
    for name, act in reader.outside:
        if name in reader.by_id:
            act(reader.by_id[name])
    return reader.forms
