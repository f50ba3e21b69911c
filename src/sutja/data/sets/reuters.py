"""Reuters: 11,228 newswires of 1987 about 46 topics, in Keras' selection from Reuters-21578.

Keras keeps them as numbers of words in ``reuters.npz``; they are also made here from the 22 SGML files of the
collection, with the same articles, order and labels (:mod:`sutja.data.formats.reuters`). The words are then numbered
from that text; ``source`` says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.content import damaged
from sutja.data.formats.npz import read_npz, read_ragged_npz
from sutja.data.formats.reuters import Wire, read_archive, read_files
from sutja.data.formats.word_index import read_beside
from sutja.data.spec import Download, Form, Spec
from sutja.data.splits import tail
from sutja.data.texts.encoding import Encoding, shuffled
from sutja.data.texts.ragged import Ragged
from sutja.data.texts.words import number, rank, split
from sutja.language import translate as _

__all__ = ["TOKENS", "TOPICS", "spec"]

_KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_NPZ = "sha256:d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916"
TOKENS = "reuters_word_index.json"
# The topics that are the first one of at least 15 wires, in the order in which they first occur.
_TOPICS = """
    cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ship cotton carcass
    crude nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin strategic-metal livestock retail ipi
    iron-steel rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead
"""
TOPICS = tuple(_TOPICS.split())


class RankedWires(NamedTuple):
    """Wires as ranks of words, their topics, and the words' ranks where they are known."""

    x: Ragged
    y: NDArray[np.int64]
    words: Mapping[str, int] | None


def spec() -> Spec:
    """What is declared about the newswires."""
    remark = _("words numbered from this text, not by Keras")
    return Spec(
        name="reuters",
        title=_("Reuters newswires"),
        what=_("Newswires as numbers of words, by topic"),
        shape=(),
        train=8_982,
        test=2_246,
        classes=TOPICS,
        licence=_("for research only"),
        citation="D. Lewis: Reuters-21578 text categorization test collection, distribution 1.0. 1997",
        homes=("https://archive.ics.uci.edu/dataset/137/reuters+21578+text+categorization+collection",),
        folders=("reuters", "reuters21578", "reuters-21578"),
        forms=(
            Form((("reuters.npz",),), _read_keras, originals=(_NPZ,)),
            Form(
                tuple((f"reut2-{i:03}.sgm",) for i in range(22)),
                lambda files: _ranked(read_files(files), files[0].parent),
                remark=remark,
            ),
            Form((("reuters21578.tar.gz",),), lambda files: _ranked(read_archive(files[0]), files[0]), remark=remark),
        ),
        downloads=(
            (
                Download("reuters.npz", _NPZ, 2_110_848, (f"{_KERAS}reuters.npz",)),
                Download(TOKENS, "md5:4d44cc38712099c9e383dc6e5f11a921", 550_378, (f"{_KERAS}{TOKENS}",)),
            ),
        ),
        kind="texts",
        finish=_finish,
    )


def _finish(
    raw: RankedWires,
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int | None = 3,
) -> dict[str, Any]:
    encoding = Encoding(num_words, skip_top, maxlen, start_char, oov_char, index_from)
    (order,) = shuffled(seed, len(raw.x))
    texts, labels = encoding.shorter(encoding.shift(raw.x.take(order)), raw.y[order])
    lists = encoding.cut(texts, int(texts.values.max(initial=0))).to_lists()
    first = tail(len(lists), test_split)
    return {
        "x_train": lists[:first],
        "y_train": labels[:first],
        "x_test": lists[first:],
        "y_test": labels[first:],
        "words": raw.words,
    }


def _read_keras(files: Sequence[Path]) -> RankedWires:
    (file,) = files
    x, y = read_ragged_npz(file, ["x"])["x"], read_npz(file, {"y": ()})["y"].astype(np.int64)
    if len(x) != len(y):
        raise damaged(file, _("it has {texts} texts but {labels} labels", texts=len(x), labels=len(y)))
    return RankedWires(x, y, read_beside(file, TOKENS))


def _ranked(wires: Sequence[Wire], path: Path) -> RankedWires:
    label = {topic: i for i, topic in enumerate(TOPICS)}
    kept = [wire for wire in wires if wire.topic in label]
    if not kept:
        raise damaged(path, _("it has no wires with topics"))
    texts = [split(wire.text) for wire in kept]
    ranks = rank(texts)
    return RankedWires(number(texts, ranks), np.array([label[wire.topic] for wire in kept]), ranks)
