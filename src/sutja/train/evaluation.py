"""How good is a model on pictures that it has not learnt from: accuracy, confusions, and the worst mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sutja.data import Dataset
from sutja.nn.losses import sparse_categorical_crossentropy
from sutja.train.batches import as_floats

__all__ = ["BATCH", "Evaluation", "accuracy", "evaluate"]

BATCH = 64  # as in most trainings: the held-out pictures are read in the memory of a step
_AT_ONCE = 8 * BATCH  # pictures


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The result on the test pictures of a data set.

    Attributes:
        data, source: Which data set, and where it came from.
        classes: The names of the classes.
        labels: The true classes, (n,).
        probabilities: What the model says, (n, classes).
        loss: The mean cross-entropy.
    """

    data: str
    source: str
    classes: tuple[str, ...]
    labels: NDArray[np.int64]
    probabilities: NDArray[np.float32]
    loss: float

    @property
    def predicted(self) -> NDArray[np.int64]:
        """The class with the highest probability, (n,)."""
        return self.probabilities.argmax(axis=1)

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return float(np.mean(self.predicted == self.labels))

    @property
    def mistakes(self) -> NDArray[np.intp]:
        """The pictures that are read wrong, the surest mistakes first."""
        wrong = np.flatnonzero(self.predicted != self.labels)
        surest_first = np.argsort(-self.probabilities[wrong].max(axis=1), kind="stable")
        return wrong[surest_first]

    @property
    def confusion(self) -> NDArray[np.int64]:
        """How often class i (row) was read as class j (column)."""
        count = len(self.classes)
        return np.bincount(self.labels * count + self.predicted, minlength=count * count).reshape(count, count)

    def as_dict(self) -> dict[str, Any]:
        """The numbers as plain values."""
        right = self.confusion.diagonal()
        totals = self.confusion.sum(axis=1)
        return {
            "data": self.data,
            "source": self.source,
            "test_pictures": len(self.labels),
            "test_accuracy": self.accuracy,
            "test_loss": self.loss,
            "mistakes": len(self.mistakes),
            "accuracy_by_class": {
                name: float(r / t) if t else None for name, r, t in zip(self.classes, right, totals, strict=True)
            },
            "confusion": self.confusion.tolist(),
        }


class Predicts(Protocol):
    """A model, or several that answer as one."""

    def predict(self, x: NDArray[np.float32], *, batch_size: int, verbose: Any) -> Any:
        """The probabilities (n, classes) for pictures ``x``."""


def accuracy(model: Predicts, pictures: NDArray[np.uint8], labels: NDArray[Any]) -> float:
    """The share of ``pictures`` that ``model`` reads as their ``labels``."""
    return float(np.mean(_read(model, pictures).argmax(axis=1) == labels))


def evaluate(model: Predicts, dataset: Dataset) -> Evaluation:
    """Let ``model`` read the test pictures of ``dataset``."""
    probabilities = _read(model, dataset.x_test)
    losses = sparse_categorical_crossentropy(dataset.y_test, probabilities)
    return Evaluation(
        data=dataset.name,
        source=dataset.source,
        classes=dataset.classes,
        labels=dataset.y_test,
        probabilities=probabilities,
        loss=float(losses.mean()),
    )


def _read(model: Predicts, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The probabilities (n, classes); few of the ``pictures`` are floats, four times their size, at a time."""
    parts = [pictures[start : start + _AT_ONCE] for start in range(0, len(pictures), _AT_ONCE)]
    return np.concatenate([model.predict(as_floats(part), batch_size=BATCH, verbose=0) for part in parts])
