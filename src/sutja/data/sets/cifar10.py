"""CIFAR-10: 60,000 colour photographs of 32 x 32 pixels in ten classes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sutja.data.formats.cifar import from_binary, from_python
from sutja.data.formats.content import damaged
from sutja.data.sets.like_cifar import read_archive, read_whole
from sutja.data.spec import Arrays, Checksums, Download, Form, Spec
from sutja.language import translate as _

__all__ = ["CITATION", "HOMES", "spec"]

CITATION = "A. Krizhevsky: Learning multiple layers of features from tiny images. University of Toronto, 2009"
HOMES = ("https://www.cs.toronto.edu/~kriz/cifar.html",)

_BATCHES = (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
_ARCHIVES = (
    "cifar-10-python.tar.gz",
    "cifar-10-binary.tar.gz",
    "cifar-10-batches-py.tar.gz",  # as Keras 2 called it
    "cifar-10-batches-py-target_archive",  # as Keras 3 calls it
    "cifar-10-python.tgz",
)
_DOWNLOADS = tuple(
    (Download(file, checksum, size, tuple(f"{home}{file}" for home in homes)),)
    for file, checksum, size, homes in (
        (
            "cifar-10-python.tar.gz",
            "sha256:6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            170_498_071,
            ("https://www.cs.toronto.edu/~kriz/", "https://dataset.bj.bcebos.com/cifar/"),
        ),
        (
            "cifar-10-binary.tar.gz",
            "md5:c32a1d4ab5d03f1284b67883e8d87530",
            170_052_171,
            ("https://www.cs.toronto.edu/~kriz/",),
        ),
    )
)


def spec() -> Spec:
    """What is declared about CIFAR-10."""
    return Spec(
        name="cifar10",
        title="CIFAR-10",
        what=_("Colour photographs of animals and vehicles, in 32 x 32 pixels"),
        shape=(32, 32, 3),
        train=50_000,
        test=10_000,
        classes=("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        licence=_("no formal licence; cite the source"),
        citation=CITATION,
        homes=HOMES,
        folders=(
            "cifar10",
            "cifar-10-batches-py",
            "cifar-10-batches-bin",
            "cifar-10-batches-py-target/cifar-10-batches-py",
            "CIFAR10/cifar-10-batches-py",
        ),
        forms=(
            Form(tuple((name,) for name in _BATCHES), _read_python),
            Form(tuple((f"{name}.bin",) for name in _BATCHES), _read_binary),
            Form((_ARCHIVES,), _read_archive),
        ),
        checksums=Checksums(
            x_train="47af8b02cfcfb6cdf3dbbd1969ad7f1b70f4413f6f80f437b020ee4e5bc8304a",
            y_train="2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253",
            x_test="f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04",
            y_test="cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5",
        ),
        downloads=_DOWNLOADS,
    )


def _read_python(files: Sequence[Path]) -> Arrays:
    return _joined([from_python(read_whole(file), ["labels"], file) for file in files])


def _read_binary(files: Sequence[Path]) -> Arrays:
    return _joined([from_binary(read_whole(file), 1, file) for file in files])


def _read_archive(files: Sequence[Path]) -> Arrays:
    (archive,) = files
    found = read_archive(archive, {*_BATCHES, *(f"{name}.bin" for name in _BATCHES)})
    if all(name in found for name in _BATCHES):
        return _joined([from_python(found[name], ["labels"], archive / name) for name in _BATCHES])
    missing = [name for name in _BATCHES if f"{name}.bin" not in found]
    if missing:
        raise damaged(archive, _("it lacks {missing}", missing=", ".join(missing)))
    return _joined([from_binary(found[f"{name}.bin"], 1, archive / f"{name}.bin") for name in _BATCHES])


def _joined(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> Arrays:
    *train, (x_test, y_test) = parts
    return Arrays(
        np.concatenate([x for x, _y in train]),
        np.concatenate([y[:, 0] for _x, y in train]),
        x_test,
        y_test[:, 0],
    )
