"""`make pictures`: every page in four forms as small pictures on one sheet, to be looked at.

Written to the folder named by PICTURES (default `pictures/` in the data folder), with `index.html` as the sheet.
"""

import os
from html import escape
from pathlib import Path

from tests.looks.conftest import DESKTOP, PHONE, THEMES, Looks

SIZES = {"desktop": DESKTOP, "phone": PHONE}
HIGHEST = 2400  # of a long page only the beginning


def test_contact_sheet(looks: Looks, capsys):
    folder = Path(os.environ.get("PICTURES", Path(os.environ["SINERGI_HOME"]) / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for reader in looks.readers:
        window = looks.window(reader)
        for number, page in enumerate(looks.of(reader)):
            looks.show(window, page)
            stem = f"{page.name}-{page.kind}-{reader or 'nobody'}-{number}".replace(":", "-").replace(" ", "-")
            rows.append((page, [picture(window, folder, stem, size, theme) for size in SIZES for theme in THEMES]))
        window.context.close()
    (folder / "index.html").write_text(sheet(rows))
    with capsys.disabled():
        print(f"\n{len(rows)} pages, {4 * len(rows)} pictures: {folder / 'index.html'}")
    assert all((folder / name).stat().st_size for _page, names in rows for name in names)


def picture(window, folder: Path, stem: str, size: str, theme: str) -> str:
    window.set_viewport_size(SIZES[size])
    window.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
    height = min(HIGHEST, window.evaluate("document.documentElement.scrollHeight"))
    name = f"{stem}.{size}.{theme}.jpg"
    clip = {"x": 0, "y": 0, "width": SIZES[size]["width"], "height": height}
    window.screenshot(path=folder / name, full_page=True, clip=clip, type="jpeg", quality=55)
    return name


def sheet(rows: list) -> str:
    """One row a page: its address and reader, then desktop and phone, light and dark."""
    lines = [
        f"<tr><th>{escape(page.name)}<br>{escape(page.url)}<br>{escape(page.reader or 'nobody')}, {page.kind}</th>"
        + "".join(f'<td><a href="{name}"><img loading="lazy" src="{name}" alt=""></a></td>' for name in names)
        for page, names in rows
    ]
    style = "th{font:12px sans-serif;text-align:left;vertical-align:top}img{width:240px;border:1px solid #999}"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>{style}</style>'
    return f"{head}<table>{''.join(lines)}</table></html>"
