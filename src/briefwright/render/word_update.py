"""Renewing the generated parts of a Word note in place, so that all else stays as Word saved it."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from briefwright.errors import OutputError
from briefwright.render.docx import repacked
from briefwright.render.seals import Origin, seal
from briefwright.render.updated import WHY_NOT, How, Outcome, Updated, worded
from briefwright.render.word_comments import AUTHOR
from briefwright.render.word_parts import origin_of, parts, rest_of, seal_all, text_of

if TYPE_CHECKING:
    from docx.document import Document as Word

_ANCHORS = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
_LINKED = ("r:id", "r:embed", "r:link")
_STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")


def update(old: bytes, new: bytes, *, force: bool) -> Updated:
    """As `updated.update`, for Word."""
    ours, theirs = _opened(new), _opened(old)
    fresh = {name: control for name, _, control in parts(ours.element.body)}
    outcomes = []
    for name, sealed, control in list(parts(theirs.element.body)):
        how = _how(theirs, control, sealed, ours, fresh.get(name), force=force)
        outcomes.append(Outcome(part=name, how=how))
        if how == "renewed":
            _renew(theirs, control, ours, fresh[name], name)
    if not outcomes:
        raise OutputError(WHY_NOT)
    renewed = {one.part for one in outcomes if one.how == "renewed"}
    seal_all(theirs.element.body, only=renewed)
    theirs.core_properties.modified = ours.core_properties.modified
    written = io.BytesIO()
    theirs.save(written)
    return Updated(content=repacked(written.getvalue()), outcomes=tuple(outcomes))


def edits(note: bytes) -> tuple[str, ...]:
    """As `updated.edits`, for Word."""
    try:
        document = _opened(note)
    except OutputError:
        return ()
    made = origin_of(document)
    if not made.id:
        return ()
    found = list(parts(document.element.body))
    if not found:
        return ("it was saved by a program that drops the tags of the generated parts",)
    edited = [name for name, sealed, control in found if seal(text_of(control)) != sealed]
    commented = [] if edited else [n for n, _, c in found if any(_foreign(document, c))]
    return worded([*edited, *commented], rest=seal(rest_of(document.element.body)) != made.rest)


def origin(note: bytes) -> Origin:
    return origin_of(_opened(note))


def _opened(note: bytes) -> Word:
    try:
        return Document(io.BytesIO(note))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise OutputError(f"is not a Word document: {error}") from error


def _how(document: Word, control: Any, sealed: str, other: Word, fresh: Any, *, force: bool) -> How:
    if fresh is None:
        return "gone"
    now = text_of(control)
    edited = seal(now) != sealed
    commented = any(_foreign(document, control))
    if not edited and commented and seal(now) == seal(text_of(fresh)):
        return "unchanged"
    if edited and not force:
        return "edited"
    # Whoever commented on the old words should not find the comment gone or on other words.
    if commented and not force:
        return "commented"
    same = _said(document, control) == _said(other, fresh)
    return "unchanged" if same and not commented else "renewed"


def _said(document: Word, control: Any) -> tuple[str, ...]:
    """The words of a part and of the comments on it, to see whether anything is new."""
    texts = {str(one.comment_id): one.text for one in document.comments}
    ids = [one.get(qn("w:id")) for one in control.iter(qn("w:commentReference"))]
    return (text_of(control), *(texts.get(id_, "") for id_ in ids))


def _foreign(document: Word, control: Any) -> Iterator[str]:
    """Ids of the comments in the part that somebody else made."""
    authors = {str(one.comment_id): one.author for one in document.comments}
    for anchor in control.iter(*map(qn, _ANCHORS)):
        if authors.get(anchor.get(qn("w:id")), AUTHOR) != AUTHOR:
            yield anchor.get(qn("w:id"))


def _renew(document: Word, control: Any, other: Word, fresh: Any, name: str) -> None:
    content, source = (one.find(qn("w:sdtContent")) for one in (control, fresh))
    added = [copy.deepcopy(child) for child in source]
    for child in added:
        if any(one.get(qn(key)) for one in child.iter() for key in _LINKED):
            raise OutputError(
                f"its part {name!r} would hold a picture or a link; keep those outside of the "
                "parts that Briefwright writes"
            )
    _drop_comments(document, content)
    for child in list(content):
        content.remove(child)
    content.extend(added)
    _bring_comments(document, other, content)
    _bring_styles(document, other, content)


def _drop_comments(document: Word, content: Any) -> None:
    gone = {one.get(qn("w:id")) for one in content.iter(qn("w:commentReference"))}
    comments = document.part._comments_part.element
    for comment in [one for one in comments if one.get(qn("w:id")) in gone]:
        comments.remove(comment)


def _bring_comments(document: Word, other: Word, content: Any) -> None:
    comments = document.part._comments_part.element
    theirs = {one.get(qn("w:id")): one for one in other.part._comments_part.element}
    free = 1 + max((int(one.get(qn("w:id"))) for one in comments), default=-1)
    numbers: dict[str, str] = {}
    for anchor in content.iter(*map(qn, _ANCHORS)):
        old = anchor.get(qn("w:id"))
        if old in theirs and old not in numbers:
            numbers[old] = str(free + len(numbers))
            comment = copy.deepcopy(theirs[old])
            comment.set(qn("w:id"), numbers[old])
            comments.append(comment)
        anchor.set(qn("w:id"), numbers.get(old, old))


def _bring_styles(document: Word, other: Word, content: Any) -> None:
    """Styles that the new words name and the old note has not; those it has stay as they are."""
    styles, theirs = document.styles.element, other.styles.element
    known = {one.get(qn("w:styleId")) for one in styles.iter(qn("w:style"))}
    wanted = {one.get(qn("w:val")) for one in content.iter(*map(qn, _STYLED))} - known
    for style in theirs.iter(qn("w:style")):
        if style.get(qn("w:styleId")) in wanted:
            styles.append(copy.deepcopy(style))
