"""Whether a sentence says no more and no less firmly than its evidence.

Three things a short model likes to lose: a "not", a "may", and the "he said" that makes a claim
somebody's. Each is looked for with the words that it governs, so that what was rightly left out
with its whole clause does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, Token, content, stem, tokens

_NEGATORS = frozenset(
    "not no never unless except neither nor none nobody nothing without cannot cant wont isnt "
    "arent wasnt werent "
    "dont doesnt didnt hasnt havent hadnt wouldnt couldnt shouldnt hardly barely".split()
)
_DENIALS = tuple("deny denied denies reject refus declin fail unlikely lack oppos halt".split())
_HEDGES = frozenset(
    "may might could would should can possibly perhaps likely reportedly allegedly apparently "
    "expected expect expects plan plans planned hope hopes hoped propose proposed consider "
    "considering intend intends aim aims potential if unless seek seeks sought ready".split()
)
_CUES = frozenset(
    "say says said saying tell tells told state states stated stating add adds added adding note "
    "notes noted noting stress stresses stressed stressing remark remarked claim claims claimed "
    "claiming announce announces announced argue argues argued according warn warns warned call "
    "calls called calling urge urged urges describe described explain explained emphasize "
    "emphasized emphasise emphasised underline underlined underscore underscored reiterate "
    "reiterated highlight highlighted express expressed write wrote tweet tweeted report reported "
    "reports insist insisted point pointed ask asked praise praised hail hailed criticize "
    "criticized criticise criticised condemn condemned accuse accused declare declared reaffirm "
    "reaffirmed affirm affirmed voice voiced welcome welcomed thank thanked confirm confirmed "
    "suggest suggested reject rejected deny denied predict predicted believe believes believed "
    "maintain maintained acknowledge acknowledged vow vowed pledge pledged promise promised".split()
)
# They tell what somebody wants or feels, and so whose it is.
_ATTITUDES = frozenset(
    "hope hopes hoped hoping want wants wanted wish wishes wished expect expects expected seek "
    "seeks sought intend intends intended offer offers offered propose proposes proposed invite "
    "invites invited demand demands demanded agree agrees agreed discuss discussed stand stands "
    "support supports supported oppose opposes opposed appreciate appreciates appreciated "
    "congratulate congratulated regret regrets regretted recall recalled mention mentioned refer "
    "referred cite cited elaborate elaborated review reviewed consider considers considered see "
    "sees assure assures assured assess assesses assessed deem deems deemed link links linked "
    "dismiss dismissed defend defended blame blamed cautioned caution plan plans planned".split()
)
# That an agency brings the news makes no claim of it.
_AGENCY = (
    r"(?:(?:[\w’'-]+\s+){0,4}(?:news agency|news|media|website|portal|TV)"
    r"|IRNA|ISNA|AFP|AP|Reuters|Tasnim|Mehr|Fars|Xinhua|TASS|Interfax|Anadolu|CNN|BBC|Bloomberg)"
)
_REPORT = re.compile(
    rf",?\s*(?:according to (?:the )?{_AGENCY}|(?:the\s+)?{_AGENCY}(?: has| have)? reported"
    r"(?: on \w+day)?)\s*(?=[.,]|\Z)"
)
_FIRST_PERSON = re.compile(r"\b(?:we|i|our|my|us)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided(?: that)?|so long as|as long as|only (?:if|when|after)|conditioned on"
    r"|on (?:the )?condition that|in case)\b(?! (?:he|she|it|they) (?:was|were) asked)",
    re.IGNORECASE,
)
_PART_OF_DATE = re.compile(
    r"\b(end|start|beginning|middle|half|quarter|early|late|mid)(?:\s+of)?[\s-]+(?:the\s+)?"
    r"(\d{4}|(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|year|month|week|decade|century))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"([^"]*)"')
_CLAUSE_END = re.compile(r"[,;:.!?]|\b(?:but|while|although|and)\b")
SCOPE = 5


def words_in_order(sentence: str, evidence: str) -> float:
    """Share of the sentence's content words that stand in the evidence in the same order.

    The longest common subsequence of stems over the sentence's length: swapping who did what to
    whom lowers it, and so does every word that the evidence lacks.
    """
    ours, theirs = content(sentence), content(evidence)
    if not ours:
        return 0.0
    row = [0] * (len(theirs) + 1)
    for word in ours:
        previous = 0
        for index, other in enumerate(theirs, start=1):
            above = row[index]
            row[index] = previous + 1 if word == other else max(above, row[index - 1])
            previous = above
    return row[-1] / len(ours)


def negation_changed(sentence: str, evidence: str) -> str | None:
    """Why the sentence turns a "no" of the evidence into a "yes", or a "yes" into a "no"."""
    ours, theirs = _governed(sentence, _is_negator), _governed(evidence, _is_negator)
    said = set(content(sentence))
    if not ours:
        for word, scope in theirs:
            if scope and len(scope & said) * 2 >= len(scope):
                return f"the evidence says {word!r} of it and the sentence does not"
        return None
    evidenced = {stemmed for _, scope in theirs for stemmed in scope}
    for word, scope in ours:
        if not theirs or (scope and not scope & evidenced):
            return f"the sentence says {word!r} and the evidence does not say it of that"
    return None


def hedge_dropped(sentence: str, evidence: str) -> str | None:
    """Why the sentence states as fact what the evidence calls possible, planned or hoped."""
    if _governed(sentence, _is_hedge):
        return None
    said = set(content(sentence))
    for word, scope in _governed(evidence, _is_hedge):
        if scope and len(scope & said) * 2 > len(scope):
            return f"the evidence says {word!r} of it and the sentence states it as fact"
    return None


def condition_dropped(sentence: str, evidence: str) -> str | None:
    """Why the sentence says without a condition what the evidence says under one."""
    if _CONDITION.search(fold(sentence)):
        return None
    said = set(content(sentence))
    # Not behind "U.S.": only a small letter, a figure or a mark ends a sentence here.
    for told in re.split(r"(?<=[a-z0-9)\"][.!?])\s+(?=[A-Z\"])", fold(evidence)):
        match = _CONDITION.search(told)
        if match is None:
            continue
        # What stands on the condition: all before it, and all behind its own clause.
        _, _, behind = told[match.end() :].partition(",")
        main = set(content(f"{told[: match.start()]} {behind}"))
        if len(main & said) >= 3 and len(main & said) * 2 >= len(said):
            return f"the evidence says {match.group().strip()!r} of it and the sentence does not"
    return None


def part_of_date_dropped(sentence: str, evidence: str) -> str | None:
    """Why the sentence's date is not the evidence's: "until 2027" for "until the end of 2027"."""
    said = fold(sentence)
    for match in _PART_OF_DATE.finditer(fold(evidence)):
        date = match.group(2)
        named = re.search(rf"\b{re.escape(date)}\b", said)
        if named and not re.search(
            rf"{match.group(1)}\W+(?:of\W+)?(?:the\W+)?{re.escape(date)}", said
        ):
            return f"the evidence says {match.group()!r} and the sentence only {date!r}"
    return None


def attribution_changed(sentence: str, evidence: str, *, spoken: bool) -> str | None:
    """Why the sentence drops whose claim it is, or makes a claim of what is no one's.

    `spoken` tells that the evidence lies inside a quotation, and so is somebody's claim.
    """
    told = _small(sentence)
    ours = bool(told & _CUES)
    quoted = "“" in evidence or '"' in evidence
    theirs = spoken or quoted or bool(_small(_REPORT.sub("", evidence)) & _CUES)
    attitudes = told & _ATTITUDES
    # Where the evidence has the same word, it may be of what was claimed and not of who claims.
    known = set(content(evidence))
    if attitudes and (
        _FIRST_PERSON.search(evidence) or not any(stem(word) in known for word in attitudes)
    ):
        return None
    if theirs and not ours:
        return "the evidence is somebody's claim and the sentence states it as fact"
    if ours and not theirs:
        return "the sentence attributes what the evidence states"
    return None


def quotation_changed(sentence: str, evidence: str, *, spoken: bool) -> str | None:
    """Why words in quotation marks are not those that the evidence has in such marks."""
    # Of a quotation of several sentences each has one mark, or none.
    parted = spoken or fold(evidence).count('"') % 2
    known = [_plain(one) for one in ((evidence,) if parted else _marked(evidence))]
    for words in _marked(sentence):
        if not any(f" {_plain(words)} " in f" {one} " for one in known):
            return f"the evidence has no quotation {words!r}"
    return None


def _marked(text: str) -> list[str]:
    return [words for words in _QUOTED.findall(fold(text)) if _plain(words)]


def _plain(words: str) -> str:
    return " ".join(token.key for token in tokens(words))


def _small(text: str) -> set[str]:
    """Words without a capital: "states" and not "States"."""
    return {token.key for token in tokens(text) if not token.capitalised or token.initial}


def negators(text: str) -> list[str]:
    """The words of the text that say no, as written."""
    return [token.text for token in tokens(text) if _is_negator(token)]


def _is_negator(token: Token) -> bool:
    key = token.key.replace("'", "")
    return key in _NEGATORS or key.startswith(_DENIALS)


def _is_hedge(token: Token) -> bool:
    return token.key in _HEDGES and not (token.key == "may" and token.capitalised)


def _governed(text: str, governs: Callable[[Token], bool]) -> list[tuple[str, set[str]]]:
    """Each governing word with the stems of the few content words after it in its clause."""
    folded = fold(text)
    words = tokens(text)
    found: list[tuple[str, set[str]]] = []
    for index, token in enumerate(words):
        if not governs(token):
            continue
        end = _CLAUSE_END.search(folded, token.start + len(token.text))
        limit = end.start() if end else len(folded)
        scope = [
            stem(later.key)
            for later in words[index + 1 :]
            if later.start < limit and later.key not in STOPWORDS
        ]
        found.append((token.text, set(scope[:SCOPE])))
    return found
