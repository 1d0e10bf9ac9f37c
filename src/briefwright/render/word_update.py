"""Renewing the generated parts of a Word note in place, so that all else stays as Word saved it."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from briefwright.errors import OutputError
from briefwright.render.docx import repacked
from briefwright.render.seals import Origin
from briefwright.render.updated import WHY_NOT, How, Outcome, Updated, unmatched, worded
from briefwright.render.word_parts import (
    is_edited,
    is_ours,
    listed,
    origin_of,
    parts,
    seal_all,
    seals_of,
    sign,
    standing,
    styles_in,
    text_of,
)

if TYPE_CHECKING:
    from docx.document import Document as Word

_ANCHORS = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
_LINKED = ("r:id", "r:embed", "r:link")
_STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
# How a compound file begins, in which Word keeps what has a password.
_ENCRYPTED = bytes.fromhex("d0cf11e0a1b11ae1")


def update(old: bytes, new: bytes, *, force: bool) -> Updated:
    """As `updated.update`, for Word."""
    ours, theirs = opened(new), opened(old)
    origin = origin_of(theirs)
    fresh = dict(parts(ours.element.body))
    outcomes, kept = [], {}
    for name, control in list(parts(theirs.element.body)):
        how = _how(theirs, control, ours, fresh.get(name), force=force)
        outcomes.append(Outcome(part=name, how=how))
        if how == "renewed":
            _renew(theirs, control, ours, fresh[name], name)
        elif how != "unchanged":
            kept[name] = text_of(control)
    if not outcomes:
        raise OutputError(WHY_NOT)
    _sign_again(theirs, origin, ours, {one.part for one in outcomes if one.how == "renewed"})
    theirs.core_properties.modified = ours.core_properties.modified
    written = io.BytesIO()
    theirs.save(written)
    content = repacked(written.getvalue())
    missing = unmatched(fresh, outcomes)
    return Updated(content=content, outcomes=tuple(outcomes), kept=kept, unmatched=missing)


def _sign_again(document: Word, origin: Origin, other: Word, renewed: set[str]) -> None:
    """Seals for what was renewed; what an officer changed elsewhere stays a change."""
    seal_all(document, only=renewed)
    brought = origin_of(other)
    comments = sorted({*origin.comments.split(), *brought.comments.split()})
    styles = {**styles_in(brought), **styles_in(origin)}
    changed = {
        "id": brought.id,
        "template": brought.template,
        "made": brought.made,
        "comments": " ".join(comments) if origin.comments else "",
        "styles": listed(styles) if origin.styles else "",
    }
    sign(document, origin.model_copy(update=changed))


def edits(note: bytes) -> tuple[str, ...]:
    """As `updated.edits`, for Word."""
    document = opened(note)
    made = origin_of(document)
    found = list(parts(document.element.body))
    if not found:
        return ("it was saved by a program that drops the tags of the generated parts",)
    edited = [name for name, control in found if is_edited(document, control)]
    theirs = _theirs(document)
    edited += [n for n, c in found if n not in edited and theirs & set(_anchored(c))]
    inside = {id_ for _, control in found for id_ in _anchored(control)}
    return worded(edited, others=[*_outside(document, made), *_remarks(theirs - inside)])


def _outside(document: Word, made: Origin) -> Iterator[str]:
    """What was changed outside the generated parts."""
    now = standing(document)
    if now.rest != made.rest:
        yield "text outside the generated parts"
    elif made.look and now.look != made.look:
        yield "looks, pictures or tables outside the generated parts"
    if made.edges and now.edges != made.edges:
        yield "header or footer"
    styles = styles_in(now)
    changed = [name for name, hash_ in styles_in(made).items() if styles.get(name, hash_) != hash_]
    if changed:
        yield f"the style {changed[0]!r}" if len(changed) == 1 else f"{len(changed)} styles"


def _remarks(comments: set[str]) -> list[str]:
    return ["comments"] if comments else []


def origin(note: bytes) -> Origin:
    return origin_of(opened(note))


def opened(note: bytes) -> Word:
    """Raises OutputError for what is no Word file, or one that cannot be read."""
    if note.startswith(_ENCRYPTED):
        raise OutputError("is encrypted, or a file of Word before 2007; save it as .docx, open")
    try:
        return Document(io.BytesIO(note))
    # Whatever a broken package does to three libraries, it is the file's fault.
    except Exception as error:
        raise OutputError(f"is not a Word document that can be read: {error}") from error


def _how(document: Word, control: Any, other: Word, fresh: Any, *, force: bool) -> How:
    if fresh is None:
        return "gone"
    edited = is_edited(document, control)
    commented = bool(_theirs(document) & set(_anchored(control)))
    same = seals_of(control) == seals_of(fresh) and not edited
    if same and commented:
        return "unchanged"
    if edited and not force:
        return "edited"
    # Whoever commented on the old words should not find the comment gone or on other words.
    if commented and not force:
        return "commented"
    told = _said(document, control) == _said(other, fresh)
    return "unchanged" if same and told else "renewed"


def _said(document: Word, control: Any) -> tuple[str, ...]:
    """The words of a part and of the comments on it, to see whether anything is new."""
    texts = {str(one.comment_id): one.text for one in document.comments}
    ids = [one.get(qn("w:id")) for one in control.iter(qn("w:commentReference"))]
    return (text_of(control), *(texts.get(id_, "") for id_ in ids))


def _anchored(control: Any) -> Iterator[str]:
    """Ids of the comments that begin, end or stand in the part."""
    for anchor in control.iter(*map(qn, _ANCHORS)):
        yield str(anchor.get(qn("w:id")))


def _theirs(document: Word) -> set[str]:
    """Ids of the comments that somebody else made, rewrote, answered or ticked off."""
    made = origin_of(document)
    done = _ticked(document)
    return {
        str(one.comment_id)
        for one in document.comments
        if not is_ours(one, made) or done & set(one._comment_elm.xpath(".//@w14:paraId"))
    }


def _ticked(document: Word) -> set[str]:
    """The paragraphs of comments that are marked as resolved."""
    return {
        str(one.get(f"{_W15}paraId"))
        for _, root in _extended(document)
        for one in root.iter(f"{_W15}commentEx")
        if one.get(f"{_W15}done") in ("1", "true", "on")
    }


def _extended(document: Word) -> Iterator[tuple[Any, Any]]:
    """What Word keeps of comments elsewhere: the part of the package, and its XML."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/commentsExtended") and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            if root is not None:
                yield relation.target_part, root


