"""Examples of the parts of a case's page, for the style page: whose turn, its clock, its way, its trail, its facts."""

from portal.style_subject import DAY, TITLE, URL, act


def step(label: str, note: str = "", state: str = "", current: bool = False) -> dict:
    return {"label": label, "note": note, "state": state, "current": current, "url": URL}


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

CASE: dict[str, list[tuple[str, dict]]] = {
    "check": [("semua keadaan", {"items": CHECKS})],
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
    "steps": [
        (
            "langkah kedua",
            {"steps": [step("Jenis", "lengkap", "ok"), step("Tujuan", "kurang 2", "lack", True), step("Biaya")]},
        )
    ],
    "trail": [("tiga baris", {"entries": TRAIL})],
    "turn": [
        ("orang lain", CALM | CLOCK),
        (
            "giliran saya",
            CALM | CLOCK | {"tone": "mine", "whose": "Giliran Anda", "actions": [act("primary"), act("line")]},
        ),
        ("terlambat", CALM | CLOCK | {"tone": "late", "day": 8, "late_days": 3, "blocked": BLOCKED}),
    ],
    "way": [("semua keadaan", {"steps": WAY, "label": "Perjalanan usulan"})],
}
