"""Light formatting: what is let through, and a table of hostile words that must come out harmless."""

import re

import pytest

from casework.conversation.markup import excerpt, shown

KEPT = {
    "**tebal** dan _miring_": "<p><strong>tebal</strong> dan <em>miring</em></p>",
    "satu\ndua": "<p>satu<br>\ndua</p>",
    "- a\n- b": "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
    "3. a": '<ol start="3">\n<li>a</li>\n</ol>',
    "> kutipan": "<blockquote>\n<p>kutipan</p>\n</blockquote>",
    "`x < y`": "<p><code>x &lt; y</code></p>",
    "[JDIH](https://jdih.go.id/a?b=1&c=2)": (
        '<p><a href="https://jdih.go.id/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">JDIH</a></p>'
    ),
    "<mailto:a@b.id>": '<p><a href="mailto:a@b.id" rel="nofollow noopener noreferrer">mailto:a@b.id</a></p>',
}

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.id/a.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "![x](https://x.id/lacak.png)",
    "![x](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//jahat.id/)",
    "[x](/perkara/1/)",
    "[x]: javascript:alert(1)\n[x]",
    '[x](https://a.id "onclick=alert(1)")',
    '[x](https://a.id" onclick="alert(1))',
    "<a href='https://a.id' onclick='alert(1)'>x</a>",
    "<b class=named onmouseover=alert(1)>@Kepala Badan</b>",
    "<style>*{display:none}</style>",
    "<iframe src=https://a.id></iframe><form action=/x><input name=key></form>",
    "<svg/onload=alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "**<b>**<script>**alert**</script>",
    "`</code><script>alert(1)</script>`",
    "@[Andi <img src=x onerror=alert(1)>]",
    "> " * 200 + "<script>x</script>",
    "- " * 200 + "x",
    "[" * 500 + "x" + "](https://a.id)" * 500,
    "*_" * 1000,
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202ex\u0000<script>",
]
TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
LINK = re.compile(r'(?: href="(?:https?://|mailto:)[^"]*")? rel="nofollow noopener noreferrer"')
ALLOWED = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "blockquote", "a", "b"}


@pytest.mark.parametrize("text", KEPT, ids=range(len(KEPT)))
def test_light_marks_are_let_through(text):
    assert shown(text).strip() == KEPT[text]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_comes_out(text):
    """Every tag is on the short list, bare but for a link's address, whose scheme is one of three."""
    made = shown(text, ["Kepala Badan"])
    rest = TAG.sub("", made)
    assert "<" not in rest
    for closing, name, attributes in TAG.findall(made):
        assert name in ALLOWED, name
        fit = {"a": LINK.fullmatch(attributes) or attributes == "", "ol": re.fullmatch(r'( start="\d+")?', attributes)}
        assert closing or fit.get(name, attributes in ("", ' class="named"' if name == "b" else "")), made


def test_only_whom_a_message_really_names_is_set_off():
    assert shown("Mohon @[Andi] dan @[Budi]", ["Andi"]) == '<p>Mohon <b class="named">@Andi</b> dan @[Budi]</p>\n'
    assert "&lt;i&gt;" in shown("@[<i>x]", ["<i>x"])


def test_an_excerpt_is_plain_and_short():
    assert excerpt("**Mohon** lihat @[Andi Saputra], 3 < 4\n\n- a\n- b") == "Mohon lihat @Andi Saputra, 3 < 4 a b"
    assert len(excerpt("kata " * 100, 80)) <= 80 and excerpt("kata " * 100, 80).endswith("…")
