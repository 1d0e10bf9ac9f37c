"""A tokenizer, and prompts spelled with it so that no text can pose as a control token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from briefwright.conversation import Conversation
from briefwright.errors import ModelError, RefusedModel
from briefwright.nn.instruct.folder import TOKENIZER, Folder
from briefwright.nn.instruct.template import Frame


class Spelling:
    """Made once a model from its `tokenizer.json`; no code of anybody's is in it."""

    def __init__(self, folder: Folder, vocabulary: int) -> None:
        """`vocabulary` is the number of rows of the model's embeddings."""
        from tokenizers import Tokenizer

        path = folder.path / TOKENIZER
        try:
            self.tokenizer = Tokenizer.from_file(str(path))
            self.tokenizer.no_padding()
            self.tokenizer.no_truncation()
            largest = max(self.tokenizer.get_vocab().values())
        # tokenizers raises plain Exceptions.
        except Exception as error:
            raise RefusedModel(f"{str(path)!r} cannot be read: {str(error)[:200]}") from error
        if largest >= vocabulary:
            raise RefusedModel(
                f"{str(path)!r} has the token {largest:,} and the model {vocabulary:,} embeddings: "
                "they do not belong together"
            )
        self.size = vocabulary
        added = self.tokenizer.get_added_tokens_decoder()
        # Some vocabularies add runs of blanks, or words: these are text.
        self._control = {
            number: token.content
            for number, token in added.items()
            if token.content.strip() and (token.special or token.content[0] in "<[{|")
        }
        spelled = sorted(self._control.values(), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, spelled)) or r"(?!)")

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Tokens of `text`, control tokens in it included; `special` adds those of a whole text."""
        return list(self.tokenizer.encode(text, add_special_tokens=special).ids)

    def decode(self, tokens: Sequence[int]) -> str:
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=True))

    def count(self, text: str) -> int:
        return len(self.encode(text))

    def number(self, token: str) -> int | None:
        found = self.tokenizer.token_to_id(token)
        return None if found is None else int(found)

    def neutral(self, text: str) -> str:
        """`text` with a space put into whatever would be read as a control token."""
        # Until none is left: breaking one may leave another that overlapped it.
        while self._pattern.search(text):
            text = self._pattern.sub(_broken, text)
        return text

    def prompts(self, frame: Frame, conversation: Conversation) -> list[list[int]]:
        """The tokens of each ask's prompt, whole, ending where the answer begins.

        Raises ModelError for a text that poses as a control token whatever is done.
        """
        wanted = self._controls(frame.around("x" if conversation.system else "", "x"))
        found = []
        for ask in conversation.asks:
            texts = (conversation.system, conversation.shared + ask.question)
            for fold in (False, True):
                # A tokenizer may fold letters before it looks for control tokens.
                folded = [unicodedata.normalize("NFKC", each) if fold else each for each in texts]
                system, user = map(self.neutral, folded)
                tokens = self.encode(frame.around(system, user))
                if [each for each in tokens if each in self._control] == wanted:
                    found.append(tokens)
                    break
            else:
                raise ModelError(
                    "the article, or the prompt, spells control tokens of the model in a way that "
                    "cannot be taken apart; this article cannot be read by this model"
                )
        return found

    def _controls(self, text: str) -> list[int]:
        return [each for each in self.encode(text) if each in self._control]


def _broken(match: re.Match[str]) -> str:
    text = match[0]
    return f"{text[0]} {text[1:]}" if len(text) > 1 else " "
