"""Words that come again stay in the model's vocabulary.

What a memory zone brings into the vocabulary is forgotten at its end, so that a stream doesn't fill the memory; but to
meet each word anew takes half of the tokenizer's time. So words of an earlier batch are kept, up to a number.
"""

from collections.abc import Callable, Iterable
from functools import cache

from spacy.language import Language

MOST = 15_000  # words, some 600 bytes each


class FamiliarWords:
    """The words, as white space parts them, that came in more than one batch."""

    def __init__(self, keep: Callable[[str], object], most: int = MOST) -> None:
        self._keep, self._most = keep, most
        self._once: set[str] = set()
        self._kept: set[str] = set()

    def meet(self, texts: Iterable[str]) -> None:
        """Keep what `texts` bring for the second time. Call it outside of a memory zone."""
        words = {word for text in texts for word in text.split()} - self._kept
        again = sorted(words & self._once)[: self._most - len(self._kept)]
        for word in again:
            self._keep(word)
        self._kept.update(again)
        if len(self._once) > self._most:
            self._once.clear()
        self._once |= words
        self._once.difference_update(again)


@cache
def familiar_words(nlp: Language) -> FamiliarWords:
    """Those of `nlp`'s tokenizer."""
    return FamiliarWords(nlp.tokenizer)
