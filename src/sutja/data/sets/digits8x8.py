"""1,797 handwritten digits of 8 x 8 pixels that come with scikit-learn: the quickest set to learn from.

They are the test part of the UCI digits, where each pixel counts the dark points in a block of 4 x 4, from 0 to 16.
Here they are stretched to the 0..255 of all our pictures, ``16 v - (v > 0)``: 16 becomes 255, 0 stays 0, and
``(pixel + 1) // 16`` gives the count back. Their authors have not split them; the split into 1,438 and 359 is
stratified and never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sutja.data.formats.content import damaged
from sutja.data.formats.digits_csv import read_digits_csv
from sutja.data.spec import Arrays, Checksums, Form, Package, Spec
from sutja.data.splits import hold_out
from sutja.language import translate as _

__all__ = ["spec"]

_COUNT, _SIDE = 1_797, 8
_TEST_FRACTION, _SEED = 0.2, 0


def spec() -> Spec:
    """What is declared about the small digits."""
    return Spec(
        name="digits8x8",
        title=_("8 x 8 digits"),
        what=_("Handwritten digits, white on black, in 8 x 8 pixels"),
        shape=(_SIDE, _SIDE, 1),
        train=1_438,
        test=359,
        classes=tuple("0123456789"),
        licence=_("CC BY 4.0 (digits), BSD 3-Clause (scikit-learn)"),
        citation="E. Alpaydin, C. Kaynak: Optical recognition of handwritten digits. UCI machine learning repository, "
        "1998",
        homes=("https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits",),
        folders=("digits8x8",),
        forms=(Form((("digits.csv.gz", "digits.csv"),), _read),),
        checksums=Checksums(
            x_train="9ceb64f8ad5e6fb5f35f80bdc3420ebfd694ec84db3f096845667bce33a6cdbc",
            y_train="c2630f79e549cb8117218bac6089b627257ff035b8255c0d03fc0da929f58ddb",
            x_test="94548bc48e741cd60be3ffcf847ee1891d7fd1434f309be0528917d325da178b",
            y_test="2270b0954f34dda615b08fa9018896d7c251161e64c7d36cdac0a49a2db14700",
        ),
        package=Package(
            "sklearn", "datasets/data", extra="train", content=_("1,797 digits"), distribution="scikit-learn"
        ),
    )


def _read(files: Sequence[Path]) -> Arrays:
    (file,) = files
    table = read_digits_csv(file, rows=_COUNT, columns=_SIDE * _SIDE + 1)
    counts, y = table[:, :-1].reshape(_COUNT, _SIDE, _SIDE, 1), table[:, -1].astype(np.int64)
    if counts.max() > 16:
        raise damaged(file, _("some of its values are above 16"))
    x = (16 * counts.astype(np.int16) - (counts > 0)).astype(np.uint8)
    train, test = hold_out(y, _TEST_FRACTION, _SEED)
    return Arrays(x[train], y[train], x[test], y[test])
