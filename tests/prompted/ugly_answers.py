"""Answers as models give them, and what is understood: one row each, the ugly ones by far most.

Those marked real are of SmolLM2-135M-Instruct, asked without a grammar; the others were cut, spoilt
and mixed by hand. What is understood is the short form that `short` gives.
"""

# ruff: noqa: E501 (a row a line is easier to read)

from __future__ import annotations

from typing import NamedTuple

from briefwright.prompted.said import (
    Offered,
    Parsed,
    SaidArea,
    SaidLine,
    SaidOutlook,
    SaidParticipant,
    SaidQuotation,
    Section,
)

OFFERED = Offered(
    sentences=frozenset(range(1, 7)),
    lines=frozenset({1, 2, 3, 5}),
    quotations=frozenset({1, 2}),
    names=((1, "Asha Otieno"), (2, "Kwame Asante"), (3, "Ministry of Health")),
    countries=("Kenya", "Ghana"),
)


class Row(NamedTuple):
    name: str
    section: Section
    answer: str
    understood: list[object] | str
    """The items in short; "empty" where it says that there are none; else part of the fault."""


def short(parsed: Parsed) -> list[object]:
    found: list[object] = []
    for one in parsed.items:
        if isinstance(one, SaidParticipant):
            found.append(one.name)
        elif isinstance(one, SaidQuotation):
            found.append((one.quotation, one.speaker if one.is_speech else "not speech"))
        elif isinstance(one, SaidArea):
            found.append((one.sentence, one.label))
        elif isinstance(one, SaidOutlook):
            found.append((one.sentence, one.kind))
        elif isinstance(one, SaidLine):
            found.append((one.sentences, one.text))
    return found


_AREA = '{"sentence": 2, "label": "nurses", "status": "agreed", "parties": ["Kenya", 2]}'
_PLAN = '{"sentence": 3, "text": "They start in March.", "kind": "planned", "by": 1, "when": null}'
_MANY = ", ".join([_AREA] * 90)

