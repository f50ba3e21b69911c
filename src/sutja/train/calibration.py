"""Calibration: probabilities that mean what they say, and a line between digits and the rest that was chosen.

A network says 99.9 % too often, or too rarely. One number mends most of it (Guo, Pleiss, Sun and Weinberger, 2017): the
logits z are divided by a temperature T, chosen such that digits that were held out get the highest likelihood,

    T = argmin  - Σ log softmax(z / T)[label].

How well that worked, the *expected calibration error* says: with the answers sorted by their probability into bins of
equal width,

    ECE = Σ  (answers in the bin) / (all answers) · | share of right ones - mean probability |.

What is no digit is told by s = z_none - log Σ exp z_digit, the log of the odds that it is none. How well s parts the
two, the area under the ROC curve says: the chance that something that is none has a higher s than a digit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.nn.models import Model

__all__ = ["BINS", "area_under_roc", "bins", "calibrate", "expected_calibration_error", "none_score", "temperature"]

BINS = 15

_DIGITS = 10
_TEMPERATURES = np.geomspace(0.25, 4, 161)

Numbers = NDArray[np.floating[Any]]


def temperature(logits: Numbers, labels: NDArray[np.integer[Any]]) -> float:
    """The temperature, of 161 from 1/4 to 4, at which ``labels`` (n,) are likeliest under ``logits`` (n, classes)."""
    rows = np.arange(len(labels))

    def unlikeliness(t: float) -> float:
        scaled = logits / t
        return float(np.mean(_log_sum_exp(scaled) - scaled[rows, labels]))

    return float(min(_TEMPERATURES, key=unlikeliness))


def bins(probabilities: Numbers, count: int = BINS) -> NDArray[np.integer[Any]]:
    """The bin of each of the ``probabilities`` (n,), from 0 to ``count`` - 1; a bin's upper edge belongs to it."""
    return np.clip(np.ceil(probabilities * count).astype(int) - 1, 0, count - 1)


def expected_calibration_error(probabilities: Numbers, right: NDArray[np.bool_], count: int = BINS) -> float:
    """The error above, of the ``probabilities`` (n,) of answers that were ``right`` (n,) or not, in ``count`` bins."""
    gaps = np.bincount(bins(probabilities, count), right - probabilities)
    return float(np.abs(gaps).sum() / len(probabilities))


def area_under_roc(digits: Numbers, none: Numbers) -> float:
    """How often a score of ``none`` (m,) is above one of ``digits`` (n,); equal ones count half."""
    order = np.sort(digits)
    below, upto = np.searchsorted(order, none, "left"), np.searchsorted(order, none, "right")
    return float(np.mean(below + upto) / 2 / len(digits))


def none_score(logits: Numbers) -> NDArray[np.floating[Any]]:
    """The score s above of ``logits`` (n, 11)."""
    return np.asarray(logits[:, _DIGITS] - _log_sum_exp(logits[:, :_DIGITS]))


def calibrate(model: Model, heat: float, threshold: float) -> None:
    """Write the temperature ``heat`` into the last layer of ``model``, and that what scores ``threshold`` is a toss-up.

    The last layer is a Dense of 11 units with softmax; afterwards, its probability of none is above one half where
    the score, at this temperature, is above ``threshold``.
    """
    kernel, bias = model.layers[-1].get_weights()
    bias = bias / heat
    bias[_DIGITS] -= threshold
    model.layers[-1].set_weights([kernel / np.float32(heat), bias.astype(np.float32)])


def _log_sum_exp(logits: Numbers) -> NDArray[np.floating[Any]]:
    highest = logits.max(axis=1)
    return np.asarray(highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1)))
