"""What MNIST and the sets made after its pattern have in common: the forms in which their files lie about.

Four IDX files, as the authors distribute them (plain or zipped with gzip, spelt with a dash or, as on Kaggle, with a
dot); one ``.npz`` file with four arrays, as Keras keeps them; two CSV files with a line a picture, from Kaggle; or
the one such file of Kaggle's digit recogniser, whose other file has no labels. Of that one, every seventh picture of
each class is held out for testing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.digits_csv import read_labelled_csv
from sutja.data.formats.idx import read_idx
from sutja.data.formats.npz import read_npz
from sutja.data.spec import Arrays, Download, Form
from sutja.data.splits import hold_out

__all__ = ["IDX_FILES", "forms", "idx_downloads"]

IDX_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


_TEST_FRACTION, _SEED = 1 / 7, 0  # of Kaggle's digits; as many as MNIST sets apart


def forms(name: str, picture: tuple[int, int]) -> tuple[Form, ...]:
    """The forms of the set ``name``, whose pictures have the size ``picture`` (height, width)."""
    dashed = name.replace("_", "-")
    return (
        Form(tuple(_spellings(file) for file in IDX_FILES), partial(_read_idx_files, picture=picture)),
        Form(((f"{name}.npz",),), partial(_read_npz_file, picture=picture)),
        Form(
            tuple(tuple(f"{stem}_{part}.csv" for stem in {name: 1, dashed: 1}) for part in ("train", "test")),
            partial(_read_csv_files, picture=picture),
        ),
        Form((("train.csv",),), partial(_read_csv_files, picture=picture), common=True),
    )


def idx_downloads(mirrors: Sequence[str], checksums: Sequence[str], sizes: Sequence[int]) -> tuple[Download, ...]:
    """The four zipped IDX files, each from all ``mirrors`` (addresses ending in a slash).

    ``checksums`` and ``sizes`` (in bytes) are those of the zipped files, in the order of ``IDX_FILES``.
    """
    return tuple(
        Download(f"{file}.gz", checksum, size, tuple(f"{mirror}{file}.gz" for mirror in mirrors))
        for file, checksum, size in zip(IDX_FILES, checksums, sizes, strict=True)
    )


def _spellings(file: str) -> tuple[str, ...]:
    dotted = file.replace("-idx", ".idx")
    return file, f"{file}.gz", dotted, f"{dotted}.gz"


def _read_idx_files(files: Sequence[Path], picture: tuple[int, int]) -> Arrays:
    item_shapes = (picture, (), picture, ())
    return _arrays(*(read_idx(file, shape) for file, shape in zip(files, item_shapes, strict=True)))


def _read_npz_file(files: Sequence[Path], picture: tuple[int, int]) -> Arrays:
    (file,) = files
    arrays = read_npz(file, {"x_train": picture, "y_train": (), "x_test": picture, "y_test": ()})
    return _arrays(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"])


def _read_csv_files(files: Sequence[Path], picture: tuple[int, int]) -> Arrays:
    parts = [read_labelled_csv(file, picture[0] * picture[1]) for file in files]
    if len(parts) == 1:
        ((x, y),) = parts
        parts = [(x[chosen], y[chosen]) for chosen in hold_out(y, _TEST_FRACTION, _SEED)]
    (x_train, y_train), (x_test, y_test) = parts
    return _arrays(x_train.reshape(-1, *picture), y_train, x_test.reshape(-1, *picture), y_test)


def _arrays(x_train: NDArray[Any], y_train: NDArray[Any], x_test: NDArray[Any], y_test: NDArray[Any]) -> Arrays:
    """Pictures with a channel axis; labels as int64, so that arithmetic with them does not wrap around."""
    return Arrays(x_train[..., None], y_train.astype(np.int64), x_test[..., None], y_test.astype(np.int64))