ROWS: tuple[Row, ...] = (
    # As asked.
    Row("as asked", "areas", f'{{"areas": [{_AREA}]}}', [(2, "nurses")]),
    Row("quotations as asked", "quotations", '{"q1": 1, "q2": null}', [(1, 1), (2, None)]),
    Row("empty list", "areas", '{"areas": []}', "empty"),
    Row("empty list of quotations", "quotations", "[]", "who speaks in q1"),
    # No JSON at all.
    Row("nothing", "areas", "", "it is empty"),
    Row("white space", "outlook", " \n\t ", "it is empty"),
    Row("real: prose", "participants", "The article is about a meeting with the Prime Minister of Canada, and it is reported that the Prime Minister of Canada is speaking with the President of Kenya, Samuel Langat.", "not JSON"),
    Row("real: prose with a number", "areas", "The answer is:\n[2] The Prime Minister Thibodeau spoke with the President of Kenya, Samuel Langat.", "holds nothing"),
    Row("real: an answer to itself", "outlook", "The article's date is 2026-05-06, which is not a date.", "not JSON"),
    Row("real: the question again", "bottom_line", "The one thing that a minister must know from this article is that a minister must know who made the claim.", "not JSON"),
    Row("real: the names again", "participants", "1 Salma Benhaddou\n2 Nadia Cherradi\n3 Agnieszka Wrońska\n\n[2] Salma Benhaddou\n[3] Nadia Cherradi\n[4] Agnieszka Wrońska\n\n[", "holds nothing"),
    Row("real: the example, renumbered", "quotations", '1\n<example>\n{"q2": 2}\n</example>', [(2, 2)]),
    Row("real: sentences again", "areas", '[1] Morocco and Poland set €3.5 billion trade target for 2030\n\n[2] "The two countries are working together to achieve a target of €3.5 billion by 2030"\n\n[3] "The two countries are working', "holds nothing"),
    Row("refusal", "summary", "I'm sorry, but as an AI I cannot do that.", "not JSON"),
    Row("another language", "bottom_line", "Кения и Гана договорились.", "not JSON"),
    Row("markdown list", "participants", "1. Asha Otieno\n2. Kwame Asante", "not JSON"),
    Row("yaml", "areas", "areas:\n  - sentence: 2\n    label: nurses", "not JSON"),
    Row("xml", "areas", "<areas><area sentence='2'>nurses</area></areas>", "not JSON"),
    Row("null", "areas", "null", "not JSON"),
    Row("a number", "bottom_line", "7", "not JSON"),
    Row("a text", "bottom_line", '"Kenya agreed."', "not JSON"),
    # JSON with something around it.
    Row("fenced", "areas", f'```json\n{{"areas": [{_AREA}]}}\n```', [(2, "nurses")]),
    Row("fence left open", "areas", f'```\n{{"areas": [{_AREA}]}}', [(2, "nurses")]),
    Row("prose before", "areas", f'Sure! Here it is: {{"areas": [{_AREA}]}}', [(2, "nurses")]),
    Row("prose after", "areas", f'{{"areas": [{_AREA}]}}\nI hope this helps!', [(2, "nurses")]),
    Row("said twice", "areas", f'{{"areas": [{_AREA}]}}\n{{"areas": []}}', [(2, "nurses")]),
    Row("another turn", "areas", f'{{"areas": [{_AREA}]}}<|im_end|>\n<|im_start|>user', [(2, "nurses")]),
    Row("control first", "areas", "<|im_end|>", "it is empty"),
    Row("a brace in prose", "areas", "The set {x} of areas is not known.", "holds nothing"),
    # Broken JSON.
    Row("trailing commas", "areas", f'{{"areas": [{_AREA},],}}', [(2, "nurses")]),
    Row("single quotes", "areas", "{'areas': [{'sentence': 2, 'label': 'nurses'}]}", [(2, "nurses")]),
    Row("bare keys", "areas", '{areas: [{sentence: 2, label: "nurses"}]}', [(2, "nurses")]),
    Row("comments", "areas", f'{{"areas": [ // found one\n{_AREA} /* last */]}}', [(2, "nurses")]),
    Row("cut off in a text", "outlook", f'{{"outlook": [{_PLAN}, {{"sentence": 4, "te', [(3, "planned")]),
    Row("cut off after a comma", "areas", f'{{"areas": [{_AREA},', [(2, "nurses")]),
    Row("cut off at once", "areas", '{"ar', "holds nothing"),
    Row("cut off in the only text", "bottom_line", '{"sentences": [1], "text": "Kenya and', [((1,), "Kenya and")]),
    Row("a brace too many", "areas", f'{{"areas": [{_AREA}]}}}}', [(2, "nurses")]),
    Row("curly quotation marks", "areas", "{“areas”: [{“sentence”: 2, “label”: “nurses”}]}", [(2, "nurses")]),
    Row("line break in a text", "bottom_line", '{"sentences": [1], "text": "Kenya\nagreed."}', [((1,), "Kenya agreed.")]),
    Row("Python's words", "participants", "{'participants': [{'name': 1, 'central': True, 'title': None}]}", [1]),
    Row("NaN", "areas", '{"areas": [{"sentence": NaN, "label": "nurses"}]}', "no sentence"),
    Row("infinity", "bottom_line", '{"sentences": [Infinity, 1], "text": "It is so."}', [((1,), "It is so.")]),
    # Endless.
    Row("repeated", "areas", f'{{"areas": [{_MANY}]}}', [(2, "nurses")]),
    Row("repeated and cut off", "areas", f'{{"areas": [{_MANY}, {{"sen', [(2, "nurses")]),
    Row("nested without end", "areas", "[" * 9000, "nested"),
    Row("braces without end", "areas", "{" * 9000, "nested"),
    Row("quotation marks without end", "areas", '{"' + '"' * 9000, "not JSON"),
    Row("a text without end", "bottom_line", '{"sentences": [1], "text": "' + "so " * 9000, "fields"),
    # Keys.
    Row("a key twice", "areas", f'{{"areas": [], "areas": [{_AREA}]}}', [(2, "nurses")]),
    Row("a field twice", "areas", '{"areas": [{"sentence": 2, "sentence": 99, "label": "nurses"}]}', [(2, "nurses")]),
    Row("no outer object", "areas", f"[{_AREA}]", [(2, "nurses")]),
    Row("no list", "areas", f'{{"areas": {_AREA}}}', [(2, "nurses")]),
    Row("neither", "areas", _AREA, [(2, "nurses")]),
    Row("under another key", "areas", f'{{"cooperation": [{_AREA}]}}', [(2, "nurses")]),
    Row("in a list of objects", "areas", f'[{{"areas": [{_AREA}]}}]', [(2, "nurses")]),
    Row("unknown fields", "areas", '{"areas": [{"id": 4, "why": "so", "sentence": 2, "label": "nurses"}]}', [(2, "nurses")]),
    Row("other words for fields", "areas", '{"areas": [{"evidence": [2], "area": "nurses"}]}', [(2, "nurses")]),
    Row("the question's form", "areas", '{"areas": ["nurses", "vaccines"]}', "holds nothing"),
    Row("bottom line as a text", "bottom_line", '{"bottom_line": "Kenya agreed.", "sentences": [1]}', [((1,), "Kenya agreed.")]),
    Row("nothing in a list in a list", "areas", '[{"areas": [null]}]', "holds nothing"),
    Row("real: the example again, under a grammar", "outlook", '{"outlook": [{"sentence": 3, "text": "Brennick will sow heather beside the hives after the thaw.", "kind": "planned", "by": 1, "when": "the first course in March"}]}', [(3, "planned")]),
    Row("real: one text over and over, under a grammar", "summary", '{"summary": [{"sentences": [5], "text": "They discussed vaccines. They discussed vaccines. They discussed"}]}', [((5,), "They discussed vaccines. They discussed vaccines. They discussed")]),
    # Numbers.
    Row("number as text", "areas", '{"areas": [{"sentence": "2", "label": "nurses"}]}', [(2, "nurses")]),
    Row("number in brackets", "areas", '{"areas": [{"sentence": "[2]", "label": "nurses"}]}', [(2, "nurses")]),
    Row("number as a word", "areas", '{"areas": [{"sentence": "two", "label": "nurses"}]}', [(2, "nurses")]),
    Row("number with what it is of", "areas", '{"areas": [{"sentence": "sentence 2", "label": "nurses"}]}', [(2, "nurses")]),
    Row("number as a float", "areas", '{"areas": [{"sentence": 2.0, "label": "nurses"}]}', [(2, "nurses")]),
    Row("half a number", "areas", '{"areas": [{"sentence": 2.5, "label": "nurses"}]}', "no sentence"),
    Row("negative", "areas", '{"areas": [{"sentence": -2, "label": "nurses"}]}', "no sentence"),
    Row("no such sentence", "areas", '{"areas": [{"sentence": 99, "label": "nurses"}]}', "no sentence"),
    Row("a huge number", "areas", '{"areas": [{"sentence": ' + "9" * 5000 + ', "label": "nurses"}]}', "no sentence"),
    Row("a truth for a number", "areas", '{"areas": [{"sentence": true, "label": "nurses"}]}', "no sentence"),
    Row("a range", "bottom_line", '{"sentences": "1-3", "text": "It is so."}', [((1, 2, 3), "It is so.")]),
    Row("numbers in a text", "bottom_line", '{"sentences": "1, 2 and 5", "text": "It is so."}', [((1, 2, 5), "It is so.")]),
    Row("one number for a list", "bottom_line", '{"sentences": 2, "text": "It is so."}', [((2,), "It is so.")]),
    Row("some of them there", "bottom_line", '{"sentences": [4, 99, 1, 1], "text": "It is so."}', [((1,), "It is so.")]),
    Row("a sentence unfit for a line", "bottom_line", '{"sentences": [4], "text": "It is so."}', "no sentence"),
    Row("no evidence", "summary", '{"summary": [{"text": "It is so."}]}', "no sentence"),
    Row("sentences as objects", "bottom_line", '{"sentences": [{"number": 1}], "text": "It is so."}', [((1,), "It is so.")]),
    # Names.
    Row("a name spelt", "participants", '{"participants": [{"name": "Kwame Asante"}]}', [2]),
    Row("number and name", "participants", '{"participants": [{"name": "2 Kwame Asante"}]}', [2]),
    Row("an invented name", "participants", '{"participants": [{"name": "John Smith"}]}', ["John Smith"]),
    Row("no such name", "participants", '{"participants": [{"name": 12}]}', "no name"),
    Row("names alone", "participants", '{"participants": [1, 2]}', [1, 2]),
    Row("one good, one not", "participants", '{"participants": [{"name": 12}, {"name": 3}]}', [3]),
    Row("a list for a name", "participants", '{"participants": [{"name": [1]}]}', [1]),
    Row("nobody", "participants", '{"participants": [{"name": "none"}]}', "no name"),
    # Quotations.
    Row("only one of two", "quotations", '{"q1": 2}', [(1, 2)]),
    Row("keys without q", "quotations", '{"1": 2, "2": 1}', [(1, 2), (2, 1)]),
    Row("as a list", "quotations", '[{"quotation": 1, "speaker": 2}, {"quotation": "q2", "speaker": null}]', [(1, 2), (2, None)]),
    Row("under their section", "quotations", '{"quotations": {"q1": "not speech", "q2": "Asha Otieno"}}', [(1, "not speech"), (2, 1)]),
    Row("a speaker that is no name", "quotations", '{"q1": 44, "q2": 1}', [(2, 1)]),
    Row("an invented speaker", "quotations", '{"q1": "John Smith", "q2": 1}', [(1, "John Smith"), (2, 1)]),
    Row("a quotation that is not there", "quotations", '{"q1": 1, "q2": 1, "q9": 2}', [(1, 1), (2, 1)]),
    # Choices.
    Row("kind in capitals", "outlook", '{"outlook": [{"sentence": 3, "text": "They start.", "kind": "PLANNED"}]}', [(3, "planned")]),
    Row("a kind that there is not", "outlook", '{"outlook": [{"sentence": 3, "text": "They start.", "kind": "maybe"}]}', [(3, "expected")]),
    Row("a number for a text", "outlook", '{"outlook": [{"sentence": 3, "text": 5, "kind": "planned"}]}', "fields"),
    Row("an empty text", "summary", '{"summary": [{"sentences": [1], "text": ""}]}', "fields"),
    Row("a text that says nothing", "summary", '{"summary": [{"sentences": [1], "text": "N/A"}]}', "fields"),
)  # fmt: skip
