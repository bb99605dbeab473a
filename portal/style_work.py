"""Examples of the parts in which people work together: drafts, the way of a case, pools, calendar, hard words."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Made

from portal.glossary import terms
from portal.style_subject import NUMBER, TITLE, URL

NOW = datetime(2026, 11, 24, 3, 20, tzinfo=UTC)
PIECES = [
    {"kind": "same", "text": "Peserta "},
    {"kind": "out", "words": "120", "gap": " "},
    {"kind": "in", "words": "90", "gap": " "},
    {"kind": "same", "text": "orang."},
]
BOTH = [{"key": "aim", "digest": "", "diff": "Aparatur mampu mengelola dan menerbitkan data."}]
POSITIONS = [("1", "Verifikator 1"), ("2", "Verifikator 2")]


def _stop(number: int, label: str, state: str) -> Made:
    left = 20 + 200 * number
    lines = [{"text": label, "y": 40}, {"text": "3 hari", "y": 60, "quiet": True}]
    return Made(left=left, top=15, x=left + 80, lines=lines, state=state, number=None, badge_x=0)


def _drawing() -> Made:
    edges = [Made(kind="taken", path="M180 45H220"), Made(kind="next", path="M380 45H420")]
    stops = [_stop(0, "Diajukan", "past"), _stop(1, "Verifikasi", "now"), _stop(2, "Telaah", "ahead")]
    been = [
        {"label": "Diajukan", "since": "2 Nov", "until": "4 Nov", "days": 2, "now": False},
        {"label": "Verifikasi", "since": "4 Nov", "until": "", "days": 3, "now": True},
    ]
    onward = [{"number": 1, "label": "Teruskan", "target": "Telaah teknis", "who": "verifikator"}]
    return Made(width=620, height=90, box_width=160, box_height=60, edges=edges, stops=stops, been=been, onward=onward)


def _weeks() -> list[list[Made]]:
    days = [date(2026, 11, day) for day in range(23, 30)]
    event = {"title": "Kerja sama berakhir", "why": TITLE, "url": URL, "kind_label": "Berakhir", "tone": "soon"}
    cells = [
        Made(on=day, inside=True, today=day.day == 24, off="", worked=day.weekday() < 5, shown=[], more=0)
        for day in days
    ]
    cells[3].shown, cells[3].more = [event], 2
    return [cells]


POOL = {
    "title": TITLE,
    "url": URL,
    "number": NUMBER,
    "why": "Verifikasi, sejak Senin.",
    "tone": "soon",
    "lead": "Besok.",
}
EXAMPLES: dict[str, list[tuple[str, dict]]] = {
    "conflicts": [("satu bidang", {"conflicts": [{"label": "Tujuan", "shown": "…", "both": True, "parts": BOTH}]})],
    "diff": [("kata per kata", {"pieces": PIECES})],
    "fresh": [("baru", {})],
    "lifecycle": [
        ("di tengah jalan", {"drawing": _drawing(), "label": "Perjalanan usulan", "here": ["Balai Banjarmasin"]})
    ],
    "month": [
        (
            "satu pekan",
            {
                "weeks": _weeks(),
                "weekdays": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
                "label": "November 2026",
                "list_url": URL,
            },
        )
    ],
    "row_of_others": [
        (
            "dapat diingatkan",
            {"title": TITLE, "url": URL, "text": "di Balai Banjarmasin", "people": ["Rahmawati Siregar"]}
            | {"acts": True, "act_label": "Ingatkan", "act_url": URL, "spot": 9001, "back": "/"},
        ),
        (
            "hari ini sudah",
            {
                "title": TITLE,
                "url": URL,
                "text": "di Balai Banjarmasin",
                "reminded": datetime(2026, 11, 26, 2, 5, tzinfo=UTC),
                "hint": "Besok.",
            },
        ),
    ],
    "task_of_pool": [
        ("boleh diambil", POOL | {"may_take": True, "take_url": URL, "swap": "#task_of_pool", "back": "/"}),
        ("boleh diberikan", POOL | {"people": POSITIONS, "give_url": URL, "swap": "#task_of_pool", "back": "/"}),
    ],
    "term": [("dengan penjelasan", {"entry": terms()["skkni"], "label": "SKKNI", "number": 9001})],
    "timeline": [
        (
            "dengan perubahan",
            {
                "lines": [
                    Made(
                        what="Usulan diubah",
                        strong=True,
                        kind_label="perubahan",
                        at=NOW,
                        who="Andi Saputra",
                        note="",
                        comment="",
                        changes=[
                            {"label": "Peserta", "old": "120", "new": "90", "is_long": False},
                            {"label": "Tujuan", "is_long": True, "pieces": PIECES},
                        ],
                    )
                ]
            },
        )
    ],
    "welcome": [
        ("pertama kali", {"title": "Selamat datang", "text": "…", "links": [{"label": "Lihat antrean", "url": URL}]})
    ],
    "words": [("sebaris", {"entries": [{"entry": terms()["pks"], "label": "PKS", "number": 9002}]})],
}
