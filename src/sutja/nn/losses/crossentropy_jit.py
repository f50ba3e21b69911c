"""Cross-entropy of whole-number labels in one pass: see :mod:`sutja.nn.losses.crossentropy`."""

from __future__ import annotations

import math
from typing import Any

from numba import njit

__all__ = ["of_labels"]


@njit(nogil=True, cache=True, error_model="numpy")
def of_labels(labels: Any, y_pred: Any, least: Any, most: Any, values: Any, slopes: Any) -> bool:
    """l and dl/do for probabilities o = ``y_pred`` (n, classes), kept inside [``least``, ``most``].

    Only the label's p counts: with d = -1/p_label, or 0 if p was cut, dl/do_k = (d [k = label] - d p_label) / sum o.
    Returns whether all labels are classes; if not, stops at the first that is none.
    """
    samples, classes = y_pred.shape
    for i in range(samples):
        label = labels[i]
        if label < 0 or label >= classes:
            return False
        total = y_pred.dtype.type(0)
        for k in range(classes):
            total += y_pred[i, k]
        p = y_pred[i, label] / total
        slope = -1 / p if least < p < most else y_pred.dtype.type(0)
        if p < least:
            p = least
        elif p > most:
            p = most
        values[i] = -math.log(p)
        along = slope * p
        for k in range(classes):
            slopes[i, k] = -along / total
        slopes[i, label] = (slope - along) / total
    return True
