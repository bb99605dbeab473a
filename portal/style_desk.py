"""Examples of the parts of the desk and of the glossary, for the style page; all names are invented."""

from portal.glossary import terms

URL = "#contoh"
TITLE = "Penyusunan rancangan SKKNI layanan informasi publik"
POOL = {
    "title": TITLE,
    "url": URL,
    "number": "USL/2026/0065",
    "why": "Verifikator, Balai Banjarmasin: ambil usulan untuk diverifikasi, sejak Senin, 23 November.",
    "back": "/",
    "swap": "#desk",
    "take_url": URL,
    "give_url": URL,
}
PEOPLE = [(1, "Rahmawati Siregar · Verifikator 1"), (2, "Arif Ramadhan · Verifikator 2")]
OTHERS = {
    "title": TITLE,
    "url": URL,
    "number": "USL/2026/0065",
    "text": "Penelaah 1, Badan Litbang SDM: beri nilai dan pendapat, sejak 12 Nov.",
    "people": ["Budi Hidayat"],
    "back": "/",
}
REMIND = {"acts": True, "act_label": "Ingatkan", "act_url": URL}
WORDS = [{"entry": terms()[key], "label": terms()[key].id, "number": f"contoh-{key}"} for key in ("lsp", "tuk")]
STEPS = [{"label": "Lihat penawaran yang dibuka", "url": URL}, {"label": "Mulai menulis usulan", "url": URL}]

DESK = {
    "task_of_pool": [
        ("dapat diambil", POOL | {"may_take": True, "fresh": True, "tone": "soon", "lead": "Hari ini."}),
        ("dapat langsung dikerjakan", POOL | {"do_label": "Tanggapi", "may_take": True}),
        ("dapat diberikan", POOL | {"may_take": True, "people": PEOPLE, "tone": "late", "lead": "Lewat 1 hari kerja."}),
        ("dialihkan dengan alasan", POOL | {"people": PEOPLE, "asks": True}),
    ],
    "row_of_others": [
        ("dapat diingatkan", OTHERS | REMIND | {"hint": "Lewat 2 hari kerja.", "tone": "late"}),
        ("dapat dialihkan", OTHERS | REMIND | {"also": True, "also_label": "Alihkan…", "also_url": URL}),
    ],
    "fresh": [("baru", {})],
    "welcome": [
        (
            "kunjungan pertama",
            {
                "title": "Selamat datang. Anda di sini sebagai Pengelola Program, BPSDMD Kaltim",
                "text": "Anda menulis usulan instansi, menjawab pengembalian dari UPT, dan melapor pada akhir program.",
                "links": STEPS,
                "act_label": "Mengerti, tutup sambutan",
                "act_url": URL,
            },
        )
    ],
    "term": [
        ("dalam kalimat", {"entry": terms()["pks"], "label": "PKS", "number": "contoh-1"}),
        ("di bawah isian", {"entry": terms()["skkni"], "label": "SKKNI", "number": "contoh-2", "below": True}),
    ],
    "words": [("di halaman", {"entries": WORDS})],
}
