"""Saving what may have been changed meanwhile: field by field, and a choice where both wrote something else."""

from django.template.loader import render_to_string

from agreements.views.acting import ActView
from casework import worddiff
from casework.merging import Merge, digest, joined, merge, read_choices, read_seen, write_seen
from programs.forms.steps import in_words


class MergingView(ActView):
    """An act that changes fields already written. The form brings `stored()` and a hidden field `seen`."""

    template_name = "agreements/merging.html"

    def form_valid(self, form):
        merged = self.merged(form)
        if merged.is_open:
            return self.ask(form, merged)
        stored = form.stored()
        form.cleaned_data |= {name: stored[name] for name in merged.theirs}
        form.cleaned_data["version"] = self.agreement.case.version
        return super().form_valid(form)

    def merged(self, form) -> Merge:
        """The document was read in this request; who is faster still meets the version."""
        data, stored = self.request.POST, form.stored()
        mine = {name: form.cleaned_data[name] for name in stored}
        return merge(mine, stored, read_seen(data.get("seen", "")), read_choices(data))

    def ask(self, form, merged: Merge):
        """The page again: theirs where only they wrote or were taken, mine elsewhere, and the choices."""
        stored, seen = form.stored(), read_seen(self.request.POST.get("seen", ""))
        conflicts = [_conflict(form, name, stored[name]) for name in merged.conflicts]
        data = self.request.POST.copy()
        for name in merged.theirs:
            data.setlist(name, _values(form, name, stored[name]))
        for name, text in merged.both.items():
            data[name] = text
        kept = {name: seen[name] for name in merged.conflicts if name in seen}
        known = read_seen(write_seen(stored)) | kept
        data["seen"] = " ".join(f"{name}:{value}" for name, value in known.items())
        data["version"] = self.agreement.case.version
        shown = type(form)(**self.get_form_kwargs() | {"data": data})
        shown.is_valid()
        return self.render_to_response(self.get_context_data(form=shown, conflicts=conflicts, both=bool(merged.both)))


def _values(form, name: str, value) -> list[str]:
    shown = form.fields[name].prepare_value(value)
    if isinstance(shown, list | tuple):
        return [str(getattr(item, "pk", item)) for item in shown]
    shown = form.fields[name].widget.format_value(shown)
    shown = shown[0] if isinstance(shown, list) and shown else shown
    return ["" if shown in (None, []) else str(shown)]


def _conflict(form, name: str, value) -> dict:
    field, mine = form.fields[name], form.cleaned_data[name]
    theirs, typed = words(field, value), words(field, mine)
    pieces = worddiff.compare(theirs, typed)
    is_text = isinstance(value, str) and not hasattr(field, "choices")
    return {
        "label": field.label,
        "shown": theirs,
        "both": joined(value, mine) if is_text else "",
        "parts": [
            {
                "key": name,
                "digest": digest(value),
                "diff": render_to_string("components/diff.html", {"pieces": pieces}),
            }
        ],
    }


def words(field, value) -> str:
    """A value as a reader sees it: a row by its name, several in a row, choices by their labels."""
    if hasattr(value, "pk"):
        return field.label_from_instance(value)
    if hasattr(value, "model"):
        return ", ".join(field.label_from_instance(row) for row in value)
    return in_words(field, value)
