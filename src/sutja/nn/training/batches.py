"""Batches: arrays, a data set or a generator, cut into what one step takes, epoch after epoch.

The order in which a pass through the data meets the samples is the permutation that belongs to (seed, done), where
``done`` is the number of training steps done before the pass. So each pass has an order of its own, also when
``fit`` is called anew for each epoch, and a resumed run meets the samples in the order of one that never stopped.

An epoch is one pass, unless it is given a number of steps. Then it takes so many batches, and the next epoch goes on
behind them; a pass that ends within an epoch ends the epoch as well.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from typing import Any, Protocol

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import random
from sutja.nn.training.batch import Batch, as_batch, as_inputs
from sutja.nn.training.interface import Interface
from sutja.nn.utils.py_dataset import PyDataset

__all__ = ["Batches", "as_batches", "unpacked"]


class Batches(Protocol):
    """Something that makes the batches of each epoch."""

    @property
    def steps(self) -> int | None:
        """The number of batches in an epoch; ``None``: as many as come."""

    @property
    def samples(self) -> int | None:
        """About how many samples an epoch has; ``None``: nobody knows."""

    def epoch(self, number: int = 0, seed: int = 0, done: int = 0) -> Iterator[Batch]:
        """The batches of the epoch after ``number`` others, which begins when ``done`` training steps are done.

        ``seed`` is that of the order, if they are shuffled.
        """


class _Passes:
    """Batches that come in passes of a known length."""

    def __init__(self, length: int, steps: int | None, shuffle: bool) -> None:
        self.length, self.steps, self.shuffle = length, steps or length, shuffle

    def part_of_pass(self, number: int) -> range:
        """Which batches of a pass epoch ``number`` takes."""
        of_one_pass = -(-self.length // self.steps)
        start = number % of_one_pass * self.steps
        return range(start, min(start + self.steps, self.length))

    def order(self, count: int, seed: int, done: int) -> Any:
        """The order of ``count`` things in the pass that began when ``done`` training steps were done."""
        return random.generator(seed, max(done, 0)).permutation(count) if self.shuffle else None

    def warn_if_short(self, part: range) -> None:
        """Say so if the epoch has fewer batches than it should."""
        if len(part) < self.steps:
            _warn_of_the_end(len(part), self.steps)


class ArrayBatches(_Passes):
    """The samples of ``whole`` in batches of ``batch_size``; the last one may be smaller."""

    def __init__(self, whole: Batch, batch_size: int, shuffle: bool, dtype: str, steps: int | None = None) -> None:
        super().__init__(-(-len(whole) // batch_size), steps, shuffle)
        self.whole, self.batch_size, self.dtype = whole, batch_size, dtype
        self.samples: int | None = min(len(whole), self.steps * batch_size)

    def epoch(self, number: int = 0, seed: int = 0, done: int = 0) -> Iterator[Batch]:
        """Shuffled if asked for."""
        part = self.part_of_pass(number)
        order = self.order(len(self.whole), seed, done - part.start)
        for i in part:
            chosen = slice(i * self.batch_size, (i + 1) * self.batch_size)
            yield self.whole.take(chosen if order is None else order[chosen], self.dtype)
        self.warn_if_short(part)


class DatasetBatches(_Passes):
    """The batches that a :class:`PyDataset` makes, in an order of their own each pass if shuffled."""

    def __init__(
        self, dataset: PyDataset, interface: Interface, class_weight: Any, shuffle: bool, steps: int | None
    ) -> None:
        length = dataset.num_batches
        if length is None and steps is None:
            raise invalid("steps", _("a number of batches, as this PyDataset has no end"), steps)
        if length == 0:
            raise invalid("x", _("a PyDataset with at least one batch"), dataset)
        self.endless = length is None
        super().__init__(length or steps or 0, steps, shuffle and not self.endless)
        self.dataset, self.interface, self.class_weight = dataset, interface, class_weight

    @property
    def samples(self) -> int | None:
        """As if each batch were as large as the first, at which Keras looks beforehand as well."""
        x, _y, _weights = unpacked(self.dataset[0])
        return len(as_inputs(x, self.interface)[0]) * self.steps

    def epoch(self, number: int = 0, seed: int = 0, done: int = 0) -> Iterator[Batch]:
        """Tells the data set when the epoch begins and when it is over."""
        part = range(number * self.steps, (number + 1) * self.steps) if self.endless else self.part_of_pass(number)
        self.dataset.on_epoch_begin()
        order = self.order(self.length, seed, done - part.start)
        for i in part:
            item = self.dataset[i if order is None else int(order[i])]
            yield _converted(item, self.interface, self.class_weight)
        self.dataset.on_epoch_end()
        self.warn_if_short(part)


class GeneratorBatches:
    """The batches that a generator yields, one after the other; each comes once only."""

    samples: int | None = None

    def __init__(self, generator: Iterator[Any], interface: Interface, class_weight: Any, steps: int | None) -> None:
        self.generator, self.interface, self.class_weight, self.steps = generator, interface, class_weight, steps

    def epoch(self, number: int = 0, seed: int = 0, done: int = 0) -> Iterator[Batch]:
        """The next ones, and a warning if there are too few."""
        count = 0
        for item in itertools.islice(self.generator, self.steps):
            count += 1
            yield _converted(item, self.interface, self.class_weight)
        if count < (self.steps or 1):
            _warn_of_the_end(count, self.steps or 1)


def as_batches(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    interface: Interface,
    batch_size: int | None = None,
    shuffle: bool = False,
    class_weight: Any = None,
    steps: int | None = None,
) -> Batches:
    """Batches of whatever ``fit`` was given, ``steps`` in each epoch if given."""
    if isinstance(x, PyDataset | Iterator):
        kind = "PyDataset" if isinstance(x, PyDataset) else _("generator")
        for name, value in (("y", y), ("sample_weight", sample_weight), ("batch_size", batch_size)):
            if value is not None:
                expected = _("to be left out when `x` is a {kind}, which makes its own batches", kind=kind)
                raise invalid(name, expected, value)
        if isinstance(x, PyDataset):
            return DatasetBatches(x, interface, class_weight, shuffle, steps)
        return GeneratorBatches(x, interface, class_weight, steps)
    all_in_one = as_batch(x, y, sample_weight, interface, class_weight)
    standard = -(-len(all_in_one) // steps) if steps else 32
    size = standard if batch_size is None else whole("batch_size", batch_size)
    return ArrayBatches(all_in_one, size, shuffle, interface.dtype, steps)


def unpacked(item: Any) -> tuple[Any, Any, Any]:
    """x, y and the sample weights of what a data set or a generator gives: x, (x,), (x, y) or (x, y, weights)."""
    if not isinstance(item, tuple | list):
        return item, None, None
    if not 1 <= len(item) <= 3:
        raise invalid("x", _("batches (x,), (x, y) or (x, y, sample_weight)"), item)
    x, y, weights = (*item, None, None)[:3]
    return x, y, weights


def _converted(item: Any, interface: Interface, class_weight: Any) -> Batch:
    """The batch ``item``, checked as it comes."""
    batch = as_batch(*unpacked(item), interface, class_weight)
    return batch.take(slice(None), interface.dtype)


def _warn_of_the_end(count: int, steps: int) -> None:
    warnings.warn(
        _(
            "The data ended after {count} of {steps} batches, and the epoch with it. "
            "Give it more batches, or ask for fewer steps.",
            count=count,
            steps=steps,
        ),
        stacklevel=2,
    )
