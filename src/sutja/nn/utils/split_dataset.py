"""Two parts of a data set, such as one for training and one for validation."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import as_seed, is_number, is_whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import random

__all__ = ["split_dataset"]


def split_dataset(
    dataset: Any,
    left_size: float | None = None,
    right_size: float | None = None,
    shuffle: bool = False,
    seed: int | None = None,
) -> tuple[Any, Any]:
    """An array, or a tuple or list of arrays of one length -> (left, right), each like ``dataset``.

    Sizes are whole numbers of samples or shares between 0 and 1; one of them may be left out. ``shuffle`` mixes the
    samples first, by ``seed``. With both sizes given, the left part is taken from the front and the right one from
    the end.
    """
    several = isinstance(dataset, tuple | list)
    arrays = [np.asarray(item) for item in dataset] if several else [np.asarray(dataset)]
    lengths = {len(array) for array in arrays if array.ndim}
    if len(lengths) != 1 or not all(array.ndim for array in arrays):
        raise invalid("dataset", _("an array, or arrays of one length"), dataset)
    samples = lengths.pop()
    left, right = _sizes(left_size, right_size, samples)
    seed = as_seed(seed)
    order = np.arange(samples)
    if shuffle:
        order = random.generator(random.next_seed() if seed is None else seed).permutation(samples)

    def part(chosen: Any) -> Any:
        cut = [array[chosen] for array in arrays]
        return type(dataset)(cut) if several else cut[0]

    return part(order[:left]), part(order[samples - right :])


def _sizes(left: float | None, right: float | None, samples: int) -> tuple[int, int]:
    first, second = _count("left_size", left, samples), _count("right_size", right, samples)
    if first is None and second is None:
        raise invalid("left_size", _("a size, here or for right_size"), None)
    if first is None:
        first = samples - (second or 0)
    if second is None:
        second = samples - first
    if first + second > samples or not first or not second:
        raise invalid("left_size", _("sizes that leave samples on both sides of {count}", count=samples), (left, right))
    return first, second


def _count(name: str, size: float | None, samples: int) -> int | None:
    if size is None:
        return None
    is_share = not is_whole(size)
    most = 1 if is_share else samples
    if not is_number(size, 0, most) or size in (0, most):
        raise invalid(name, _("a share between 0 and 1, or a number of samples below {count}", count=samples), size)
    return round(size * samples) if is_share else int(size)
