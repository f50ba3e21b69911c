"""The one door from the engine's names to the data room.

``keras.datasets`` is a part of Keras, so code written for Keras expects it under the engine's name; where data come
from is the business of :mod:`sutja.data`. So these functions call it, and are the only ones of the engine that do:
``sutja.data`` is imported when one of them is called and not before, and no layer, loss or optimizer comes this way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sutja.errors import invalid
from sutja.language import translate as _

if TYPE_CHECKING:
    from sutja.data import Dataset

__all__ = ["Parts", "classes", "columns_of_labels", "load", "parts", "ranks", "refuse_other_path"]

Parts: TypeAlias = tuple[tuple[NDArray[Any], NDArray[Any]], tuple[NDArray[Any], NDArray[Any]]]


def load(name: str, **options: Any) -> Dataset:
    """The data set ``name``, from where :func:`sutja.data.load` finds it."""
    from sutja import data

    return data.load(name, **options)


def ranks(name: str) -> Mapping[str, int]:
    """The rank of each word in the set of texts ``name``."""
    from sutja import data

    return data.word_index(name)


def classes(name: str) -> tuple[str, ...]:
    """The names of the classes of the set ``name``."""
    from sutja import data

    return data.describe(name).classes


def parts(dataset: Dataset, dtype: type[np.generic] | None = None, *, flat: bool = False) -> Parts:
    """``(x_train, y_train), (x_test, y_test)``; labels as ``dtype``, and ``flat`` pictures without their channel."""
    x = [x[..., 0] if flat else x for x in (dataset.x_train, dataset.x_test)]
    y = [y if dtype is None else y.astype(dtype) for y in (dataset.y_train, dataset.y_test)]
    return (x[0], y[0]), (x[1], y[1])


def columns_of_labels(of: Parts) -> Parts:
    """``of`` with labels of shape ``(n, 1)``, as Keras has them for CIFAR."""
    (x_train, y_train), (x_test, y_test) = of
    return (x_train, y_train[:, None]), (x_test, y_test[:, None])


def refuse_other_path(path: str, usual: str) -> None:
    """Say what to do instead of giving the ``path`` of Keras' cache, unless it is the ``usual`` one."""
    if path != usual:
        raise invalid(
            "path",
            repr(usual),
            path,
            _("Files are looked for under $SUTJA_DATA and in the cache of Keras; for any other: sutja.data.load"),
        )
