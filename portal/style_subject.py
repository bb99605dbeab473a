"""What every example of the style page is about; all names and figures are invented."""

TITLE, NUMBER = "Pelatihan keamanan informasi bagi ASN", "USL/2026/0031"
URL = "#contoh"
DAY = "Kamis, 26 November"


def act(kind: str, **more) -> dict:
    return {"label": "Teruskan ke telaah pusat", "url": URL, "kind": kind, **more}
