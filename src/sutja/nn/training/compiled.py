"""Compiling: what is to be trained, by which optimizer, and what is to be reported.

This half of a trainer holds what ``compile`` chose together with what the model is: its inputs and outputs by name,
and the weights that were trainable. The other half, in trainer.py, does the work.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from sutja.errors import InvalidArgument
from sutja.language import translate as _
from sutja.nn import optimizers, random
from sutja.nn.callbacks.history import History
from sutja.nn.graph.graph import Graph
from sutja.nn.layers.layer import Layer
from sutja.nn.metrics.metric import Metric
from sutja.nn.training.compilation import Compilation, names_of_outputs
from sutja.nn.training.execution import Execution
from sutja.nn.training.executions import Executions
from sutja.nn.training.interface import Interface
from sutja.nn.training.objective import Objective
from sutja.nn.training.watch import Watch
from sutja.nn.unsupported import refuse
from sutja.nn.variables import FlatVector, Variable

__all__ = ["Compiled"]


class Compiled(Layer):
    """A layer with a graph inside that can be compiled."""

    graph: Graph
    input_keys: Sequence[str] | None = None
    output_keys: Sequence[str] | None = None
    """The names of the inputs or outputs of a model that was given them in a dict."""

    def __init__(self, **others: Any) -> None:
        super().__init__(**others)
        self.optimizer: optimizers.Optimizer | None = None
        self.stop_training = False
        self.resumed_epoch: int | None = None
        self.history: History | None = None
        self.seed = random.next_seed()
        self.executions = Executions()
        self._compilation: Compilation | None = None
        self._trained: list[Variable] | None = None

    # How to train

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        **others: Any,
    ) -> None:
        """Choose how to train: ``optimizer``, ``loss`` and the ``metrics`` to watch, by name or as objects.

        With several outputs, ``loss`` is one for all, a list, or a dict by output name, ``None`` for an output without
        one; ``loss_weights`` are numbers in the same form by which the losses are multiplied before they are added;
        and ``metrics`` are a list or a dict with those of each output. ``weighted_metrics`` take weights of samples
        and classes into account; those in ``metrics`` do not.

        Which layers are trainable is fixed here: a layer that is frozen later stays as it is until the model is
        compiled again. An optimizer that is handed over once more still remembers what it knows of the weights.

        ``run_eagerly``, ``jit_compile`` and ``steps_per_execution`` change nothing about results, and nothing here.
        """
        harmless = ("run_eagerly", "jit_compile", "steps_per_execution", "auto_scale_loss")
        refuse(Compiled.compile, {k: v for k, v in others.items() if k not in harmless}, {})
        chosen, compilation = optimizers.get(optimizer), Compilation(loss, loss_weights, metrics, weighted_metrics)
        if self.built:
            compilation.know_outputs(self.graph, self.output_keys)
        self.optimizer, self._compilation = chosen, compilation
        self._trained = self.trainable_weights if self.built else None

    @property
    def compiled(self) -> bool:
        """Whether ``compile`` has been called."""
        return self._compilation is not None

    @property
    def compile_arguments(self) -> dict[str, Any]:
        """Loss, loss weights and metrics as they were given to ``compile``."""
        return {} if self._compilation is None else self._compilation.arguments

    @property
    def loss(self) -> Any:
        """The loss, or losses, as given to ``compile``."""
        return self.compile_arguments.get("loss")

    @property
    def objective(self) -> Objective:
        """What training makes small: the losses of the outputs."""
        return self._known_compilation().objective

    @property
    def watch(self) -> Watch:
        """What ``fit`` and ``evaluate`` report."""
        return self._known_compilation().watch

    @property
    def metrics(self) -> list[Metric]:
        """The mean loss, the mean losses of several outputs and the metrics chosen in ``compile``."""
        return self.watch.metrics if self.compiled else []

    @property
    def metrics_names(self) -> list[str]:
        """The names by which ``evaluate`` and the history list them."""
        return list(self.watch.by_name) if self.compiled else []

    def reset_metrics(self) -> None:
        """Start all metrics anew; each epoch does so, each evaluation, and each batch of the ``..._on_batch``."""
        self.watch.reset()

    @property
    def output_names(self) -> list[str]:
        """The names of the outputs: those of the dict that they are handed out in, or of the layers that make them."""
        return names_of_outputs(self.graph, self.output_keys)

    # Inputs, outputs and the memory of running

    def interface(self, trained: Sequence[int] | None = None) -> Interface:
        """What goes into the model and what comes out; ``trained``: the places of the outputs with a loss."""
        if trained is None:
            trained = self.objective.trained if self.compiled else range(len(self.graph.outputs))
        return Interface(
            self.input_names,
            [tensor.shape for tensor in self.graph.inputs],
            self.output_names,
            trained,
            self.dtype,
        )

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return list(self.input_keys or [tensor.node.layer.name for tensor in self.graph.inputs])

    def forget_outputs(self) -> None:
        """The graph has changed: another layer has come to its end."""
        self._trained = None

    def in_form_of_outputs(self, items: Sequence[Any]) -> Any:
        """One item for each output, in the form in which the model's outputs were given: alone, a list or a dict."""
        if self.output_keys is not None:
            return dict(zip(self.output_keys, items, strict=True))
        return items[0] if len(items) == 1 else list(items)

    def training_execution(self) -> tuple[Execution, FlatVector]:
        """The memory of training, and the vector of the weights that were trainable in ``compile``."""
        if self._trained is None:
            self._trained = self.trainable_weights
        return self.executions.training(self.graph, self._trained)

    def stream(self) -> dict[str, Any]:
        """The random numbers of a step outside ``fit``: each step has its own."""
        return {"seed": self.seed, "number": self.executions.draw()}

    def needed_optimizer(self) -> optimizers.Optimizer:
        """The optimizer, which ``compile`` has set."""
        assert self.optimizer is not None  # whoever trains has checked
        return self.optimizer

    def must_be_compiled(self, what: str) -> None:
        """Refuse ``what``, the name of a method, before ``compile``."""
        if not self.compiled:
            raise InvalidArgument(
                _("`{name}` has not been compiled. Call compile() before {what}().", name=self.name, what=what)
            )

    def _known_compilation(self) -> Compilation:
        self.must_be_compiled("fit")
        assert self._compilation is not None
        self._compilation.know_outputs(self.graph, self.output_keys)
        return self._compilation

    def warn_of_changes(self) -> None:
        """Say so when layers were frozen since ``compile``: they are still trained, as Keras documents it."""
        now = self.trainable_weights
        if self._trained is None or {id(v) for v in now} == {id(v) for v in self._trained}:
            return
        warnings.warn(
            _(
                "Layers of `{name}` were frozen or unfrozen since compile(). Compile it again for this to take effect.",
                name=self.name,
            ),
            stacklevel=3,
        )
