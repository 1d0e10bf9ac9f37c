"""XML from strangers: no DTD, no entities, no network, no bottomless nesting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.errors import Unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element


def parsed(content: bytes, place: str) -> _Element:
    """The root element. Raises Unreadable for broken XML and for any document type declaration."""
    from lxml import etree

    # Without huge_tree libxml2 itself refuses what is nested more than 256 deep.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(
            f"{place}: broken XML ({str(error).splitlines()[0] if str(error) else 'no content'}); "
            f"open it and save it again"
        ) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise Unreadable(
            f"{place}: holds a document type declaration, as no document from a word processor "
            f"does; it was not read. Open it in one, if you trust it, and save it again"
        )
    return root


def local(element: _Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """An attribute by its name without namespace: transitional and strict documents differ."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