def _renew(document: Word, control: Any, other: Word, fresh: Any, name: str) -> None:
    content, source = (one.find(qn("w:sdtContent")) for one in (control, fresh))
    added = [copy.deepcopy(child) for child in source]
    for child in added:
        if any(one.get(qn(key)) for one in child.iter() for key in _LINKED):
            raise OutputError(
                f"its part {name!r} would hold a picture or a link; keep those outside of the "
                "parts that Briefwright writes"
            )
    _drop_comments(document, control)
    for child in list(content):
        content.remove(child)
    content.extend(added)
    _bring_comments(document, other, content)
    _bring_styles(document, other, content)


def _drop_comments(document: Word, control: Any) -> None:
    """Take away the comments on the part, and their anchors, wherever those stand."""
    gone = set(_anchored(control))
    comments = document.part._comments_part.element
    paragraphs: set[str] = set()
    for comment in [one for one in comments if one.get(qn("w:id")) in gone]:
        paragraphs.update(comment.xpath(".//@w14:paraId"))
        comments.remove(comment)
    for anchor in list(document.element.body.iter(*map(qn, _ANCHORS))):
        if anchor.get(qn("w:id")) in gone:
            anchor.getparent().remove(anchor)
    for part, root in _extended(document):
        for one in list(root):
            if one.get(f"{_W15}paraId") in paragraphs:
                root.remove(one)
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


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
