"""Examples of forms and what is said about them, for the style page: a field of each kind, empty and with faults."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.money import MoneyField


class ExampleForm(forms.Form):
    """A field of each kind, as the portal writes it."""

    judul = forms.CharField(label=_("Title"), help_text="Misalnya “Pelatihan analisis data untuk perencanaan daerah”.")
    peserta = forms.IntegerField(label=_("participants"), min_value=1, help_text="Orang, misalnya 120.")
    nilai = MoneyField(label=_("Amount (Rp)"))
    mulai = forms.DateField(label=_("from"), widget=forms.DateInput(attrs={"type": "date"}))
    jenis = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), ("a", "Sertifikasi"), ("b", "Penelitian")])
    cara = forms.ChoiceField(
        label=_("method"), widget=forms.RadioSelect, choices=[("luring", _("On site")), ("daring", _("Online"))]
    )
    alasan = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}))
    setuju = forms.BooleanField(label="Saya sudah membaca syarat penawaran")


class FilterExample(forms.Form):
    """Filters as lists have them."""

    q = forms.CharField(label="Cari", widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}))
    provinsi = forms.ChoiceField(
        label=_("Province"),
        choices=[("", _("All")), ("64", "Kalimantan Timur")],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


WRONG = {"judul": "", "peserta": "banyak", "nilai": "1.500.000,75", "mulai": "kemarin", "alasan": "Anggaran terbatas"}


def forms_shown() -> list[tuple[str, forms.Form]]:
    return [("kosong", ExampleForm()), ("dengan kesalahan, isian tetap ada", ExampleForm(WRONG, prefix=None))]


def _bound() -> forms.Form:
    form = ExampleForm(WRONG)
    form.is_valid()
    return form


FORMS: dict[str, list[tuple[str, dict]]] = {
    "errors": [("dua hal", {"form": _bound()})],
    "filters": [("terbuka", {"form": FilterExample(), "count_set": 1, "id": "saringan-contoh"})],
    "sending": [
        ("sedang dikirim", {"percent": 42, "far": "4,2 dari 10,0 MB"}),
        (
            "terputus",
            {"percent": 42, "far": "4,2 dari 10,0 MB", "told": "Sambungan terputus. Berkas dikirim lagi sendiri."},
        ),
    ],
    "saved": [
        ("tersimpan", {"text": "Tersimpan 10.32", "id": "t1"}),
        ("menyimpan", {"text": "Menyimpan …", "state": "busy", "id": "t2"}),
        ("gagal", {"text": "Belum tersimpan", "state": "failed", "id": "t3"}),
    ],
}
