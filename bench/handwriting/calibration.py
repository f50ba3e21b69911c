"""Numbers for trust: is a reader right as often as it says, and does it tell digits from what is none.

**Expected calibration error** (Naeini, Cooper and Hauskrecht, 2015): answers are put into 15 bins of equal width by
their probability p, and

    ECE = Σ_b (n_b / n) |right_b - mean p_b| .

*Classwise* (Kull et al., 2019): the same for the probability of each of the ten digits, whether it is the highest or
not, and the mean of the ten. Both are read along with the negative log-likelihood, which no binning flatters.

**AUROC**: the probability that a picture that is no digit gets a higher score than a digit does, ties counting half;
the Mann-Whitney U statistic over the number of pairs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.train.calibration import BINS, bins
from sutja.train.calibration import area_under_roc as auroc
from sutja.train.calibration import expected_calibration_error as calibration_error

__all__ = ["Bin", "auroc", "calibration_error", "classwise_error", "log_loss", "reliability", "threshold"]

Numbers = NDArray[Any]


class Bin(NamedTuple):
    """Answers with a probability of ``low`` to ``high``: how many, their mean probability, the share that is right."""

    low: float
    high: float
    pictures: int
    probability: float
    right: float


def reliability(probabilities: Numbers, right: Numbers) -> list[Bin]:
    """The bins that hold answers: ``probabilities`` (n,), and whether each answer is ``right`` (n,)."""
    where = bins(probabilities)
    found = []
    for b in np.unique(where).tolist():
        inside = where == b
        share, mean = float(right[inside].mean()), float(probabilities[inside].mean())
        found.append(Bin(b / BINS, (b + 1) / BINS, int(inside.sum()), mean, share))
    return found


def classwise_error(probabilities: Numbers, labels: Numbers) -> float:
    """The mean over the classes of the calibration error of each class' probability, (n, classes)."""
    classes = range(probabilities.shape[1])
    return float(np.mean([calibration_error(probabilities[:, k], labels == k) for k in classes]))


def log_loss(probabilities: Numbers, labels: Numbers) -> float:
    """The mean of -log of the probability (n, classes) of what is true, in nats."""
    true = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(true, 1e-12)).mean())


def threshold(digits: Numbers, share: float = 0.01) -> float:
    """The least score such that at most a ``share`` of the ``digits`` have a higher one."""
    ordered = np.sort(digits)
    return float(ordered[min(int(np.ceil((1 - share) * len(ordered))) - 1, len(ordered) - 1)])
