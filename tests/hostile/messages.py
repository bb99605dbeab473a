"""What a refused page says, and at which of its controls: as whoever hears the page would find it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.looks.words import english_on, indonesian_on

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"input", "select", "textarea"}
# Ours (components/errors.html, alert.html), Bootstrap's, and the administration's.
SAYS_NO = {"invalid-feedback", "error", "errorlist", "errornote"}


@dataclass
class Place:
    """One control of the page: its name, what it is called, and the ids that describe it."""

    name: str
    ids: set[str]
    told_by: set[str]
    wrong: bool
    label: str = ""
    one_of_many: bool = False  # a choice, whose own label says what it means and not what is asked


@dataclass
class Said:
    """Every refusal on a page: its words, the ids it carries or lies in, and the places its links lead to."""

    places: list[Place] = field(default_factory=list)
    refusals: list[tuple[str, set[str], set[str]]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(text for text, _ids, _links in self.refusals)

    def names(self, name: str) -> bool:
        """Whether some refusal stands at this control, leads to it, or says what it is called."""
        return any(self._names(place) for place in self.places if place.name == name)

    def _names(self, place: Place) -> bool:
        for text, ids, links in self.refusals:
            if ids & place.told_by or links & place.ids or ids & place.ids:
                return True
            if place.label and place.label.lower() in text.lower():
                return True
        return False

    @property
    def described(self) -> set[str]:
        """Which controls say to the ear, by the id of a refusal's words, that these describe them."""
        heard = {each for _text, ids, _links in self.refusals for each in ids}
        return {place.name for place in self.places if place.told_by & heard}

    @property
    def named(self) -> set[str]:
        return {place.name for place in self.places if self._names(place)}


class _Listener(HTMLParser):
    """Keeps the words of every open element until it ends."""

    def __init__(self):
        super().__init__()
        self.said, self.open, self.labels = Said(), [], {}

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if tag in CONTROLS and told.get("name"):
            self._control(told)
        if tag == "a" and told.get("href", "").startswith("#"):
            for _tag, _told, _words, links, _inside in self.open:
                links.add(told["href"][1:])
        if tag not in VOID:
            self.open.append((tag, told, [], set(), []))

    def _control(self, told):
        ids = {told["id"], f"div_{told['id']}"} if told.get("id") else set()
        ids |= {f"id_{told['name']}_error"}  # as Django calls the words about it
        wrong = told.get("aria-invalid") == "true" or "is-invalid" in told.get("class", "")
        place = Place(told["name"], ids, set(told.get("aria-describedby", "").split()), wrong)
        place.label, place.one_of_many = told.get("aria-label", ""), told.get("type") == "radio"
        # A group of boxes or buttons is described as a whole.
        for tag, above, _words, _links, inside in self.open:
            if tag == "fieldset" or above.get("role") in ("group", "radiogroup"):
                place.told_by |= set(above.get("aria-describedby", "").split())
            if above.get("id", "").startswith("div_"):
                place.ids.add(above["id"])
            inside.append(place)
        self.said.places.append(place)

    def handle_data(self, data):
        for _tag, _told, words, _links, _inside in self.open:
            words.append(data)

    def handle_endtag(self, tag):
        if not any(tag == each[0] for each in self.open):
            return
        while self.open:
            ended, told, words, links, inside = self.open.pop()
            self._end(ended, told, " ".join(" ".join(words).split()), links, inside)
            if ended == tag:
                return

    def _end(self, tag, told, text, links, inside):
        if tag == "label" and text:
            for place in inside:
                place.label = place.label or ("" if place.one_of_many else text)
            self.labels[told.get("for", "")] = text
        if tag == "legend" and self.open:
            self.open[-1][1]["legend"] = text
        if tag == "fieldset":
            for place in (place for place in inside if place.one_of_many):
                place.label = place.label or told.get("legend", "")
        classes = set(told.get("class", "").split())
        refusal = classes & SAYS_NO or (told.get("role") == "alert" and "late" in classes)
        if refusal and text:
            above = {each[1]["id"] for each in self.open if each[1].get("id", "").startswith("div_")}
            self.said.refusals.append((text, above | {told.get("id", "")} - {""}, links))


def listen(html: str) -> Said:
    """Every control of a page and every refusal on it."""
    listener = _Listener()
    listener.feed(html)
    listener.close()
    for place in listener.said.places:
        if not place.one_of_many:
            place.label = place.label or next((listener.labels[id_] for id_ in place.ids if id_ in listener.labels), "")
    return listener.said


def in_the_other_language(text: str, language: str) -> set[str]:
    """Sentences of the catalogue that this reader did not ask for."""
    return (english_on if language == "id" else indonesian_on)(text)


# What is typed twice is judged where it is typed for the second time, as Django's own forms do.
REPEATED = {"password1": "password2"}


def message_fault(html: str, language: str, name: str = "") -> str:
    """A refused form says why, in the reader's language only, and names the control that was filled in wrongly."""
    said = listen(html)
    if not said.refusals:
        return "no message"
    other = in_the_other_language("".join(f"<p>{text}</p>" for text, _ids, _links in said.refusals), language)
    if other:
        return f"in the other language: {sorted(other)[:2]}"
    if name and not said.names(name) and not said.names(REPEATED.get(name, name)):
        return f"names {sorted(said.named) or 'no field'}, not {name}: {said.words[:160]}"
    return ""
