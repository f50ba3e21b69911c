"""IMDB, 50,000 film reviews as numbers of words, for or against."""

from __future__ import annotations

from sutja.nn.datasets.door import Parts, load, parts, ranks, refuse_other_path

__all__ = ["get_word_index", "load_data"]


def load_data(
    path: str = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int | None = 3,
) -> Parts:
    """``(x_train, y_train), (x_test, y_test)``: lists of word numbers in an object array, and labels, int64.

    Args:
        path: The name in Keras' cache; only this one.
        num_words: Only words with smaller numbers are kept; by default all but the rarest.
        skip_top: Words with smaller numbers are cut out.
        maxlen: Texts of so many numbers and more are left out.
        seed: Of the order.
        start_char: The number in front of each text, or None.
        oov_char: The number in place of a word that was cut out, or None to leave it out.
        index_from: What is added to the rank of a word.

    Raises:
        The errors of :func:`sutja.data.load`.
    """
    refuse_other_path(path, "imdb.npz")
    return parts(
        load(
            "imdb",
            num_words=num_words,
            skip_top=skip_top,
            maxlen=maxlen,
            seed=seed,
            start_char=start_char,
            oov_char=oov_char,
            index_from=index_from,
        )
    )


def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """The rank of each word by frequency, from 1; in the texts ``index_from`` is added to it.

    Args:
        path: The name in Keras' cache; only this one.
    """
    refuse_other_path(path, "imdb_word_index.json")
    return dict(ranks("imdb"))
