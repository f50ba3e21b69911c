"""What a trained network says of single pictures: the first five of the test set, with each probability from 1 % on.

One accuracy hides what they show: a picture that two classes share is in doubt, or the classes are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sutja.labs.examples import Examples

__all__ = ["Answer", "first_answers"]

COUNT, LEAST = 5, 0.01


@dataclass(frozen=True)
class Answer:
    """``truth``: the right class; ``said``: (class, probability) of those that come into question, surest first."""

    truth: str
    said: Sequence[tuple[str, float]]


def first_answers(model: Any, examples: Examples) -> list[Answer]:
    """Of a classifier with whole numbers as labels."""
    names = examples.names or tuple(map(str, range(examples.classes)))
    rows = np.asarray(model.predict(examples.scale(examples.x_test[:COUNT]), verbose=0))
    return [
        Answer(names[label], [(names[i], round(float(row[i]), 2)) for i in np.argsort(-row) if row[i] >= LEAST])
        for label, row in zip(examples.y_test, rows, strict=False)
    ]
