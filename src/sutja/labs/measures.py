"""What is measured of a training, by name. Each measure is a function of its outcome.

"accuracy" and "loss" without a word before them are what Keras prints while it trains: means over the batches of an
epoch, each taken before its step, with dropout at work. That is what most figures of the decks are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

from sutja.errors import unknown
from sutja.labs.examples import Examples
from sutja.language import mark as N_

__all__ = ["MEASURES", "Kind", "Measure", "Outcome", "measure", "measured"]

Kind = Literal["accuracy", "error", "loss", "count", "value", "share", "time"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """A trained model, what it learned from, the numbers of each epoch, and how long it took.

    ``nn``: the engine it is of. ``epochs``: how many it was to train for.
    """

    nn: Any
    model: Any
    examples: Examples
    history: Mapping[str, Sequence[float]]
    test: Mapping[str, float]
    seconds: float
    steps: int
    epochs: int

    def at(self, name: str, epoch: int | None) -> float:
        """The number ``name`` after ``epoch`` epochs, or after the last; not a number if training ended before."""
        values = self.history[name]
        if epoch is not None and epoch > len(values):
            return float("nan")
        return values[-1 if epoch is None else epoch - 1]


@dataclass(frozen=True)
class Measure:
    """``title`` for a table; ``kind`` decides how it is shown and compared; ``of`` an outcome, after some epoch."""

    title: str
    kind: Kind
    of: Callable[[Outcome, int | None], float]


def _test(name: str) -> Callable[[Outcome, int | None], float]:
    """After the last epoch measured on the test examples; after an earlier one, what was watched."""
    return lambda outcome, epoch: outcome.test[name] if epoch is None else outcome.at(f"val_{name}", epoch)


def _history(name: str) -> Callable[[Outcome, int | None], float]:
    return lambda outcome, epoch: outcome.at(name, epoch)


def _after_training(outcome: Outcome, epoch: int | None) -> float:
    """The accuracy on the training examples, without dropout, once everything is learned."""
    examples = outcome.examples
    return evaluated(outcome.model, examples, examples.x_train, examples.y_train)["accuracy"]


def _prediction(outcome: Outcome, epoch: int | None) -> float:
    return float(outcome.model.predict(outcome.examples.x_test, verbose=0)[0, 0])


def _silent(outcome: Outcome, epoch: int | None) -> float:
    """The share of units with ReLU (of a convolution: its channels) that give 0 for each of 1,000 training pictures.

    A unit that is 0 everywhere passes no slope on, so it stays as it is. Not a number if no layer has ReLU.
    """
    x = outcome.examples.scale(outcome.examples.x_train[:1000])
    layers, silent = outcome.model.layers, []
    for place, layer in enumerate(layers, 1):
        if layer.get_config().get("activation") == "relu":
            given = np.asarray(type(outcome.model)(layers[:place]).predict(x, verbose=0))
            silent += list(np.all(given == 0, axis=tuple(range(given.ndim - 1))))
    return float(np.mean(silent)) if silent else float("nan")


def _same_when_loaded(outcome: Outcome, epoch: int | None) -> float:
    """The share of the test examples to which the model says the same, bit by bit, once saved and loaded again."""
    x = outcome.examples.scale(outcome.examples.x_test[:1000])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        outcome.model.save(file)
        loaded = outcome.nn.saving.load_model(file)
    before, after = (np.asarray(model.predict(x, verbose=0)) for model in (outcome.model, loaded))
    return float(np.mean(np.all(before == after, axis=tuple(range(1, before.ndim)))))


def _free_running(outcome: Outcome, epoch: int | None) -> float:
    from sutja.labs.sequences import free_running_accuracy

    return free_running_accuracy(outcome.model, outcome.examples)


MEASURES: dict[str, Measure] = {
    "test_accuracy": Measure(N_("test accuracy"), "accuracy", _test("accuracy")),
    "test_error": Measure(N_("test error"), "error", lambda outcome, _epoch: 1 - outcome.test["accuracy"]),
    "test_loss": Measure(N_("test loss"), "loss", _test("loss")),
    "accuracy": Measure(N_("training accuracy"), "accuracy", _history("accuracy")),
    "loss": Measure(N_("training loss"), "loss", _history("loss")),
    "accuracy_after": Measure(N_("accuracy on the training set"), "accuracy", _after_training),
    "val_accuracy": Measure(N_("validation accuracy"), "accuracy", _history("val_accuracy")),
    "val_loss": Measure(N_("validation loss"), "loss", _history("val_loss")),
    "best_val_accuracy": Measure(
        N_("best validation accuracy"), "accuracy", lambda outcome, _epoch: max(outcome.history["val_accuracy"])
    ),
    "epochs": Measure(N_("epochs"), "value", lambda outcome, _epoch: len(outcome.history["loss"])),
    "parameters": Measure(N_("parameters"), "count", lambda outcome, _epoch: outcome.model.count_params()),
    "prediction": Measure(N_("prediction"), "value", _prediction),
    "silent_units": Measure(N_("hidden units that are 0 for all of 1,000 pictures"), "share", _silent),
    "same_when_loaded": Measure(N_("the same answers once saved and loaded"), "share", _same_when_loaded),
    "free_running_accuracy": Measure(N_("accuracy on its own answers"), "accuracy", _free_running),
    "seconds_per_epoch": Measure(
        N_("seconds an epoch"), "time", lambda outcome, _epoch: outcome.seconds / len(outcome.history["loss"])
    ),
    "ms_per_step": Measure(
        N_("milliseconds a step"), "time", lambda outcome, _epoch: 1000 * outcome.seconds / outcome.steps
    ),
}


def measure(name: str) -> Measure:
    """The measure called ``name``."""
    if name not in MEASURES:
        raise unknown("measure", name, MEASURES)
    return MEASURES[name]


def measured(outcome: Outcome, keys: Sequence[str]) -> dict[str, float]:
    """The value of each of ``keys``, such as "test_accuracy" or "loss@5" (after 5 epochs).

    What stands after more epochs than it was to train for, as in quick mode, is left out.
    """
    values = {}
    for key in keys:
        name, _at, number = key.partition("@")
        epoch = int(number) if number else None
        if epoch is None or epoch <= outcome.epochs:
            values[key] = float(measure(name).of(outcome, epoch))
    return values


def evaluated(model: Any, examples: Examples, x: Any, y: Any) -> dict[str, float]:
    """Loss and metrics of ``model`` on inputs ``x`` as they are kept, with answers ``y``."""
    total: dict[str, float] = {}
    most = 5000  # as floats at once
    for start in range(0, len(x), most):
        part = examples.scale(x[start : start + most]), y[start : start + most]
        found = model.evaluate(*part, batch_size=250, verbose=0, return_dict=True)
        for name, value in found.items():
            total[name] = total.get(name, 0.0) + float(value) * len(part[1]) / len(x)
    return total
