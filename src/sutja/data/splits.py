"""Holding out a part of the training data, so that decisions are taken on examples that were not learned from.

Each example draws two tickets, random 64-bit numbers that depend on the seed and on its position alone. In each
class the examples with the lowest first tickets are held out, so that the classes have the same shares in both
parts; by the second tickets the examples of each part are put in order. The tickets come from a bit generator
whose stream NumPy promises never to change: a split that was published can be made again.

With n examples, n_c of them in class c, and the fraction f, round(f n) are held out; class c gives floor(f n_c),
and the classes with the largest remainders one more each until the number is reached.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["hold_out"]


def hold_out(labels: ArrayLike, fraction: float, seed: int = 0) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split examples into those to train on and those held out, each class in the same proportion.

    Args:
        labels: The class of each example, integers of shape ``(n,)``.
        fraction: The part to hold out, in (0, 1).
        seed: A whole number from 0; the same one gives the same split.

    Returns:
        ``(train, held_out)``: the positions of the examples, each part in random order, so that a few from the
        front of either are a fair sample too.

    Raises:
        InvalidArgument: ``labels``, ``fraction`` or ``seed`` is not as described, or a part would be empty.
    """
    classes = np.asarray(labels)
    if classes.ndim != 1 or classes.dtype.kind not in "ui":
        raise invalid("labels", _("integers of shape (n,)"), labels)
    if not 0 < fraction < 1:
        raise invalid("fraction", _("a number in (0, 1)"), fraction)
    if seed < 0:
        raise invalid("seed", _("a whole number from 0"), seed)
    size = round(fraction * len(classes))
    if not 0 < size < len(classes):
        raise invalid(
            "fraction", _("a part that leaves both sides with examples, of {count}", count=len(classes)), fraction
        )
    tickets = np.random.PCG64(seed).random_raw(2 * len(classes)).reshape(-1, 2)
    held_out = _lowest_of_each_class(classes, tickets[:, 0], fraction, size)
    order = np.argsort(tickets[:, 1])
    return order[~held_out[order]], order[held_out[order]]


def _lowest_of_each_class(
    classes: NDArray[Any], tickets: NDArray[np.uint64], fraction: float, size: int
) -> NDArray[np.bool_]:
    """Mark the lowest tickets of each class, ``size`` in all, shared out as the module docstring says."""
    _values, inverse, counts = np.unique(classes, return_inverse=True, return_counts=True)
    shares = fraction * counts
    quota = np.floor(shares).astype(np.intp)
    largest_remainders = np.argsort(quota - shares, kind="stable")
    quota[largest_remainders[: size - quota.sum()]] += 1

    by_class = np.lexsort((tickets, inverse))
    starts = np.cumsum(counts) - counts
    rank = np.empty(len(classes), np.intp)  # of each example within its class
    rank[by_class] = np.arange(len(classes)) - np.repeat(starts, counts)
    marked: NDArray[np.bool_] = rank < quota[inverse]
    return marked
