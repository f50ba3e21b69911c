"""Labels: the right answer of each sample, as a number or as a row.

A picture of a 5 has the label 5. A network for ten digits gives ten numbers, so to compare the two the label becomes
ten numbers as well, all 0 but for a 1 at the place of the class ("one-hot"):

    5  ->  [0 0 0 0 0 1 0 0 0 0]

Such a row is a probability distribution that is quite sure. The number 5 itself would be a bad target for one output:
it would say that a 4 is nearly right and a 9 nearly as wrong as a 1.

The engine's part: :func:`sutja.nn.utils.to_categorical`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats
from sutja.nn.typing import Array

__all__ = ["one_hot", "targets"]


def one_hot(labels: Any, classes: int) -> Array:
    """Whole numbers (n,) as rows (n, classes) of zeros with a single 1.

    Row k of the identity matrix is the one-hot row of class k, so the labels pick rows of it.

    Raises:
        InvalidArgument: A label is no whole number from 0 to ``classes - 1``.

    >>> print(one_hot([2, 0], classes=3))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    whole("classes", classes)
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise invalid("labels", _("integers of shape (n,)"), labels)
    outside = labels[(labels < 0) | (labels >= classes)]
    if outside.size:
        raise invalid("labels", _("labels from 0 to {last}, one for each class", last=classes - 1), outside[0])
    return np.eye(classes)[labels]


def targets(t: Any, y: Array) -> Array:
    """Labels ``t`` as one row for each row of the outputs ``y`` (n, classes).

    Args:
        t: Whole numbers, (n,), or rows that add up to 1, (n, classes), such as one-hot ones.

    Raises:
        InvalidArgument: The labels are neither, or there are not as many as samples.
    """
    t = np.asarray(t)
    samples, classes = y.shape
    if t.ndim == 1 and len(t) == samples:
        return one_hot(t, classes)
    if t.shape != y.shape:
        raise invalid(
            "t",
            _("one label a sample: {n} whole numbers, or one-hot rows of shape {shape}", n=samples, shape=y.shape),
            t,
        )
    rows = floats("t", t)
    if not (np.all(rows >= 0) and np.allclose(rows.sum(axis=1), 1)):
        raise invalid("t", _("rows of numbers from 0 that add up to 1, such as one-hot ones"), t)
    return rows
