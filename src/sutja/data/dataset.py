"""A data set in memory: pictures and labels for training and for testing, and where they came from.

It checks itself when it is made, so that whoever receives a ``Dataset`` need not: the two parts hold the same
kind of picture, each picture has a label, and each label has a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.errors import DamagedFile
from sutja.language import translate as _

__all__ = ["Dataset"]


@dataclass(frozen=True, repr=False, eq=False)
class Dataset:
    """A classification data set.

    Attributes:
        x_train: Training pictures, uint8 of shape ``(n, height, width, channels)``.
        y_train: Their classes, int64 of shape ``(n,)``, numbers in ``range(len(classes))``.
        x_test: Test pictures, like ``x_train``.
        y_test: Their classes, like ``y_train``.
        classes: The name of each class; a label is an index into it.
        name: The name under which the set is loaded.
        source: Where these values came from, in one line. Every report prints it.

    Raises:
        DamagedFile: The arrays do not fit together.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]
    classes: tuple[str, ...]
    name: str
    source: str

    def __post_init__(self) -> None:
        problem = (
            self._problem_of(_("training"), self.x_train, self.y_train)
            or self._problem_of(_("test"), self.x_test, self.y_test)
            or self._problem_between_parts()
        )
        if problem:
            raise DamagedFile(
                _(
                    "The data set {name} ({source}) is damaged: {problem}. Replace its files with a good copy",
                    name=self.name,
                    source=self.source,
                    problem=problem,
                )
            )

    def __repr__(self) -> str:
        shape = " x ".join(str(size) for size in self.x_train.shape[1:])
        return (
            f"Dataset({self.name!r}: {len(self.x_train):,} + {len(self.x_test):,} pictures of {shape}, "
            f"{len(self.classes)} classes, from {self.source})"
        )

    def _problem_of(self, part: str, x: NDArray[Any], y: NDArray[Any]) -> str:
        if x.dtype != np.uint8 or x.ndim != 4:
            return _(
                "its {part} pictures should be uint8 of shape (n, height, width, channels), "
                "not {dtype} of shape {shape}",
                part=part,
                dtype=x.dtype,
                shape=x.shape,
            )
        if y.dtype != np.int64 or y.ndim != 1:
            return _(
                "its {part} labels should be int64 of shape (n,), not {dtype} of shape {shape}",
                part=part,
                dtype=y.dtype,
                shape=y.shape,
            )
        if len(x) != len(y):
            return _(
                "it has {pictures} {part} pictures but {labels} {part} labels",
                part=part,
                pictures=len(x),
                labels=len(y),
            )
        if len(x) == 0:
            return _("it has no {part} pictures", part=part)
        if y.min() < 0 or y.max() >= len(self.classes):
            return _(
                "its {part} labels run from {low} to {high}, but its {count} classes are numbered from 0 to {last}",
                part=part,
                low=y.min(),
                high=y.max(),
                count=len(self.classes),
                last=len(self.classes) - 1,
            )
        return ""

    def _problem_between_parts(self) -> str:
        train, test = self.x_train.shape[1:], self.x_test.shape[1:]
        if train != test:
            return _("its training pictures are {train} but its test pictures {test}", train=train, test=test)
        return ""
