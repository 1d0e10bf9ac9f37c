"""Numbers that English writes as words, and their figures."""

from __future__ import annotations

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER_WORDS = {
    **{word: str(value) for value, word in enumerate(_SMALL)},
    **{
        word: str(value)
        for value, word in zip(
            range(30, 100, 10),
            "thirty forty fifty sixty seventy eighty ninety".split(),
            strict=True,
        )
    },
    **{
        word: str(value)
        for value, word in enumerate(
            "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
        )
    },
    "dozen": "12",
}
