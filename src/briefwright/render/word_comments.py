"""Evidence as Word comments: marks that rendering leaves in the text become comment ranges.

The marks are noncharacters, which `characters.shown` takes out of everything an article says.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from briefwright.render.characters import escape_word
from briefwright.render.cited import LANGUAGE, Cited
from briefwright.render.language import UNKNOWN

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "Briefwright"
_INITIALS = "BW"
# Word keeps the language of these beside the others'.
_LEFTWARDS = frozenset("ar he fa ur ps yi ckb dv syr ug".split())
_EASTERN = frozenset("zh ja ko".split())

_OPEN, _TEXT, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_CITED = re.compile(f"{_OPEN}([^{_OPEN}{_TEXT}{_CLOSE}]*){_TEXT}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# What a template's filter may have left of a mark.
_REST = re.compile(f"{_OPEN}[\\w/-]*{_TEXT}?|[{_TEXT}{_CLOSE}]")


def escape(text: str) -> str:
    """As `escape_word`; a cited string comes with its marks."""
    if isinstance(text, Cited):
        return f"{_OPEN}{text.key}{_TEXT}{escape_word(text)}{_CLOSE}"
    return escape_word(text)


def unmarked(xml: str) -> str:
    """The XML of a part without any marks: headers, footers and footnotes hold no comments."""
    return _REST.sub("", _CITED.sub(r"\2", xml)) if _OPEN in xml else xml


def attach(
    document: Document,
    comments: Mapping[str, str],
    languages: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Turn each first mark of a key into a comment of ours, and take away the marks.

    What is marked as words of another language is set in it (`cited.languages`).
    """
    done: set[str] = set()
    held: Any = document.comments._comments_elm if comments else []
    made: list[Any] = []
    first = 1 + max((one.id for one in held), default=-1)
    for run in list(document.element.body.iter(qn("w:r"))):
        if not any(_OPEN in (text.text or "") for text in run.iter(qn("w:t"))):
            continue
        inside = next(run.iterancestors(qn("w:txbxContent")), None) is not None
        for key, part in _split(run):
            _speak(part, key, languages or {})
            if key in comments and key not in done and not inside:
                done.add(key)
                made.append(_comment(document, part, comments[key], first + len(made)))
    held.extend(made)


def _speak(run: Any, key: str, languages: Mapping[str, tuple[str, str]]) -> None:
    """Sets the language of a run, for hyphenation, spelling and reading aloud."""
    language, reference = languages.get(key, ("", ""))
    if key.startswith(LANGUAGE):
        language = key.removeprefix(LANGUAGE)
    if not language or "".join(text.text or "" for text in run.iter(qn("w:t"))) == reference:
        return
    properties = run.get_or_add_rPr()
    primary = language.split("-")[0]
    made = OxmlElement("w:lang")
    kind = "bidi" if primary in _LEFTWARDS else "eastAsia" if primary in _EASTERN else "val"
    # Word's own word for text that nothing should check.
    made.set(qn(f"w:{kind}"), "x-none" if language == UNKNOWN else language)
    for old in properties.findall(made.tag):
        properties.remove(old)
    # The schema wants what follows a language behind it; templates have none of that.
    properties.append(made)


def _split(run: Any) -> Iterator[tuple[str, Any]]:
    """Replace the run by runs that end where a mark does; yields each with its key or ""."""
    properties = run.find(qn("w:rPr"))
    for child in [one for one in run if one is not properties]:
        texts = _pieces(child.text or "") if child.tag == qn("w:t") else [("", None)]
        for key, text in texts:
            made = OxmlElement("w:r")
            if properties is not None:
                made.append(copy.deepcopy(properties))
            made.append(child if text is None else _text(text))
            run.addprevious(made)
            yield key, made
    run.getparent().remove(run)


def _pieces(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    for match in _CITED.finditer(text):
        found.append(("", text[at : match.start()]))
        found.append((match.group(1), match.group(2)))
        at = match.end()
    found.append(("", text[at:]))
    return [(key, cleaned) for key, part in found if (cleaned := _REST.sub("", part))]


def _text(text: str) -> Any:
    made = OxmlElement("w:t")
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made


def _comment(document: Document, run: Any, text: str, number: int) -> Any:
    """The run's comment, taken out of the document for the while: python-docx looks through all
    that are in it for the number of the next, which takes a minute for a day's 5,000."""
    added = document.comments.add_comment(text=text, author=AUTHOR, initials=_INITIALS)
    made: Any = added._comment_elm
    made.getparent().remove(made)
    # The clock's time: the same brief is the same bytes.
    made.attrib.pop(qn("w:date"), "")
    made.id = number
    marked = Run(run, document._body)
    marked.mark_comment_range(marked, number)
    return made
