"""Cutting texts into words and numbering the words by how often they occur.

The words of a text are what is left of it in lower case when the characters ``!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~``,
tabs and line ends are taken for spaces; an apostrophe belongs to its word. The commonest word has the rank 1; words
that occur equally often are ranked in the order in which they first occur. This is what the ``Tokenizer`` did with
which Keras' IMDB and Reuters were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sutja.data.texts.ragged import Ragged

__all__ = ["number", "rank", "split"]

_NO_WORDS = str.maketrans(dict.fromkeys('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', " "))


def split(text: str) -> list[str]:
    """The words of ``text``."""
    return text.lower().translate(_NO_WORDS).split()


def rank(texts: Iterable[list[str]]) -> dict[str, int]:
    """The rank of each word in ``texts``, given as lists of words: 1 for the commonest."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(words)
    return {word: place for place, (word, _count) in enumerate(counts.most_common(), start=1)}


def number(texts: Iterable[list[str]], ranks: Mapping[str, int]) -> Ragged:
    """The words of ``texts`` as ranks; a word without a rank is left out."""
    return Ragged.of([place for place in map(ranks.get, words) if place is not None] for words in texts)
