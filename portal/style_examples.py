"""Examples of every part of a page in each of its states, for the style page; all names and figures are invented."""

from casework.columns import Cell
from portal import style_work
from portal.figures import Figure, Row, shares
from portal.style_case import CASE
from portal.style_desk import DESK
from portal.style_forms import FORMS
from portal.style_lists import HEADS, LIST_EXAMPLES
from portal.style_subject import DAY, NUMBER, TITLE, URL, act
from portal.style_talk import TALK
from programs.money import rupiah_short

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


def _tiles() -> list[list]:
    cells = [("64", "KI", "BJM"), ("63", "KS", "BJM"), ("11", "AC", "MDN"), ("91", "PA", "")]
    row = [{"code": c, "short": s, "name": s, "upt_code": u, "url": URL, "label": s} for c, s, u in cells]
    row[2]["weak"] = True
    row[1]["number"] = 7
    return [row + [None] * 14]


# part → [(state in words, what the part is given, or the cell)]
EXAMPLES: dict[str, list[tuple[str, dict | Cell]]] = {
    "action": [
        ("utama", act("primary")),
        ("biasa", act("line")),
        ("menghapus", act("plain", confirm="Usulan ditarik dan tidak dapat diajukan lagi.", post=True)),
        ("kecil", act("line", small=True, about=TITLE)),
    ],
    "alert": [
        ("biasa", {"text": "Penawaran ini ditutup Kamis, 26 November.", "link_label": "Lihat", "link_url": URL}),
        ("berhasil", {"tone": "done", "title": "Tersimpan", "text": "Usulan diteruskan ke telaah pusat."}),
        ("segera", {"tone": "soon", "title": "Belum bisa", "lines": ["Dua penelaah belum memberi nilai."]}),
        ("terlambat", {"tone": "late", "title": "1 provinsi tanpa UPT", "lines": ["Papua Selatan"]}),
    ],
    "chip": [("terpasang", {"label": "Provinsi", "value": "Kalimantan Timur", "url": URL})],
    "empty": [
        ("dengan langkah", {"title": "Belum ada usulan", "text": "…", "act_label": "Tulis usulan", "act_url": URL})
    ],
    "event": [
        ("segera", {"day": "26 Nov", "text": "Kerja sama berakhir", "url": URL, "word": "besok", "tone": "soon"})
    ],
    "figure": [("terhitung", {"number": "31", "label": "naskah berlaku", "url": URL})],
    "figure_table": [("berbaris", {"figure": _figure(), "base": ""})],
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
}
EXAMPLES |= CASE | FORMS | DESK | TALK | LIST_EXAMPLES | HEADS | style_work.EXAMPLES
# Parts that belong inside another element to be whole.
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
