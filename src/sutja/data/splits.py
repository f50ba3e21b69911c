"""Holding out a part of the training data, so that decisions are taken on examples that were not learned from.

Once (:func:`hold_out`), or in turn (:func:`k_fold`). Given the examples themselves, both keep those of the same
content together, so that none is learned from and asked for too (:mod:`sutja.data.content`).

Each example draws two tickets, random 64-bit numbers that depend on the seed and on its position alone. In each
class the examples with the lowest first tickets are held out, so that the classes have the same shares in both
parts; by the second tickets the examples of each part are put in order. The tickets come from a bit generator
whose stream NumPy promises never to change: a split that was published can be made again.

With n examples, n_c of them in class c, and the fraction f, round(f n) are held out; class c gives floor(f n_c),
and the classes with the largest remainders one more each until the number is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sutja.checks import between_0_and_1, is_whole, whole
from sutja.data.content import content_groups
from sutja.errors import invalid, missing_extra
from sutja.language import translate as _

__all__ = ["hold_out", "k_fold", "tail"]


def hold_out(
    labels: ArrayLike, fraction: float, seed: int = 0, examples: Sequence[Any] | NDArray[Any] | None = None
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split examples into those to train on and those held out, each class in the same proportion.

    Args:
        labels: The class of each example, integers of shape ``(n,)``.
        fraction: The part to hold out, in (0, 1).
        seed: A whole number from 0; the same one gives the same split.
        examples: The examples, of length n; with them, those of the same content come to the same side, and
            ``fraction`` is that of the different ones.

    Returns:
        ``(train, held_out)``: the positions of the examples, each part in random order, so that a few from the
        front of either are a fair sample too.

    Raises:
        InvalidArgument: ``labels``, ``fraction`` or ``seed`` is not as described, or a part would be empty.
    """
    classes, seed = _checked(labels, seed)
    fraction = between_0_and_1("fraction", fraction)
    if examples is not None:
        first, group = _different(classes, examples)
        if len(first) < len(classes):
            return _with_copies(hold_out(classes[first], fraction, seed), group)
    size = round(fraction * len(classes))
    if not 0 < size < len(classes):
        raise invalid(
            "fraction", _("a part that leaves both sides with examples, of {count}", count=len(classes)), fraction
        )
    tickets = np.random.PCG64(seed).random_raw(2 * len(classes)).reshape(-1, 2)
    held_out = _lowest_of_each_class(classes, tickets[:, 0], fraction, size)
    order = np.argsort(tickets[:, 1])
    return order[~held_out[order]], order[held_out[order]]


def k_fold(
    labels: ArrayLike,
    folds: int,
    seed: int = 0,
    examples: Sequence[Any] | NDArray[Any] | None = None,
    *,
    stratified: bool = True,
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Split examples ``folds`` times, so that each is held out exactly once; by scikit-learn.

    Args:
        labels: The class of each example, integers of shape ``(n,)``.
        folds: How many parts there are, from 2.
        seed: A whole number from 0; the same one gives the same folds.
        examples: As in :func:`hold_out`.
        stratified: Give each fold the classes in the same proportion.

    Returns:
        For each fold ``(train, held_out)``, positions of the examples.

    Raises:
        InvalidArgument: An argument is not as described, or there are fewer different examples (of a class, when
            ``stratified``) than folds.
        MissingExtra: scikit-learn is not installed.
    """
    classes, seed = _checked(labels, seed)
    first, group = (np.arange(len(classes)),) * 2 if examples is None else _different(classes, examples)
    different = classes[first]
    smallest = min(np.unique(different, return_counts=True)[1], default=0) if stratified else len(first)
    if not is_whole(folds, 2, smallest):
        raise invalid("folds", _("a whole number from 2 to {most}", most=smallest), folds)
    try:
        from sklearn.model_selection import KFold, StratifiedKFold
    except ImportError as error:
        raise missing_extra("k_fold", "train") from error
    kind = StratifiedKFold if stratified else KFold
    cut = kind(folds, shuffle=True, random_state=seed % 2**32).split(different, different)
    return [_with_copies(parts, group) for parts in cut]


def tail(count: int, test_split: float) -> int:
    """Where the test part begins when the last ``test_split`` of ``count`` shuffled examples are it, as in Keras.

    Raises:
        InvalidArgument: ``test_split`` is not in (0, 1), or a part would be empty.
    """
    test_split = between_0_and_1("test_split", test_split)
    first = int(count * (1 - test_split))
    if not 0 < first < count:
        raise invalid(
            "test_split", _("a part that leaves both sides with examples, of {count}", count=count), test_split
        )
    return first


def _checked(labels: ArrayLike, seed: int) -> tuple[NDArray[Any], int]:
    classes = np.asarray(labels)
    if classes.ndim != 1 or classes.dtype.kind not in "ui":
        raise invalid("labels", _("integers of shape (n,)"), labels)
    return classes, whole("seed", seed, 0)


def _different(
    classes: NDArray[Any], examples: Sequence[Any] | NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The position of the first example of each content, and for each example which of these it is like."""
    if len(examples) != len(classes):
        raise invalid("examples", _("as many as there are labels, {count}", count=len(classes)), len(examples))
    return content_groups(examples)


def _with_copies(
    parts: tuple[NDArray[np.intp], NDArray[np.intp]], group: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The positions of all examples whose contents are in the two ``parts``, in the order of the parts."""
    by_group = np.argsort(group, kind="stable")
    counts = np.bincount(group)
    starts = np.cumsum(counts) - counts
    train, held_out = (
        by_group[np.concatenate([np.arange(starts[one], starts[one] + counts[one]) for one in part])] for part in parts
    )
    return train, held_out


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
