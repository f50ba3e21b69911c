"""Batches of pictures, shuffled and varied anew in each epoch.

Pictures stay in memory as bytes, a quarter of the size of floats; only a batch at a time is made into floats. Order
and variation of epoch e depend on (seed, e) alone, not on the epochs before, nor on the engine that learns from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment import Variation
from sutja.nn.utils import PyDataset

__all__ = ["PictureBatches", "as_floats"]


class PictureBatches(PyDataset):
    """Batches of ``batch_size`` from uint8 pictures ``x`` (n, h, w, c) and labels ``y`` (n,); the last may be less.

    ``scale`` makes floats of a batch of pictures: in [0, 1], unless a model is to be shown something else. ``among``:
    the numbers of the pictures to take, all if left out; the others stay where they are, so that nothing is copied.
    Without a ``seed`` they come in this order, epoch after epoch, and are not varied.
    """

    def __init__(
        self,
        x: NDArray[Any],
        y: NDArray[Any],
        batch_size: int,
        *,
        seed: int | None,
        augment: Variation | None = None,
        epoch: int = 0,
        scale: Callable[[NDArray[Any]], NDArray[np.float32]] | None = None,
        among: NDArray[np.intp] | None = None,
    ) -> None:
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.among = np.arange(len(x)) if among is None else among
        self.seed, self.augment, self.epoch, self.scale = seed, augment, epoch, scale or as_floats
        self._order = self._shuffled()

    def __len__(self) -> int:
        return -(-len(self.among) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[Any]]:
        chosen = self._order[index * self.batch_size : (index + 1) * self.batch_size]
        pictures = self.scale(self.x[chosen])
        if self.augment is not None and self.seed is not None:
            pictures = self.augment(pictures, np.random.default_rng([self.seed, self.epoch, index]))
        return pictures, self.y[chosen]

    def on_epoch_end(self) -> None:
        """The next epoch has an order and variations of its own."""
        self.epoch += 1
        self._order = self._shuffled()

    def endless(self, start: int = 0) -> Iterator[tuple[NDArray[np.float32], NDArray[Any]]]:
        """Batch after batch, epoch after epoch: what ``fit`` takes with ``steps_per_epoch`` on every engine.

        The first is the one that would come after ``start`` others.
        """
        epochs, index = divmod(start, len(self))
        if epochs:
            self.epoch += epochs
            self._order = self._shuffled()
        while True:
            for number in range(index, len(self)):
                yield self[number]
            self.on_epoch_end()
            index = 0

    def _shuffled(self) -> NDArray[np.intp]:
        if self.seed is None:
            return self.among
        return self.among[np.random.default_rng([self.seed, self.epoch]).permutation(len(self.among))]


def as_floats(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Grey levels 0..255 as numbers in [0, 1], which is what every model of the zoo takes."""
    return np.multiply(pictures, np.float32(1 / 255), dtype=np.float32)
