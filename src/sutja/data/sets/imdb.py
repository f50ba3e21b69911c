"""IMDB: 50,000 film reviews, half of them for and half against.

Keras keeps them as numbers of words in ``imdb.npz``; their authors as text, in the folders ``aclImdb``. Of the text
the words are numbered here as Keras numbered them, by their frequency in the training reviews. The numbers are not
exactly Keras' own (words that are equally frequent change places), and ``source`` says so; what a network learns is
the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.acl_imdb import KINDS, Reviews, read_archive, read_folders
from sutja.data.formats.content import damaged
from sutja.data.formats.npz import read_npz, read_ragged_npz
from sutja.data.formats.word_index import read_beside
from sutja.data.spec import Download, Form, Spec
from sutja.data.texts.encoding import Encoding, shuffled
from sutja.data.texts.ragged import Ragged
from sutja.data.texts.words import number, rank, split
from sutja.language import translate as _

__all__ = ["TOKENS", "spec"]

_KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_NPZ = "sha256:69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"
_TAR = "md5:7c2ac02c03563afcf9b574c7e56c153a"
TOKENS = "imdb_word_index.json"


class RankedReviews(NamedTuple):
    """Reviews as ranks of words, the words' ranks where they are known, and 1 for a review that is for the film."""

    x_train: Ragged
    y_train: NDArray[np.int64]
    x_test: Ragged
    y_test: NDArray[np.int64]
    words: Mapping[str, int] | None


def spec() -> Spec:
    """What is declared about the film reviews."""
    return Spec(
        name="imdb",
        title=_("IMDB film reviews"),
        what=_("Film reviews as numbers of words, for or against"),
        shape=(),
        train=25_000,
        test=25_000,
        classes=("negative", "positive"),
        licence=_("no formal licence; cite the source"),
        citation="A. Maas, R. Daly, P. Pham, D. Huang, A. Ng, C. Potts: Learning word vectors for sentiment analysis. "
        "ACL 2011",
        homes=("https://ai.stanford.edu/~amaas/data/sentiment/",),
        folders=("imdb", "aclImdb", "aclImdb_v1/aclImdb", "imdb/aclImdb"),
        forms=(
            Form((("imdb.npz",),), _read_keras, originals=(_NPZ,)),
            Form(
                (("train/neg/",), ("train/pos/",), ("test/neg/",), ("test/pos/",)),
                lambda folders: _ranked(read_folders(folders)),
                common=True,
                remark=_("words numbered from this text, not by Keras"),
            ),
            Form(
                (("aclImdb_v1.tar.gz", "aclImdb.tar.gz"),),
                lambda files: _ranked(read_archive(files[0])),
                originals=(_TAR,),
                remark=_("words numbered from this text, not by Keras"),
            ),
        ),
        downloads=(
            (
                Download("imdb.npz", _NPZ, 17_464_789, (f"{_KERAS}imdb.npz",)),
                Download(TOKENS, "md5:bfafd718b763782e994055a2d397834f", 1_641_221, (f"{_KERAS}{TOKENS}",)),
            ),
            (
                Download(
                    "aclImdb_v1.tar.gz",
                    _TAR,
                    84_125_825,
                    (
                        "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                        "https://dataset.bj.bcebos.com/imdb%2FaclImdb_v1.tar.gz",
                    ),
                ),
            ),
        ),
        kind="texts",
        finish=_finish,
    )


def _finish(
    raw: RankedReviews,
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int | None = 3,
) -> dict[str, Any]:
    encoding = Encoding(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    texts, labels = (raw.x_train, raw.x_test), (raw.y_train, raw.y_test)
    orders = shuffled(seed, *map(len, texts))
    parts = [
        encoding.shorter(encoding.shift(x.take(order)), y[order])
        for x, y, order in zip(texts, labels, orders, strict=True)
    ]
    largest = max(int(x.values.max(initial=0)) for x, _y in parts)
    (x_train, y_train), (x_test, y_test) = ((encoding.cut(x, largest).to_lists(), y) for x, y in parts)
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test, "words": raw.words}


def _read_keras(files: Sequence[Path]) -> RankedReviews:
    (file,) = files
    x = read_ragged_npz(file, ["x_train", "x_test"])
    y = read_npz(file, {"y_train": (), "y_test": ()})
    for part in ("train", "test"):
        texts, labels = len(x[f"x_{part}"]), len(y[f"y_{part}"])
        if texts != labels:
            raise damaged(file, _("it has {texts} texts but {labels} labels", texts=texts, labels=labels))
    return RankedReviews(
        x["x_train"],
        y["y_train"].astype(np.int64),
        x["x_test"],
        y["y_test"].astype(np.int64),
        read_beside(file, TOKENS),
    )


def _ranked(reviews: Reviews) -> RankedReviews:
    train, test = ([split(text) for kind in KINDS for text in reviews[part, kind]] for part in ("train", "test"))
    ranks = rank(train)
    y_train, y_test = (
        np.repeat(np.arange(len(KINDS)), [len(reviews[part, kind]) for kind in KINDS]) for part in ("train", "test")
    )
    return RankedReviews(number(train, ranks), y_train, number(test, ranks), y_test, ranks)
