"""Examples of the parts of a conversation, for the style page; all names are invented."""

from datetime import UTC, datetime
from types import SimpleNamespace

from casework.conversation.forms import MessageForm, OpeningForm
from casework.conversation.markup import shown
from portal.style_subject import URL

AT = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
SAID = {
    "pk": 0,
    "get_absolute_url": URL,
    "author_name": "Andi Saputra",
    "author_position": "Analis Pengembangan Kompetensi, BPSDMD Kaltim",
    "at": AT,
}
INTERNAL = {"reach": "Internal: Balai Banjarmasin", "internal": True}
FILE = {"name": "Rincian.xlsx", "url": URL, "size": "5 kB"}
NAMING = shown("Mohon @[Rahmawati Siregar] lihat.", ["Rahmawati Siregar"])


def _post(more: dict, **said) -> dict:
    return {"shown": {"post": SAID | said} | more} | INTERNAL


def _boxes() -> list[tuple[str, dict]]:
    choices = [("internal", "Internal: hanya dibaca orang Balai Banjarmasin"), ("parties", "Antarpihak")]
    nobody = SimpleNamespace(pk=0)
    first = OpeningForm({"body": ""}, name="contoh-baru", user=nobody, choices=choices)
    common = {"action": URL, "names_url": URL, "preview_url": URL}
    reply = {"form": MessageForm(name="contoh-balas", user=nobody), "reach": "Antarpihak", "readers": "Balai, BPSDMD"}
    return [
        ("jawaban", {"submit_label": "Kirim jawaban", **reply, **common}),
        ("pesan pertama, dengan kesalahan", {"submit_label": "Kirim pesan", "form": first, **common}),
    ]


TALK = {
    "reach": [("antarpihak", {"label": "Antarpihak"}), ("internal", {"label": INTERNAL["reach"], "internal": True})],
    "post": [
        ("dengan lampiran", _post({"html": shown("Ruang **sudah** dipesan."), "files": [FILE]})),
        ("menyebut pembaca, dapat diubah", _post({"html": NAMING, "names_me": True, "until": "10.47"}, edited_at=AT)),
        ("ditarik", _post({}, withdrawn_at=AT)),
    ],
    "write": _boxes(),
}
