"""What ``fit`` and ``evaluate`` report: the loss, the loss of each output if there are several, and the metrics.

All of them start anew with each epoch and are means over samples, not over batches, so a smaller last batch counts
for what it is. Names are Keras': with several outputs, the output's name comes before that of the metric.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import metrics
from sutja.nn.losses.loss import weighted
from sutja.nn.metrics.metric import Mean, Metric
from sutja.nn.training.batch import Batch
from sutja.nn.training.execution import Outcome
from sutja.nn.training.interface import by_output
from sutja.nn.training.objective import Objective
from sutja.nn.typing import Array, Shape

__all__ = ["Watch"]


@dataclass
class _Watched:
    """A metric of one output, under the name that it is reported by; ``open``: which accuracy it is depends on data."""

    name: str
    output: int
    metric: Metric
    weighted: bool
    open: bool


class Watch:
    """The numbers to report for outputs of these names and shapes.

    ``asked`` and ``asked_weighted`` are the metrics and weighted metrics as given to ``compile``.
    """

    def __init__(
        self, objective: Objective, names: Sequence[str], shapes: Sequence[Shape], asked: Any, asked_weighted: Any
    ) -> None:
        self.loss = Mean("loss")
        trained = objective.trained
        self._losses = {k: Mean(f"{names[k]}_loss") for k in trained} if len(trained) > 1 else {}
        self._watched: list[_Watched] = []
        self._output_names = names
        for argument, given in (("metrics", asked), ("weighted_metrics", asked_weighted)):
            for output, items in enumerate(_for_each_output(argument, given, names)):
                for item in items:
                    metric = metrics.get(item, objective.losses[output], shapes[output])
                    self._add(metric, output, argument == "weighted_metrics", open=item in ("accuracy", "acc"))

    @property
    def metrics(self) -> list[Metric]:
        """All of them, the mean loss first."""
        return list(self.by_name.values())

    @property
    def by_name(self) -> dict[str, Metric]:
        """Each by its name, in the order in which ``evaluate`` lists them."""
        of_outputs = {entry.name: entry.metric for entry in self._watched}
        if len(self._output_names) > 1:
            of_outputs = dict(sorted(of_outputs.items()))
        return {"loss": self.loss} | {mean.name: mean for mean in self._losses.values()} | of_outputs

    def reset(self) -> None:
        """Start anew."""
        for metric in (self.loss, *self._losses.values(), *(entry.metric for entry in self._watched)):
            metric.reset_state()

    def update(self, batch: Batch, outcome: Outcome) -> None:
        """Take in what came of a batch."""
        self.loss.update_state(outcome.loss, sample_weight=len(batch))
        for output, mean in self._losses.items():
            mean.update_state(outcome.losses[output], sample_weight=len(batch))
        for entry in self._watched:
            k = entry.output
            y, mask, weights = batch.y[k], outcome.masks[k], batch.weights[k]
            if y is None:
                raise invalid("y", _("labels for `{name}`, which has metrics", name=self._output_names[k]), None)
            if entry.open:
                entry.metric, entry.open = _accuracy_for(y, outcome.predictions[k], entry.metric), False
            if entry.weighted and weights is not None:
                count: Array | None = weights if mask is None else weighted(mask, weights)
            else:
                count = mask
            entry.metric.update_state(y, outcome.predictions[k], count)

    def logs(self) -> dict[str, float]:
        """The numbers so far, in the order of their names."""
        results = {"loss": self.loss.result()}
        for mean in self._losses.values():
            results[mean.name] = mean.result()
        for entry in self._watched:
            results[entry.name] = entry.metric.result()
        return dict(sorted(results.items()))

    def results(self, logs: dict[str, float]) -> float | list[float]:
        """``logs`` as ``evaluate`` returns them: a number, or a list if there are several."""
        values = [logs[name] for name in self.by_name]
        return values[0] if len(values) == 1 else values

    def _add(self, metric: Metric, output: int, weighted: bool, open: bool) -> None:
        prefix = f"{self._output_names[output]}_" if len(self._output_names) > 1 else ""
        taken = [entry.name for entry in self._watched]
        name = prefix + metric.name
        if weighted and name in taken:
            name = f"{prefix}weighted_{metric.name}"
        numbered = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(1)))
        free = next(candidate for candidate in numbered if candidate not in taken)
        self._watched.append(_Watched(free, output, metric, weighted, open))


def _accuracy_for(y: Array, y_pred: Array, guess: Metric) -> Metric:
    """The accuracy for labels and predictions of these shapes, as Keras chooses it; ``guess`` if that is it."""
    if y_pred.shape[-1] == 1:
        kind: type[Metric] = metrics.BinaryAccuracy
    elif y.ndim < y_pred.ndim or y.shape[-1] == 1:
        kind = metrics.SparseCategoricalAccuracy
    else:
        kind = metrics.CategoricalAccuracy
    return guess if type(guess) is kind else kind(name=guess.name)


def _for_each_output(argument: str, asked: Any, names: Sequence[str]) -> list[list[Any]]:
    """The metrics of each output: those of a single one may be nested in lists or dicts as one likes."""
    if asked is not None and not isinstance(asked, list | tuple | dict):
        raise invalid(argument, _("a list, such as ['accuracy']"), asked)
    if not asked:
        return [[] for _name in names]
    if len(names) == 1:
        return [_flat(argument, asked, names)]
    items = by_output(argument, asked, names) or []
    return [[] if item is None else list(item) if isinstance(item, list | tuple) else [item] for item in items]


def _flat(argument: str, asked: Any, names: Sequence[str]) -> list[Any]:
    if isinstance(asked, dict) and "class_name" not in asked:
        return [item for part in by_output(argument, asked, names) or [] for item in _flat(argument, part, names)]
    if isinstance(asked, list | tuple):
        return [item for part in asked for item in _flat(argument, part, names)]
    return [] if asked is None else [asked]
