"""Examples of the parts of a list, for the style page: cells of each kind, arranging, choosing, an empty result."""

from casework.columns import Cell, Column
from casework.lists import Number
from portal.style_subject import TITLE, URL

FILES = [("XLSX", URL), ("CSV", URL)]
COLUMNS = [
    (Column("judul", "Usulan", str, "title"), True),
    (Column("provinsi", "Provinsi", str), True),
    (Column("nilai", "Nilai (Rp)", int, "number"), False),
]


class _Kind:
    """A list's name and addresses."""

    word, label, page, url, file_url = "usulan", "Usulan", "programs:list", URL, URL


LIST_EXAMPLES = {
    "arranging": [
        (
            "tertutup",
            {"kind": _Kind, "arranging": {"columns": COLUMNS, "orders": [("judul", "Usulan", True)]}, "dense": False},
        )
    ],
    "cell": [
        ("judul", Cell("title", TITLE, url=URL, under="USL/2026/0031 · TA 2026")),
        ("tahap", Cell("status", "Verifikasi administrasi", tone="open")),
        ("giliran Anda", Cell("turn", "Anda", tone="mine")),
        ("belum diambil", Cell("turn", "belum ada, Balai Banjarmasin", tone="untaken")),
        ("terlambat", Cell("due", "lewat 3 hari kerja", tone="late")),
        ("angka", Cell("number", "1.240.000.000", "Nilai (Rp)")),
        ("hari", Cell("day", "26 Nov", "Berakhir", tone="soon")),
        ("teks", Cell("text", "Luring", "Cara")),
        ("kosong", Cell("brief", "–", none=True)),
    ],
    "choosing": [
        (
            "tiga baris",
            {
                "kind": _Kind,
                "acts": [{"word": "ingatkan", "label": "Ingatkan…"}],
                "count_text": "186",
                "noun": "usulan",
                "number": Number(186),
                "files": FILES,
            },
        )
    ],
    "list_keys": [("tertutup", {})],
    "ways_out": [
        (
            "dua saringan",
            {
                "ways": [
                    {"label": "Provinsi", "value": "Bali", "url": URL, "count": "3", "noun": "usulan"},
                    {"label": "Jenis", "value": "SKKNI", "url": URL, "count": "5.000", "more": True, "noun": "usulan"},
                ],
                "all_url": URL,
            },
        ),
        (
            "hanya satu saringan",
            {
                "ways": [
                    {"label": "Tahap", "value": "Draf", "url": URL, "count": "3", "noun": "usulan", "alone": True},
                ],
                "all_url": URL,
            },
        ),
        ("tak satu pun menolong", {"ways": [], "all_url": URL}),
    ],
}
HEADS = {
    "th": [
        ("berurut naik", {"label": "Judul", "url": URL, "sort": "ascending"}),
        ("tidak berurut", {"label": "Jenis"}),
        ("angka", {"label": "Nilai (Rp)", "url": URL, "sort": "descending", "end": True}),
    ]
}
