"""Examples of every part of a page in each of its states, for the style page; all names and figures are invented."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import style_work
from portal.figures import Figure, Row, shares
from portal.style_desk import DESK
from portal.style_lists import LIST_EXAMPLES
from portal.style_talk import TALK
from programs.money import MoneyField, rupiah_short

# Parts that stand on every page, the style page included.
ON_EVERY_PAGE = {
    "bar",
    "tabs",
    "messages",
    "dialog",
    "patterns",
    "language",
    "person_menu",
    "crumbs",
    "find",
    "demo_band",
    "session_end",
}
# Parts that make a whole page, shown where that page is.
WHOLE_PAGES = {"confirm", "language_links"}

TITLE, NUMBER = "Pelatihan keamanan informasi bagi ASN", "USL/2026/0031"
URL = "#contoh"
DAY = "Kamis, 26 November"


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


def _act(kind: str, **more) -> dict:
    return {"label": "Teruskan ke telaah pusat", "url": URL, "kind": kind, **more}


def _step(label: str, note: str = "", state: str = "", current: bool = False) -> dict:
    return {"label": label, "note": note, "state": state, "current": current, "url": URL}


def _figure() -> Figure:
    rows = [
        Row("Diajukan", ("68", "6"), 68, "a"),
        Row("Disetujui", ("26", "11"), 26, "b", pattern="p2"),
        Row("Ditolak", ("2", "2"), 2, "c", pattern="p4", apart=True),
    ]
    return Figure(
        "contoh", "Sejauh mana usulan melangkah", ("Tahap", "Pernah sampai", "Kini di sini"), rows, "26 dari 68."
    )


def _parts() -> list[dict]:
    amounts = [("APBN pusat", 867_000_000), ("APBN UPT", 2_555_000_000), ("APBD", 5_608_800_000)]
    return shares([(label, amount, rupiah_short(amount)) for label, amount in amounts])


def _bound() -> forms.Form:
    form = ExampleForm(WRONG)
    form.is_valid()
    return form


def _tiles() -> list[list]:
    cells = [("64", "KI", "BJM"), ("63", "KS", "BJM"), ("11", "AC", "MDN"), ("91", "PA", "")]
    row = [{"code": c, "short": s, "name": s, "upt_code": u, "url": URL, "label": s} for c, s, u in cells]
    row[2]["weak"] = True
    row[1]["number"] = 7
    return [row + [None] * 14]


CALM = {
    "tone": "calm",
    "whose": "Giliran: Balai Banjarmasin",
    "says": ["memeriksa kelengkapan sejak Senin, 23 November."],
}
CLOCK = {"day": 2, "allowance": 5, "due": DAY}
BLOCKED = [{"label": "Setujui", "reasons": ["Belum semua penelaah memberi nilai."]}]
WAY = [
    {"label": "Diajukan", "note": "2 Nov", "state": "past"},
    {"label": "Perlu perbaikan", "note": "", "state": "skipped"},
    {"label": "Verifikasi administrasi", "note": "sejak 23 Nov", "state": "now"},
    {"label": "Telaah teknis", "note": "", "state": "next"},
    {"label": "Dibatalkan", "note": "", "state": "ended"},
]
CHECKS = [
    {"text": "KAK ditandatangani", "met": True},
    {"text": "Rincian biaya berpasangan", "met": False, "word": "belum", "url": URL, "url_label": "Lengkapi"},
    {"text": "Surat kuasa", "met": None, "aside": "tidak diperlukan"},
    {
        "text": "Lampiran lengkap",
        "met": False,
        "bad": True,
        "note": "Lampiran 2 tidak terbaca.",
        "answer": "Sudah diganti.",
    },
]
TRAIL = [
    {
        "group": "Terkirim",
        "title": "Usulan diajukan",
        "strong": True,
        "when": "Sen 2 Nov 09.10 WITA",
        "who": "Andi Saputra",
    },
    {"title": "Pengingat dikirim", "when": "Rab 4 Nov 08.00 WITA", "note": "tahap 1 dari 4", "comment": "", "who": ""},
    {
        "title": "Dikembalikan",
        "strong": True,
        "when": "Jum 6 Nov",
        "who": "Rahmawati Siregar",
        "comment": "Mohon lengkapi KAK.",
    },
]

# part → [(state in words, what the part is given)]
EXAMPLES: dict[str, list[tuple[str, dict]]] = {
    "action": [
        ("utama", _act("primary")),
        ("biasa", _act("line")),
        ("menghapus", _act("plain", confirm="Usulan ditarik dan tidak dapat diajukan lagi.", post=True)),
        ("kecil", _act("line", small=True, about=TITLE)),
    ],
    "alert": [
        ("biasa", {"text": "Penawaran ini ditutup Kamis, 26 November.", "link_label": "Lihat", "link_url": URL}),
        ("berhasil", {"tone": "done", "title": "Tersimpan", "text": "Usulan diteruskan ke telaah pusat."}),
        ("segera", {"tone": "soon", "title": "Belum bisa", "lines": ["Dua penelaah belum memberi nilai."]}),
        ("terlambat", {"tone": "late", "title": "1 provinsi tanpa UPT", "lines": ["Papua Selatan"]}),
    ],
    "check": [("semua keadaan", {"items": CHECKS})],
    "chip": [("terpasang", {"label": "Provinsi", "value": "Kalimantan Timur", "url": URL})],
    "clock": [
        ("berjalan", CLOCK),
        ("hampir habis", CLOCK | {"day": 4}),
        ("lewat", CLOCK | {"day": 8, "late_days": 3}),
        ("tanpa batas", {"day": 3}),
    ],
    "document": [
        (
            "berlaku",
            {"name": "KAK.pdf", "url": URL, "kind": "KAK", "size": "1,2 MB", "when": "2 Nov", "who": "BPSDMD Kaltim"},
        ),
        (
            "diganti",
            {"name": "KAK-lama.pdf", "url": URL, "kind": "KAK", "size": "900 kB", "when": "1 Nov", "old": True},
        ),
    ],
    "empty": [
        ("dengan langkah", {"title": "Belum ada usulan", "text": "…", "act_label": "Tulis usulan", "act_url": URL})
    ],
    "errors": [("dua hal", {"form": _bound()})],
    "event": [
        ("segera", {"day": "26 Nov", "text": "Kerja sama berakhir", "url": URL, "word": "besok", "tone": "soon"})
    ],
    "fact": [("satu baris", {"label": "Tujuan", "content": "Aparatur mampu mengelola data."})],
    "facts": [
        (
            "isi dan yang belum",
            {
                "items": [
                    {"label": "Peserta", "value": "120 orang", "note": "dari kuota 180 orang"},
                    {"label": "Tempat", "value": "belum ditulis", "missing": True},
                ]
            },
        )
    ],
    "figure": [("terhitung", {"number": "31", "label": "naskah berlaku", "url": URL})],
    "figure_table": [("berbaris", {"figure": _figure(), "base": ""})],
    "filters": [("terbuka", {"form": FilterExample(), "count_set": 1, "id": "saringan-contoh"})],
    "head": [
        (
            "perkara",
            {
                "title": TITLE,
                "status_label": "Telaah teknis",
                "status_family": "open",
                "about": ["Pelatihan ASN", "TA 2027"],
            },
        )
    ],
    "notice": [
        (
            "belum dibaca",
            {"title": "Giliran Anda", "url": URL, "when": DAY, "number": NUMBER, "text": TITLE, "unread": True},
        ),
        ("sudah dibaca", {"title": "Disetujui", "url": URL, "when": DAY, "number": NUMBER, "text": TITLE}),
    ],
    "pager": [("di tengah", {"text": "26–50 dari 186", "first_url": URL, "previous_url": URL, "next_url": URL})],
    "presets": [
        (
            "satu terpilih",
            {
                "items": [
                    {"label": "Semua", "url": URL, "current": True},
                    {"label": "Giliran saya", "url": URL, "count": 7},
                ]
            },
        )
    ],
    "problem": [("tidak ada", {"title": "Halaman tidak ditemukan", "lines": ["Mungkin alamatnya keliru."]})],
    "hit": [
        (
            "perkara",
            {
                "title": TITLE,
                "url": URL,
                "number": NUMBER,
                "text": "BPSDM Kaltim",
                "status_label": "Telaah pusat",
                "status_family": "open",
            },
        ),
        ("orang, tanpa tautan", {"title": "Rahmawati Siregar", "text": "Verifikator, Balai Banjarmasin"}),
    ],
    "row": [
        ("biasa", {"title": TITLE, "url": URL, "number": NUMBER, "text": "di Balai Banjarmasin sejak 23 Nov."}),
        ("segera", {"title": TITLE, "url": URL, "hint": "Besok.", "tone": "soon"}),
        (
            "terlambat",
            {
                "title": TITLE,
                "url": URL,
                "hint": "Lewat 3 hari kerja.",
                "tone": "late",
                "act_label": "Ingatkan",
                "act_url": URL,
            },
        ),
    ],
    "saved": [
        ("tersimpan", {"text": "Tersimpan 10.32", "id": "t1"}),
        ("menyimpan", {"text": "Menyimpan …", "state": "busy", "id": "t2"}),
        ("gagal", {"text": "Belum tersimpan", "state": "failed", "id": "t3"}),
    ],
    "share": [("bagian dana", {"parts": _parts(), "label": "Pembagian dana"})],
    "sheet": [("berhitung", {"title": "Dokumen", "count": 3, "aside": "versi terakhir", "content": "…"})],
    "status": [
        (family, {"label": label, "family": family})
        for label, family in [
            ("Telaah teknis", "open"),
            ("Perlu perbaikan", "wait"),
            ("Disetujui", "done"),
            ("Ditolak", "end"),
        ]
    ],
    "steps": [
        (
            "langkah kedua",
            {"steps": [_step("Jenis", "lengkap", "ok"), _step("Tujuan", "kurang 2", "lack", True), _step("Biaya")]},
        )
    ],
    "task": [
        (
            tone,
            {
                "title": TITLE,
                "url": URL,
                "number": NUMBER,
                "tone": tone,
                "lead": lead,
                "why": "Telaah, sejak Senin.",
                "act_label": "Telaah",
                "act_url": URL,
            },
        )
        for tone, lead in [("late", "Lewat 3 hari kerja."), ("soon", "Besok."), ("calm", f"{DAY}.")]
    ],
    "tiles": [
        (
            "4 provinsi",
            {
                "rows": _tiles(),
                "key": [{"upt_code": "BJM", "name": "Balai Banjarmasin", "count": 2}],
                "none_label": "tanpa UPT",
            },
        )
    ],
    "trail": [("tiga baris", {"entries": TRAIL})],
    "turn": [
        ("orang lain", CALM | CLOCK),
        (
            "giliran saya",
            CALM | CLOCK | {"tone": "mine", "whose": "Giliran Anda", "actions": [_act("primary"), _act("line")]},
        ),
        ("terlambat", CALM | CLOCK | {"tone": "late", "day": 8, "late_days": 3, "blocked": BLOCKED}),
    ],
    "way": [("semua keadaan", {"steps": WAY, "label": "Perjalanan usulan"})],
}
# Parts that belong inside another element to be whole.
EXAMPLES |= DESK
EXAMPLES |= TALK
WRAPPED = {
    "row_of_others": "rows",
    "task_of_pool": "rows",
    "post": "rows",
    "document": "rows",
    "event": "rows",
    "notice": "rows",
    "row": "rows",
    "hit": "rows",
    "task": "rows",
    "fact": "facts",
    "th": "table",
    "cell": "table",
}
EXAMPLES |= LIST_EXAMPLES
EXAMPLES["th"] = [
    ("berurut naik", {"label": "Judul", "url": URL, "sort": "ascending"}),
    ("tidak berurut", {"label": "Jenis"}),
    ("angka", {"label": "Nilai (Rp)", "url": URL, "sort": "descending", "end": True}),
]
EXAMPLES |= style_work.EXAMPLES
