"""Text in an article that addresses a model: found, so that nothing is built on it.

The phrases follow the attack families that the BIPIA and garak collections describe: orders to
forget instructions, false roles and chat markup, and orders about the output.
"""

from __future__ import annotations

import re

from briefwright.segments import Segments
from briefwright.spans import Span

_MODEL = r"(?:ai|a\.i\.|(?:language|ai)\s+model|llm|chatbot|chatgpt|gpt|summari[sz]er)"
_ADDRESSES_MODEL = re.compile(
    rf"""
    \b(?:ignore|disregard|forget|override|bypass|skip)\b[^.\n]{{0,30}}
        \b(?:previous|prior|above|earlier|preceding|all|any|your|system|these|the)\b[^.\n]{{0,20}}
        \b(?:instructions?|prompts?|directions?|guidelines?|rules|context)\b
    | \b(?:new|updated|hidden|secret)\s+(?:system\s+)?(?:instructions?|prompt)\b\s*[:\-–—]
    | \bsystem\s+(?:prompt|message|override|instruction)s?\b
    | (?-i:^|(?<=[\s\[(<"“]))(?-i:SYSTEM|ASSISTANT|USER|INSTRUCTIONS?|PROMPT)\s?:
    | \b(?:you\s+are|act\s+as|pretend\s+to\s+be|behave\s+as)\s+(?:now\s+)?(?:an?\s+|the\s+)?
        (?:\w+\s+){{0,2}}{_MODEL}\b
    | \bas\s+an?\s+{_MODEL}\b[^.\n]{{0,40}}\byou\b
    | \b(?:attention|note|dear|hey|hello|instructions?)[\s,:]+(?:to\s+|for\s+)?
        (?:the\s+|any\s+|all\s+)?{_MODEL}s?\b
    | \b(?:do\s+not|don['’]t)\s+(?:summari[sz]e|mention\s+this\s+instruction|reveal)\b
    | (?:^|[.:!?]\s+|please\s+)(?:output|print|respond|reply|answer|write|say|state|return)\s+
        (?:only|exactly|instead|that\b[^.\n]{{0,80}}\binstead|the\s+following|verbatim
        |with\s+the\s+words?)\b
    | \b(?:in|for|into)\s+(?:your|the)\s+(?:summary|brief|output|response|answer)\b[^.\n]{{0,30}}
        \b(?:write|say|state|include|mention|add|insert)\b
    | \b(?:include|mention|add|insert|write|state)\b[^.\n]{{0,80}}
        \b(?:in|to|into)\s+your\s+(?:summary|brief|output|response|answer)\b
    | <\|?/?(?:im_start|im_end|system|assistant|user|endoftext|s|inst)\|?>
    | \[/?(?:INST|SYSTEM)\]
    | ^\#{{2,3}}\s*(?:instruction|system|assistant|response)s?\b
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
# A pasted comment or caption is short; in a paragraph longer than this the rest is the article.
PASTED_WORDS = 90


def instruction_like(text: str, segments: Segments) -> tuple[Span, ...]:
    """The sentences that address a model, each with its whole paragraph where that is short."""
    found: list[Span] = []
    for sentence in segments.sentences:
        if not _ADDRESSES_MODEL.search(sentence.span.of(text)):
            continue
        paragraph = segments.paragraphs[sentence.paragraph].span
        short = len(paragraph.of(text).split()) <= PASTED_WORDS
        span = paragraph if short else sentence.span
        if span not in found:
            found.append(span)
    return tuple(found)
