"""A data set in memory: examples and labels for training and for testing, and where they came from.

It checks itself when it is made, so that whoever receives a ``Dataset`` need not: the parts hold the same kind of
examples, each example has a label, and each label has a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.spec import Kind
from sutja.errors import DamagedFile
from sutja.language import translate as _

__all__ = ["Dataset"]


@dataclass(frozen=True, repr=False, eq=False)
class Dataset:
    """A data set to learn from.

    Attributes:
        x_train: Training examples. Pictures are uint8 of shape ``(n, height, width, channels)``; texts are lists of
            word numbers in an object array of shape ``(n,)``; columns are float64 of shape ``(n, columns)``.
        y_train: Their classes, int64 of shape ``(n,)``, numbers in ``range(len(classes))``; without classes, the
            numbers to be predicted, float64 of shape ``(n,)``.
        x_test: Test examples, like ``x_train``.
        y_test: Their classes or numbers, like ``y_train``.
        classes: The name of each class; a label is an index into it. Empty where numbers are to be predicted.
        name: The name under which the set is loaded.
        source: Where these values came from, in one line. Every report prints it.
        kind: What an example is: ``"pictures"``, ``"texts"`` or ``"columns"``.
        columns: The names of the columns.
        words: For texts, the rank of each word by frequency, from 1, where it is known. The numbers in ``x_train``
            are ranks plus ``index_from``, as in Keras.
        x_val: Examples that were set apart for validation by whoever made the set, like ``x_train``; usually none.
        y_val: Their classes, like ``y_train``.
        skipped: Files that were left out on request because they could not be read.

    Raises:
        DamagedFile: The arrays do not fit together.
    """

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    classes: tuple[str, ...]
    name: str
    source: str
    kind: Kind = "pictures"
    columns: tuple[str, ...] = ()
    words: Mapping[str, int] | None = None
    x_val: NDArray[Any] | None = None
    y_val: NDArray[Any] | None = None
    skipped: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        problem = next(self._problems(), "")
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
        things = {"pictures": f"pictures of {shape}", "texts": "texts", "columns": f"rows of {shape} columns"}[
            self.kind
        ]
        parts = " + ".join(f"{len(x):,}" for x in (self.x_train, self.x_val, self.x_test) if x is not None)
        classes = f"{len(self.classes)} classes, " if self.classes else ""
        return f"Dataset({self.name!r}: {parts} {things}, {classes}from {self.source})"

    def _problems(self) -> Iterator[str]:
        parts = [(_("training"), self.x_train, self.y_train), (_("test"), self.x_test, self.y_test)]
        if self.x_val is not None and self.y_val is not None:
            parts.append((_("validation"), self.x_val, self.y_val))
        elif self.x_val is not None or self.y_val is not None:
            yield _("it has validation examples without labels, or labels without examples")
        for part, x, y in parts:
            yield from self._problems_of_examples(part, x)
            yield from self._problems_of_labels(part, x, y)
        for part, x, _y in parts[1:]:
            if x.shape[1:] != self.x_train.shape[1:]:
                yield _(
                    "its training examples are of shape {train} but its {part} examples of shape {other}",
                    train=self.x_train.shape[1:],
                    part=part,
                    other=x.shape[1:],
                )

    def _problems_of_examples(self, part: str, x: NDArray[Any]) -> Iterator[str]:
        received: dict[str, Any] = {"part": part, "dtype": x.dtype, "shape": x.shape}
        if self.kind == "pictures" and (x.dtype != np.uint8 or x.ndim != 4):
            yield _(
                "its {part} pictures should be uint8 of shape (n, height, width, channels), "
                "not {dtype} of shape {shape}",
                **received,
            )
        if self.kind == "texts" and (x.dtype != object or x.ndim != 1):
            yield _("its {part} texts should be lists of shape (n,), not {dtype} of shape {shape}", **received)
        if self.kind == "columns" and (x.dtype != np.float64 or x.ndim != 2):
            yield _(
                "its {part} examples should be float64 of shape (n, columns), not {dtype} of shape {shape}", **received
            )

    def _problems_of_labels(self, part: str, x: NDArray[Any], y: NDArray[Any]) -> Iterator[str]:
        wanted = np.int64 if self.classes else np.float64
        if y.dtype != wanted or y.ndim != 1:
            yield _(
                "its {part} labels should be {wanted} of shape (n,), not {dtype} of shape {shape}",
                part=part,
                wanted=np.dtype(wanted),
                dtype=y.dtype,
                shape=y.shape,
            )
        if len(x) != len(y):
            yield _(
                "it has {examples} {part} examples but {labels} {part} labels",
                part=part,
                examples=len(x),
                labels=len(y),
            )
        if len(x) == 0:
            yield _("it has no {part} examples", part=part)
        elif self.classes and (y.min() < 0 or y.max() >= len(self.classes)):
            yield _(
                "its {part} labels run from {low} to {high}, but its {count} classes are numbered from 0 to {last}",
                part=part,
                low=y.min(),
                high=y.max(),
                count=len(self.classes),
                last=len(self.classes) - 1,
            )
        elif not self.classes and not np.isfinite(y).all():
            yield _("some of its {part} labels are no numbers", part=part)
