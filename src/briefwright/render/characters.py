"""Which characters of an article reach a note. Knows nothing of templates or formats.

Offsets never pass through here: a brief keeps its slices as they are, a note shows them cleaned.
"""

from __future__ import annotations

import re

# White space that breaks a line or a column; a no-break or thin space is typography and stays.
_BREAKS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")

# What XML 1.0 forbids (control characters, surrogates, U+FFFE and U+FFFF), the C1 controls it
# discourages, the noncharacters (`word_comments` marks with them what it will comment on), the byte
# order mark, and the bidirectional controls that reorder the text around them. The marks U+200E and
# U+200F and the joiners stay: Arabic and Persian are written with them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)

# The same with the line break that U+0085 is: what a page that keeps offsets shows a sign for.
_ACTING = re.compile(f"{_REFUSED.pattern}|\x85")
_SIGN = "\ufffd"

# Markup wherever it stands: emphasis, code, links, tables, struck text.
_MARKUP = re.compile(r"[\\`*\[\]|~]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
# A tag, an address in angle brackets or a comment cannot begin with a space, a digit or "=".
_TAG = re.compile(r"<(?![ \d=])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What GitHub turns into a link without any markup.
_ADDRESS = re.compile(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)|(@)", re.IGNORECASE)
# What opens a heading, quotation, list, rule or underline at the start of a line.
# Of every line: a template's filter may have broken the text.
_OPENING = re.compile(r"^([^\S\n]*)(?:([#>+\-=:])|(\d{1,9})([.)]))", re.MULTILINE)


def shown(text: str | None) -> str:
    """The text on one line, without characters that a document cannot hold; "" for None."""
    if text is None:
        return ""
    return shown_within(text).strip()


def shown_within(text: str) -> str:
    """As `shown`, for a piece of a line: white space at its ends stays."""
    return _REFUSED.sub("", _BREAKS.sub(" ", text))


def escape_markdown(text: str) -> str:
    """Markdown that reads as `text` and nothing else: no link, image, tag, heading or table cell.

    Covers CommonMark with GitHub's tables, struck text and bare addresses. Only what could be
    markup is escaped, so that plain prose stays readable as it stands. `text` is one line.
    """
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    escaped = _UNDERSCORE.sub(r"\\_", escaped)
    escaped = _TAG.sub(r"\\<", escaped)
    escaped = _ENTITY.sub(r"\\&", escaped)
    escaped = _ADDRESS.sub(r"\\\g<0>", escaped)
    return _OPENING.sub(_escape_opening, escaped)


def _escape_opening(match: re.Match[str]) -> str:
    space, mark, digits, point = match.groups()
    return f"{space}\\{mark}" if mark else f"{space}{digits}\\{point}"


def escape_word(text: str) -> str:
    """Text for a Word part: XML-escaped, braces and per cent signs as character references.

    docxtpl rewrites "{_{" to "{{" in the finished XML, article text included; a reference is not
    touched.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&#34;").replace("'", "&#39;")
    return escaped.replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")


def marked(text: str) -> str:
    """The text with a sign in place of each character that a document cannot hold or that reorders
    its neighbours; as long as it was, so that offsets hold."""
    return _ACTING.sub(_SIGN, text)
