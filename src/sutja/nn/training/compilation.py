"""What ``compile`` was told, and what it means for the outputs of a model.

A loss, its weight and metrics may come as one for all outputs, as a list, or as a dict by output name. They are kept
as they came, for files; once the outputs are known they become an :class:`Objective` and a :class:`Watch`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sutja.checks import is_number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import losses
from sutja.nn.graph.graph import Graph
from sutja.nn.losses.loss import Loss
from sutja.nn.training.interface import by_output
from sutja.nn.training.objective import Objective
from sutja.nn.training.watch import Watch

__all__ = ["Compilation", "names_of_outputs"]


class Compilation:
    """``arguments``: loss, loss_weights, metrics and weighted_metrics as they were given to ``compile``."""

    def __init__(self, loss: Any, loss_weights: Any, metrics: Any, weighted_metrics: Any) -> None:
        self.arguments = {
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
        }
        if not _is_structure(loss):
            _loss(loss)  # a loss that does not exist is refused here and now
        for name, given in (("metrics", metrics), ("weighted_metrics", weighted_metrics)):
            if given is not None and not isinstance(given, list | tuple | dict):
                raise invalid(name, _("a list, such as ['accuracy']"), given)
        self._graph: Graph | None = None
        self._objective: Objective | None = None
        self._watch: Watch | None = None

    def know_outputs(self, graph: Graph, keys: Sequence[str] | None) -> None:
        """Say what is asked of the outputs of ``graph``, unless that is known."""
        if self._graph is graph:
            return
        names, asked = names_of_outputs(graph, keys), self.arguments
        objective = Objective(_losses(asked["loss"], names), _factors(asked["loss_weights"], names))
        shapes = [tensor.shape for tensor in graph.outputs]
        self._watch = Watch(objective, names, shapes, asked["metrics"], asked["weighted_metrics"])
        self._graph, self._objective = graph, objective

    @property
    def objective(self) -> Objective:
        """What training makes small."""
        assert self._objective is not None  # the trainer tells the outputs first
        return self._objective

    @property
    def watch(self) -> Watch:
        """What is reported."""
        assert self._watch is not None  # the trainer tells the outputs first
        return self._watch


def names_of_outputs(graph: Graph, keys: Sequence[str] | None) -> list[str]:
    """The names of the outputs: those of the dict that they are handed out in, or of the layers that make them."""
    return list(keys or [tensor.node.layer.name for tensor in graph.outputs])


def _losses(asked: Any, names: Sequence[str]) -> list[Loss | None]:
    if isinstance(asked, Mapping) and "class_name" not in asked:
        missing = [name for name in names if name not in asked]
        if missing and not any(name not in names for name in asked):
            expected = _("a loss, or None, for each output: {names}", names=", ".join(names))
            raise invalid("loss", expected, asked)
    items = by_output("loss", asked, names) if _is_structure(asked) else None
    return [_loss(item) for item in (items or [asked] * len(names))]


def _loss(asked: Any) -> Loss | None:
    return None if asked is None else losses.get(asked)


def _factors(asked: Any, names: Sequence[str]) -> list[float]:
    if asked is None:
        return [1.0] * len(names)
    expected = _("a number for each output, in a list or a dict by name: {names}", names=", ".join(names))
    if isinstance(asked, Mapping) and len(asked) < len(names):
        raise invalid("loss_weights", expected, asked)
    items = by_output("loss_weights", asked, names) or [asked] * len(names)
    for item in items:
        if item is not None and not is_number(item):
            raise invalid("loss_weights", expected, asked)
    return [1.0 if item is None else float(item) for item in items]


def _is_structure(loss: Any) -> bool:
    """Whether ``loss`` holds one for each output; the description of a single one is a dict, too."""
    return isinstance(loss, list | tuple) or (isinstance(loss, Mapping) and "class_name" not in loss)
