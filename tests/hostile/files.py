"""Hostile files: what they hold and how they are called; each with the name and bytes of a true one as its twin."""

import io
import random
import zipfile
from dataclasses import dataclass

from tests.hostile.corpus import SEED
from tests.proposals import pdf

TRUE = pdf().read()
NAMES = [
    "../../etc/passwd.pdf", "..\\..\\win.pdf", "/abs/olut.pdf", "C:\\x.pdf", "a\nb.pdf", "a\r\nX: y.pdf",
    "a\0b.pdf", ".pdf", "pdf", ".", "..", "x" * 300 + ".pdf", "é" * 290 + ".pdf", "a.pdf.exe", "a.exe.pdf",
    "\u202efdp.exe", "a;b.pdf", 'a"b.pdf', "a%00.pdf", "<script>.pdf", "=1+1.pdf", "CON.pdf", "a.pdf ", " .pdf",
    "😀.pdf", "a.PDF", "a.docx", "a.svg", "a.html", "naskah", "a/b/c.pdf", "~/.ssh/id.pdf", "-rf.pdf",
]  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    number: int
    name: str
    content: bytes
    kind: str = "files"

    @property
    def value(self) -> str:
        return f"{self.name[:40]!r}, {len(self.content)} bytes beginning {self.content[:16]!r}"


def _packed(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def _contents(dice: random.Random) -> list[tuple[str, bytes]]:
    office = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    bomb = _packed(office | {"xl/worksheets/sheet1.xml": b"0" * 147_000_000})
    loop = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Types>&b;</Types>'
    found = [
        ("kosong.pdf", b""),
        ("bom.xlsx", bomb),
        ("banyak.xlsx", _packed({f"xl/{n}.xml": b"" for n in range(6_000)})),
        ("lahirkan.docx", _packed({"[Content_Types].xml": loop, "word/document.xml": b"<w/>"})),
        ("makro.xlsx", _packed(office | {"xl/vbaProject.bin": b"x"})),
        ("keluar.docx", _packed({"[Content_Types].xml": b"<Types/>", "../../x": b"x", "word/document.xml": b""})),
        ("dua.pdf", TRUE + _packed({"a.txt": b"x"})),
        ("depan.pdf", b"MZ" + TRUE),
        ("belakang.pdf", TRUE + b"\n<script>alert(1)</script>" * 200),
        ("gambar.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        ("gambar.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 500 + _packed({"a": b"b"})),
        ("lukis.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("laman.html", b"<html><script>alert(1)</script>"),
        ("jalan.exe", b"MZ" + bytes(range(256)) * 40),
        ("jalan.sh", b"#!/bin/sh\nid\n"),
        ("gif.pdf", b"GIF89a/*\n%PDF-1.7*/=alert(1)"),
        ("zip.pdf", _packed({"a.pdf": TRUE})),
        ("lama.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900),
        ("teks.pdf", b"%PDF-1.7\nhalo\n%%EOF"),
        ("besar.pdf", TRUE + b"\0" * (21 * 1024 * 1024)),
        ("rusak.zip", b"PK\x03\x04" + b"\xff" * 400),
        ("ujung.zip", b"PK\x03\x04PK\x05\x06" + b"\xff" * 18),
    ]
    for number in range(90):
        cut = dice.randrange(len(TRUE))
        torn = TRUE[:cut] if number % 3 == 0 else TRUE[:cut] + dice.randbytes(dice.randint(1, 60)) + TRUE[cut + 9 :]
        found.append((f"sobek{number}.pdf", torn))
    for number in range(40):
        found.append((f"acak{number}.pdf", dice.randbytes(dice.choice([1, 4, 1024, 90_000]))))
    return found


def files() -> list[File]:
    """Strange names on a true file, then strange files under plain names."""
    pairs = [(name, TRUE) for name in NAMES] + _contents(random.Random(f"{SEED} files"))
    return [File(number, name, content) for number, (name, content) in enumerate(pairs, start=1)]
