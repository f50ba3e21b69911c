"""Varying batches in threads, ahead of the training that takes them.

Batch i of epoch e is varied with a generator of its own, seeded from (seed, e, i), and the batches come out in their
order: so the result is the same bits whatever the number of workers, and a run can be taken up at any batch. NumPy
works outside Python's lock for most of a batch, so that threads are enough and nothing is copied between processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.checks import whole
from sutja.data.augment.compose import Variation
from sutja.data.augment.mix import Mixing

__all__ = ["varied"]

_Batch = tuple[NDArray[Any], NDArray[Any]]


def varied(
    batches: Iterable[_Batch],
    variation: Variation | None = None,
    *,
    seed: int,
    epoch: int = 0,
    mix: Mixing | None = None,
    workers: int = 2,
) -> Iterator[tuple[NDArray[np.float32], NDArray[Any]]]:
    """The ``batches``, varied, in their order.

    Args:
        batches: Pairs of pictures, as in :class:`~sutja.data.augment.Variation`, and labels.
        variation: What is done to the pictures.
        seed: A whole number from 0.
        epoch: A whole number from 0; another one gives other variations.
        mix: What is done to pictures and labels after that.
        workers: How many threads work ahead; 0 for none, when each batch is varied as it is asked for.

    Yields:
        Pictures, float32, and labels. No more than two batches a worker are made ahead of time.

    Raises:
        InvalidArgument: ``seed``, ``epoch`` or ``workers`` is no whole number from 0.
    """
    workers, seed, epoch = whole("workers", workers, 0), whole("seed", seed, 0), whole("epoch", epoch, 0)

    def vary(index: int, batch: _Batch) -> tuple[NDArray[np.float32], NDArray[Any]]:
        images, labels = batch
        rng = np.random.default_rng([seed, epoch, index])
        result: NDArray[np.float32] = variation(images, rng) if variation else images.astype(np.float32, copy=False)
        return mix(result, labels, rng) if mix else (result, labels)

    if not workers:
        return (vary(index, batch) for index, batch in enumerate(batches))
    return _ahead(batches, vary, workers)


def _ahead(batches: Iterable[_Batch], vary: Any, workers: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="sutja-augment") as pool:
        try:
            for index, batch in enumerate(batches):
                waiting.append(pool.submit(vary, index, batch))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # an error, or nobody wants the rest
            for future in waiting:
                future.cancel()
