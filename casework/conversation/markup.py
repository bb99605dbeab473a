"""Light formatting of messages: a small part of Markdown, and after it an allow-list that trusts nothing before it."""

import re
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LONGEST = 5000
BRACKETED = re.compile(r"@\[([^\]]+)\]")
TAGS = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "blockquote", "a", "b"}
ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}}
CLASSES = {"b": {"named"}}
SCHEMES = {"http", "https", "mailto"}
NOT_SPOKEN = ["code", "fence", "heading", "lheading", "hr", "html_block", "html_inline", "image", "reference"]


def _mention(state, silent: bool) -> bool:
    """`@[Rahmawati Siregar]`, when the message really names somebody so."""
    if not state.src.startswith("@[", state.pos):
        return False
    end = state.src.find("]", state.pos)
    label = state.src[state.pos + 2 : end]
    if end < 0 or label not in state.env.get("named", ()):
        return False
    if not silent:
        state.push("mention", "b", 0).content = label
    state.pos = end + 1
    return True


def _named(_renderer, tokens, at: int, *_more) -> str:
    return f'<b class="named">@{escape(tokens[at].content)}</b>'


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 12})
    made.disable(NOT_SPOKEN)
    made.inline.ruler.before("link", "mention", _mention)
    made.add_render_rule("mention", _named)
    return made


PARSER = _parser()


def shown(text: str, named: tuple[str, ...] | list[str] = ()) -> SafeString:
    """A message as safe HTML; `named` are the labels of those it mentions."""
    made = PARSER.render(text, {"named": frozenset(named)})
    clean = nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)


def excerpt(text: str, length: int = 120) -> str:
    """The first words of a message without its marks, for a line in a list."""
    plain = " ".join(nh3.clean(PARSER.render(text, {}), tags=set()).split())
    plain = BRACKETED.sub(r"@\1", unescape(plain))
    if len(plain) <= length:
        return plain
    whole_words = plain[: length - 1].rsplit(" ", 1)[0] if " " in plain[: length - 1] else plain[: length - 1]
    return f"{whole_words.rstrip(' ,;:')}…"
