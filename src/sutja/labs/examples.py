"""What an experiment learns from: arrays for training, for watching and for testing, and how they are declared.

A declaration says which data set, which of its examples, how pixels are shown to the network, and on what an epoch is
watched. Decks watch on the test set now and then; that is done again here, since their figures come from it, but
nothing of ours is chosen by it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sutja import data, nn
from sutja.data import Dataset
from sutja.language import translate as _
from sutja.train.batches import as_floats

__all__ = ["PIXELS", "Examples", "Made", "Pictures", "Source"]


@dataclass(frozen=True, eq=False)
class Examples:
    """Inputs and answers. ``scale`` makes of inputs what the network is shown; ``source`` is where they came from.

    ``x_watch`` and ``y_watch`` are what each epoch is evaluated on; ``None`` if on nothing. ``names``: of the classes,
    where they have any.
    """

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    name: str
    source: str
    classes: int
    x_watch: NDArray[Any] | None = None
    y_watch: NDArray[Any] | None = None
    scale: Callable[[NDArray[Any]], NDArray[np.float32]] = lambda x: x.astype(np.float32)
    names: tuple[str, ...] = ()


class Source(Protocol):
    """What a training may declare as its data; a frozen dataclass."""

    @property
    def name(self) -> str:
        """Of the data."""

    def __hash__(self) -> int: ...

    def described(self) -> str:
        """In words: two sources with the same words are the same."""

    @property
    def stand_in(self) -> str:
        """A sentence that says what stands in for what, in the language in use; empty where nothing does."""

    def load(self) -> Examples:
        """The examples."""

    def quick(self, examples: int, tests: int | None = None) -> Source:
        """The same from data that is always there, with at most so many examples to train and to test on."""


PIXELS: dict[str, Callable[[NDArray[Any]], NDArray[np.float32]]] = {
    "0..1": as_floats,
    "0..255": lambda pixels: pixels.astype(np.float32),
    "-1..1": lambda pixels: as_floats(pixels) * 2 - 1,
}

_DIGITS = ("mnist", "mnist5k")


@dataclass(frozen=True)
class Pictures:
    """Pictures of a data set.

    Attributes:
        name: The name of the data set.
        pixels: The range in which the network is shown them.
        watch: On what each epoch is evaluated: the test pictures, the last share of the training pictures, which are
            then not learned from, or nothing.
        skip, first: Leave out so many training pictures at the front, and take at most so many of the others.
        first_test: Take at most so many test pictures.
        only: Keep these classes, which are numbered anew in this order.
        fold: (k, n): hold out and test on part k of n, as cross-validation does, instead of the test pictures.
        one_hot: Whether labels are rows with a one, as some losses want them.
        shape: Fit the pictures into this shape, with black around them and every channel the same.
        instead_of: The data set of other pictures that they stand in for, if they do.
    """

    name: str
    pixels: Literal["0..1", "0..255", "-1..1"] = "0..1"
    watch: float | Literal["test"] | None = None
    skip: int = 0
    first: int | None = None
    first_test: int | None = None
    only: tuple[int, ...] = ()
    fold: tuple[int, int] | None = None
    one_hot: bool = False
    shape: tuple[int, ...] | None = None
    instead_of: str = ""

    @property
    def stand_in(self) -> str:
        """Which digits stand in for which other pictures."""
        if not self.instead_of:
            return ""
        return _(
            "Digits of {digits} stand in for the pictures of {pictures}.", digits=self.name, pictures=self.instead_of
        )

    def load(self) -> Examples:
        """As declared."""
        dataset = data.load(self.name)
        x, y, x_test, y_test = self._parts(dataset)
        x_watch, y_watch = (x_test, y_test) if self.watch == "test" else (None, None)
        if isinstance(self.watch, float):
            cut = round(len(x) * (1 - self.watch))
            x, x_watch, y, y_watch = x[:cut], x[cut:], y[:cut], y[cut:]
        return Examples(
            *(x, y, x_test, y_test),
            name=self.name,
            source=dataset.source,
            classes=len(self.only) or len(dataset.classes),
            x_watch=x_watch,
            y_watch=y_watch,
            scale=PIXELS[self.pixels],
            names=tuple(dataset.classes[i] for i in self.only) or dataset.classes,
        )

    def described(self) -> str:
        """The name, and every field that is not as usual."""
        changed = [
            f"{one.name}={getattr(self, one.name)!r}"
            for one in dataclasses.fields(self)
            if one.name != "name" and getattr(self, one.name) != one.default
        ]
        return " ".join([self.name, *changed])

    def quick(self, examples: int, tests: int | None = None) -> Pictures:
        """Digits that come with a package; where photographs were declared, in their shape."""
        shape = None if self.name in (*_DIGITS, "fashion_mnist") else (32, 32, 3)
        instead_of = self.instead_of if self.name in _DIGITS else self.name
        first = min(self.first or examples, examples)
        return dataclasses.replace(
            self, name="mnist5k", skip=0, first=first, first_test=tests, shape=shape, instead_of=instead_of
        )

    def _parts(self, dataset: Dataset) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Training and test examples with their labels."""
        x, y, x_test, y_test = dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test
        if self.fold is not None:
            number, folds = self.fold
            learned, held_out = data.k_fold(y, folds)[number]
            x, y, x_test, y_test = x[learned], y[learned], x[held_out], y[held_out]
        x, y = self._chosen(x[self.skip :], y[self.skip :])
        x_test, y_test = self._chosen(x_test, y_test)
        return x[: self.first], y[: self.first], x_test[: self.first_test], y_test[: self.first_test]

    def _chosen(self, x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Of the classes asked for, in the form asked for."""
        classes = len(self.only) or None
        if self.only:
            kept = np.isin(y, self.only)
            x, y = x[kept], np.argmax(y[kept, None] == np.array(self.only), axis=1)
        if self.shape is not None:
            x = _fitted(x, self.shape)
        return x, nn.utils.to_categorical(y, classes) if self.one_hot else y


@dataclass(frozen=True)
class Made:
    """Examples that the function ``make`` makes: all it has, or ``count`` to train on."""

    name: str
    make: Callable[[int | None], Examples]
    count: int | None = None

    @property
    def stand_in(self) -> str:
        """Nothing: what is made can be made for the quick mode as well."""
        return ""

    def load(self) -> Examples:
        """As declared."""
        return self.make(self.count)

    def described(self) -> str:
        """The name, and how many."""
        return self.name if self.count is None else f"{self.name} {self.count}"

    def quick(self, examples: int, tests: int | None = None) -> Made:
        """No more than so many."""
        return dataclasses.replace(self, count=examples)


def _fitted(x: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Pictures (n, h, w, 1) in the middle of ``shape``."""
    (h, w), (height, width, channels) = x.shape[1:3], shape
    top, left = (height - h) // 2, (width - w) // 2
    around = np.pad(x, ((0, 0), (top, height - h - top), (left, width - w - left), (0, 0)))
    return np.broadcast_to(around, (len(x), height, width, channels))
