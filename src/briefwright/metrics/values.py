"""What was counted, article by article. Everything adds up, so a set is the sum of its articles."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, model_validator

from briefwright.spans import Value


class Measure(Value):
    """One number over `n` things, or none and the reason why it could not be taken."""

    value: float | None = None
    n: float = 0
    """Over how many things it was taken: articles, persons, statements."""
    reason: str | None = None

    @model_validator(mode="after")
    def _measured_or_why(self) -> Measure:
        if (self.value is None) == (self.reason is None):
            raise ValueError("a measure has a value or a reason for having none, never both")
        return self


class Ratio(Value):
    """A part of a whole; a mean is the sum over the number of things."""

    part: float = 0
    whole: float = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(part=self.part + other.part, whole=self.whole + other.whole)

    @classmethod
    def mean(cls, values: Iterable[float]) -> Ratio:
        """Of numbers, to be added to those of other articles before it is divided."""
        taken = list(values)
        return cls(part=sum(taken), whole=len(taken))


class Counts(Value):
    """Items found that were wanted, items found, items wanted."""

    tp: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            tp=self.tp + other.tp,
            predicted=self.predicted + other.predicted,
            gold=self.gold + other.gold,
        )

    @property
    def precision(self) -> Ratio:
        return Ratio(part=self.tp, whole=self.predicted)

    @property
    def recall(self) -> Ratio:
        return Ratio(part=self.tp, whole=self.gold)

    @property
    def f1(self) -> Ratio:
        """2 tp / (predicted + gold): the harmonic mean, in a form that adds up over articles."""
        return Ratio(part=2 * self.tp, whole=self.predicted + self.gold)


class Rouge(Value):
    """ROUGE-1, -2 and -L as F1, without stemming."""

    one: float
    two: float
    longest: float


class Statements(Value):
    """How a brief's sentences came about: its bottom line and summary points."""

    total: int = 0
    words: int = 0
    by_origin: dict[str, int] = Field(default_factory=dict)
    """Empty for a reference brief, which records no origin."""


class People(Value):
    """Participants that are persons."""

    counts: Counts
    central: Ratio
    """Of the central ones, those found."""
    titles: Ratio
    """Token F1 over matched persons whose title the reference gives."""
    organisations: Ratio = Ratio()
    """Likewise."""
    countries: Ratio


class Quotes(Value):
    counts: Counts
    verbatim: Ratio
    """Of those in the brief, matched or not."""
    speakers: Ratio


class Areas(Value):
    counts: Counts
    statuses: Ratio
    parties: Counts = Counts()
    """Of matched areas."""


class Expected(Value):
    """Outlook items."""

    counts: Counts
    kinds: Ratio = Ratio()
    voices: Ratio = Ratio()
    """Of matched items for which the reference names who says so."""
    times: Ratio = Ratio()
    """Token F1 over matched items for which the reference has a time."""


class Likelihood(Value):
    """Statements by what they make of their evidence's words of likelihood (`likelihood`)."""

    statements: int = 0
    """With evidence; the others cannot be judged."""
    hedged: int = 0
    """Of those, the ones whose evidence gives a likelihood to what they say."""
    kept: int = 0
    dropped: int = 0
    """States as fact what the evidence gives a likelihood to."""
    added: int = 0
    """Has a degree of likelihood that the evidence has nowhere."""


class ArticleScores(Value):
    """One article's brief against its reference."""

    id: str
    missing: bool = False
    """No brief came for it; it counts as an empty one."""
    people: People
    quotes: Quotes
    areas: Areas
    outlook: Expected
    bottom_line: float
    """ROUGE-L."""
    bottom_line_wanted: bool = True
    """Whether the reference has one to be measured against; likewise the summary."""
    summary: Rouge
    summary_wanted: bool = True
    lead_bottom_line: float
    """What the article's first sentence would have scored as the bottom line."""
    lead_summary: Rouge
    """What its first three sentences would have scored as the summary."""
    facts: Ratio
    """Names and numbers in bottom line and summary that stand in text or title."""
    statements: Statements = Statements()
    likelihood: Likelihood = Likelihood()
    bottom_line_words: int = 0
    summary_words: int = 0
    items: int = 0
    """Of all fields."""
    withheld: dict[str, int] | None = None
    """Items withheld by code; None for a brief that keeps no such list."""
    replaced: int = 0
    """Of those withheld, the ones in whose place the article's own words stand."""


class Scores(Value):
    """A set of articles, in the order of the references."""

    articles: tuple[ArticleScores, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the references for which no brief came."""
        return tuple(article.id for article in self.articles if article.missing)
