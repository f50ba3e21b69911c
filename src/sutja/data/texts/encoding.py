"""Ranks of words as the numbers that a network receives, in the convention of Keras' IMDB and Reuters.

With the rank r of a word, 1 for the commonest, and the defaults of the arguments:

    0               padding, which the caller adds
    1               ``start_char``, in front of each text
    2               ``oov_char``, in place of each word that was cut out
    r + 3           r + ``index_from``, the word itself

A word is cut out unless ``skip_top <= number < num_words``, where its number is r + ``index_from``. Without
``num_words``, the largest number that occurs takes its place, so that exactly the rarest word is cut out: this is
how Keras has it, and numbers that were published with it stay what they are. Of the texts, those of ``maxlen``
numbers and more are left out, with their labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import is_whole, short_seed, whole
from sutja.data.texts.ragged import Ragged
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["Encoding", "shuffled"]


@dataclass(frozen=True)
class Encoding:
    """The convention; names, meaning and defaults are those of ``keras.datasets.imdb.load_data``.

    Raises:
        InvalidArgument: A number is outside its range.
    """

    num_words: int | None = None
    skip_top: int = 0
    maxlen: int | None = None
    start_char: int | None = 1
    oov_char: int | None = 2
    index_from: int | None = 3

    def __post_init__(self) -> None:
        for name in ("num_words", "maxlen"):
            if (value := getattr(self, name)) is not None and not is_whole(value, 0):
                raise invalid(name, _("a whole number from 0, or None"), value)
        whole("skip_top", self.skip_top, 0)
        for name in ("start_char", "oov_char", "index_from"):
            if (value := getattr(self, name)) is not None and not is_whole(value, 0):
                raise invalid(name, _("a whole number from 0, or None"), value)

    def shift(self, texts: Ragged) -> Ragged:
        """Make numbers of ranks and put ``start_char`` in front."""
        if self.start_char is not None:
            return Ragged(texts.values + (self.index_from or 0), texts.lengths).prepend(self.start_char)
        return Ragged(texts.values + (self.index_from or 0), texts.lengths)

    def shorter(self, texts: Ragged, labels: NDArray[Any]) -> tuple[Ragged, NDArray[Any]]:
        """Leave out the texts of ``maxlen`` numbers and more."""
        if not self.maxlen:
            return texts, labels
        kept = np.flatnonzero(texts.lengths < self.maxlen)
        if not len(kept):
            raise invalid("maxlen", _("a length that some text is below"), self.maxlen)
        return texts.take(kept), labels[kept]

    def cut(self, texts: Ragged, largest: int) -> Ragged:
        """Replace or leave out the words that are cut out; ``largest`` is the largest number of the data set."""
        chosen = (texts.values >= self.skip_top) & (texts.values < (self.num_words or largest))
        if self.oov_char is None:
            return texts.keep(chosen)
        return Ragged(np.where(chosen, texts.values, self.oov_char), texts.lengths)


def shuffled(seed: int, *counts: int) -> list[NDArray[np.intp]]:
    """The orders into which Keras puts parts of ``counts`` examples, one after the other, for this ``seed``.

    Raises:
        InvalidArgument: ``seed`` is not in [0, 2**32).
    """
    stream = np.random.RandomState(short_seed(seed))  # that of Keras, which NumPy keeps
    orders = [np.arange(count) for count in counts]
    for order in orders:
        stream.shuffle(order)
    return orders
