"""compile, fit, evaluate, predict: what a user does with a model, with Keras' arguments."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _
from sutja.nn import losses, metrics, optimizers, random
from sutja.nn.callbacks.callback import Callback, CallbackList
from sutja.nn.callbacks.history import History
from sutja.nn.callbacks.progbar_logger import ProgbarLogger
from sutja.nn.graph.graph import Graph
from sutja.nn.layers.layer import Layer
from sutja.nn.losses.loss import Loss, weighted
from sutja.nn.losses.masking import with_mask
from sutja.nn.metrics.metric import Mean, Metric
from sutja.nn.training.batches import Batch, Batches, as_batches, as_inputs
from sutja.nn.training.execution import Execution
from sutja.nn.training.shards import one_blas_thread
from sutja.nn.typing import Array
from sutja.nn.unsupported import refuse
from sutja.nn.utils.py_dataset import PyDataset
from sutja.nn.variables import FlatVector

__all__ = ["Trainer"]


class Trainer(Layer):
    """A layer with a graph inside that can be trained on its own; the base of all models."""

    graph: Graph

    def __init__(self, **others: Any) -> None:
        super().__init__(**others)
        self.optimizer: optimizers.Optimizer | None = None
        self.loss: Loss | None = None
        self.stop_training = False
        self.resumed_epoch: int | None = None
        self.history: History | None = None
        self.compile_arguments: dict[str, Any] = {}
        self.seed = random.next_seed()
        self._asked_metrics: list[Any] = []
        self._first_weighted = 1
        self._metrics: list[Metric] | None = None
        self._loss_metric = Mean("loss")
        self._training: Execution | None = None
        self._idle: list[Execution] = []
        self._idle_lock = threading.Lock()

    # How to train

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Sequence[Any] | None = None,
        weighted_metrics: Sequence[Any] | None = None,
        **others: Any,
    ) -> None:
        """Choose how to train: ``optimizer``, ``loss`` and the ``metrics`` to watch, by name or as objects.

        ``weighted_metrics`` take weights of samples and classes into account; those in ``metrics`` do not.

        ``run_eagerly``, ``jit_compile`` and ``steps_per_execution`` change nothing about results, and nothing here.
        """
        harmless = ("run_eagerly", "jit_compile", "steps_per_execution", "auto_scale_loss")
        refuse("compile", {"loss_weights": loss_weights} | {k: v for k, v in others.items() if k not in harmless}, {})
        self.optimizer = optimizers.get(optimizer)
        self.loss = None if loss is None else losses.get(loss)
        for name, given in (("metrics", metrics), ("weighted_metrics", weighted_metrics)):
            if given is not None and not isinstance(given, list | tuple):
                raise invalid(name, _("a list, such as ['accuracy']"), given)
        self._asked_metrics = [*(metrics or []), *(weighted_metrics or [])]
        self._first_weighted = 1 + len(metrics or [])
        self._metrics = None
        self._training = None
        self.compile_arguments = {"loss": loss, "metrics": metrics, "weighted_metrics": weighted_metrics}

    @property
    def compiled(self) -> bool:
        """Whether ``compile`` has been called."""
        return self.optimizer is not None

    @property
    def metrics(self) -> list[Metric]:
        """The mean loss and the metrics chosen in ``compile``."""
        if self._metrics is None:
            shape = self.graph.outputs[0].shape
            self._metrics = [metrics.get(asked, self.loss, shape) for asked in self._asked_metrics]
            self._tell_apart(self._metrics)
        return [self._loss_metric, *self._metrics]

    def _tell_apart(self, metrics: list[Metric]) -> None:
        """A weighted metric that has the name of one before is called weighted_..., as in Keras."""
        for place, metric in enumerate(metrics[self._first_weighted - 1 :], self._first_weighted - 1):
            if any(metric.name == other.name for other in metrics[:place]):
                metric.name = f"weighted_{metric.name}"

    @property
    def metrics_names(self) -> list[str]:
        """The names of ``metrics``."""
        return [metric.name for metric in self.metrics]

    # Training

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Iterable[Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        validation_batch_size: int | None = None,
        **others: Any,
    ) -> History:
        """Train for ``epochs`` epochs on ``x`` (one row a sample; or a PyDataset) and ``y``.

        ``validation_split`` keeps the last share of the samples for validation, before any shuffling, unless there
        is ``validation_data``: (x, y), (x, y, sample_weight) or a PyDataset. ``initial_epoch``: the number of epochs
        already done, when a training goes on. Returns the :class:`History` of the numbers of each epoch.
        """
        refuse("fit", others, {"validation_freq": 1})
        self._must_be_compiled("fit")
        for name, value, least in (("epochs", epochs, 0), ("initial_epoch", initial_epoch, 0)):
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise invalid(name, _("a whole number of at least {least}", least=least), value)
        self._build_for(x)
        self._needed_loss()
        if validation_split and validation_data is None:
            (x, y, sample_weight), validation_data = _split(x, y, sample_weight, validation_split, self._input_names())

        def batches_of_now() -> Batches:
            seed = self.seed if shuffle else None
            return self._batches(x, y, sample_weight, batch_size, seed=seed, class_weight=class_weight)

        batches = batches_of_now()
        validation = self._validation(validation_data, validation_batch_size or batch_size)
        self.history = history = History()
        calls = self._calls([*_several(callbacks), history], verbose, len(batches), epochs)
        self._forget_last_training()
        logs: dict[str, float] = {}
        with one_blas_thread():
            calls("on_train_begin")
            if self.resumed_epoch is not None:
                initial_epoch = self.resumed_epoch
                batches = batches_of_now()  # a training that goes on brings its seed along
            for epoch in range(initial_epoch, epochs):
                calls("on_epoch_begin", epoch)
                logs = self._train_epoch(batches, epoch, calls)
                if validation is not None:
                    logs |= {f"val_{name}": value for name, value in self._test(validation, calls).items()}
                calls("on_epoch_end", epoch, logs=logs)
                if self.stop_training:
                    break
            if self.optimizer is not None and epochs > 0:
                self.optimizer.finalize_variable_values()
            calls("on_train_end", logs=logs)
        return history

    def train_on_batch(self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False) -> Any:
        """One step of training on one batch; returns the loss and metrics of this batch."""
        self._must_be_compiled("train_on_batch")
        self._build_for(x)
        batches = self._batches(x, y, sample_weight, self._length(x))
        self._reset_metrics()
        with one_blas_thread():
            for batch in batches.epoch(0):
                self._train_step(batch)
        return self._results(self._logs(), return_dict)

    def _forget_last_training(self) -> None:
        self.stop_training, self.resumed_epoch = False, None

    def _train_epoch(self, batches: Batches, epoch: int, calls: CallbackList) -> dict[str, float]:
        self._reset_metrics()
        for number, batch in enumerate(batches.epoch(epoch)):
            calls("on_train_batch_begin", number)
            self._train_step(batch)
            calls("on_train_batch_end", number, logs=self._logs())
            if self.stop_training:
                break
        return self._logs()

    def _train_step(self, batch: Batch) -> None:
        loss, optimizer = self._needed_loss(), self.optimizer
        assert optimizer is not None  # fit and train_on_batch have checked
        execution = self.training_execution()
        assert execution.vector is not None
        value, y_pred, gradient = execution.gradient(
            batch.inputs,
            self._labels_of(batch),
            batch.weights,
            loss,
            seed=self.seed,
            number=optimizer.gradients_seen,
        )
        optimizer.apply(execution.vector, gradient)
        self._watch(batch, value, y_pred, execution.output_masks()[0])

    def training_execution(self) -> Execution:
        """The memory of training, made anew when the trained weights are no longer the same."""
        weights = self.trainable_weights
        if self._training is None or self._training.vector is None or not self._training.vector.holds(weights):
            self._training = Execution(self.graph, FlatVector(weights))
        return self._training

    # Evaluation and prediction

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Any = None,
        callbacks: Iterable[Callback] | None = None,
        return_dict: bool = False,
        **others: Any,
    ) -> Any:
        """The loss and metrics on ``x`` and ``y``: a number, a list of numbers, or a dict if asked for."""
        refuse("evaluate", others, {})
        self._must_be_compiled("evaluate")
        self._build_for(x)
        batches = self._batches(x, y, sample_weight, batch_size)
        calls = self._calls(_several(callbacks), verbose, len(batches))
        with one_blas_thread():
            return self._results(self._test(batches, calls), return_dict)

    def test_on_batch(self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False) -> Any:
        """The loss and metrics of one batch, without training on it."""
        self._build_for(x)
        return self.evaluate(x, y, self._length(x), 0, sample_weight, return_dict=return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        callbacks: Iterable[Callback] | None = None,
        **others: Any,
    ) -> Any:
        """The outputs for ``x``, one row a sample; a list of arrays if the model has several outputs.

        Several threads may predict at once.
        """
        refuse("predict", others, {})
        self._build_for(x)
        batches = self._batches(x, batch_size=batch_size)
        calls = self._calls(_several(callbacks), verbose, len(batches))
        parts: list[list[Array]] = []
        with one_blas_thread(), self._borrowed() as execution:
            calls("on_predict_begin")
            for number, batch in enumerate(batches.epoch(0)):
                calls("on_predict_batch_begin", number)
                parts.append(execution.predict(batch.inputs))
                calls("on_predict_batch_end", number)
            calls("on_predict_end")
        outputs = [np.concatenate(same) for same in zip(*parts, strict=True)]
        return outputs[0] if len(outputs) == 1 else outputs

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch."""
        self._build_for(x)
        return self.predict(x, self._length(x), 0)

    def _test(self, batches: Batches, calls: CallbackList) -> dict[str, float]:
        loss = self._needed_loss()
        self._reset_metrics()
        calls("on_test_begin")
        with self._borrowed() as execution:
            for number, batch in enumerate(batches.epoch(0)):
                calls("on_test_batch_begin", number)
                (y_pred,) = execution.predict(batch.inputs)
                (mask,) = execution.output_masks()
                weights = with_mask(batch.weights, mask, loss)
                value = float(loss(self._labels_of(batch), y_pred, weights)) + execution.penalty()
                self._watch(batch, value, y_pred, mask)
                calls("on_test_batch_end", number, logs=self._logs())
        logs = self._logs()
        calls("on_test_end", logs=logs)
        return logs

    # Parts of the above

    def _build_for(self, x: Any) -> None:
        """Make weights for the shape of ``x``, if the model is still without an input shape."""
        if self.built:
            return
        if isinstance(x, PyDataset):
            first = x[0]
            x = first[0] if isinstance(first, tuple) else first
        self.build_once((None, *as_inputs(x)[0].shape[1:]))

    def _batches(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        batch_size: int | None = None,
        *,
        seed: int | None = None,
        class_weight: Mapping[int, float] | None = None,
    ) -> Batches:
        return as_batches(
            x,
            y,
            sample_weight,
            batch_size=batch_size,
            shuffle_seed=seed,
            class_weight=class_weight,
            names=self._input_names(),
            shapes=[tensor.shape for tensor in self.graph.inputs],
            dtype=self.dtype,
        )

    def _input_names(self) -> list[str]:
        return [tensor.node.layer.name for tensor in self.graph.inputs]

    def _length(self, x: Any) -> int:
        """The number of samples in ``x``."""
        return max(1, len(as_inputs(x, self._input_names())[0]))

    def _validation(self, data: Any, batch_size: int | None) -> Batches | None:
        if data is None:
            return None
        if isinstance(data, PyDataset):
            return self._batches(data)
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            raise invalid("validation_data", _("(x, y), (x, y, sample_weight) or a PyDataset"), data)
        x, y, weights = (*data, None)[:3]
        return self._batches(x, y, weights, batch_size)

    def _calls(self, callbacks: list[Callback], verbose: str | int, steps: int, epochs: int = 1) -> CallbackList:
        level = 1 if verbose == "auto" else verbose
        if level not in (0, 1, 2):
            raise invalid("verbose", _("'auto', 0, 1 or 2"), verbose)
        bar = [ProgbarLogger()] if level else []
        params = {"epochs": epochs, "steps": steps, "verbose": int(level)}
        return CallbackList([*bar, *callbacks], self._as_model(), params)

    def _as_model(self) -> Any:
        return self

    @contextmanager
    def _borrowed(self) -> Iterator[Execution]:
        """Memory to predict with, for this thread alone until it is done."""
        with self._idle_lock:
            execution = self._idle.pop() if self._idle else None
        execution = execution if execution is not None and execution.graph is self.graph else Execution(self.graph)
        yield execution
        with self._idle_lock:
            self._idle.append(execution)

    def _must_be_compiled(self, what: str) -> None:
        if not self.compiled:
            raise InvalidArgument(
                _(
                    "`{name}` has not been compiled. Call compile() before {what}().",
                    name=self.name,
                    what=what,
                )
            )

    def _needed_loss(self) -> Loss:
        if self.loss is None:
            raise invalid("loss", _("a loss, such as 'sparse_categorical_crossentropy', in compile()"), None)
        if len(self.graph.outputs) > 1:
            raise InvalidArgument(
                _(
                    "`{name}` has {count} outputs. Training and evaluation take a model with one; predict() takes any.",
                    name=self.name,
                    count=len(self.graph.outputs),
                )
            )
        return self.loss

    def _labels_of(self, batch: Batch) -> Array:
        if batch.y is None:
            raise invalid("y", _("the labels that belong to `x`"), None)
        return batch.y

    def _reset_metrics(self) -> None:
        for metric in self.metrics:
            metric.reset_state()

    def _watch(self, batch: Batch, loss: float, y_pred: Array, mask: Array | None) -> None:
        self._loss_metric.update_state(loss, sample_weight=len(batch))
        weights = batch.weights if mask is None or batch.weights is None else weighted(mask, batch.weights)
        weights = mask if weights is None else weights
        for place, metric in enumerate(self.metrics[1:], 1):
            metric.update_state(batch.y, y_pred, weights if place >= self._first_weighted else mask)

    def _logs(self) -> dict[str, float]:
        results = {metric.name: metric.result() for metric in self.metrics}
        return dict(sorted(results.items()))

    def _results(self, logs: dict[str, float], return_dict: bool) -> Any:
        if return_dict:
            return logs
        values = [logs[name] for name in self.metrics_names]
        return values[0] if len(values) == 1 else values


def _several(callbacks: Iterable[Callback] | Callback | None) -> list[Callback]:
    """Keras takes a single callback as well."""
    several = [callbacks] if isinstance(callbacks, Callback) else list(callbacks or [])
    for callback in several:
        if not hasattr(callback, "set_model"):
            raise invalid("callbacks", _("a list of callbacks of `sutja.nn.callbacks`"), callback)
    return several


def _split(
    x: Any, y: Any, weights: Any, share: float, names: Sequence[str]
) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """The first samples for training and the last ``share`` of them for validation."""
    if not 0 < share < 1:
        raise invalid("validation_split", _("a number in [0, 1)"), share)
    if isinstance(x, PyDataset):
        raise invalid("validation_split", _("0 when `x` is a PyDataset"), share)
    inputs = as_inputs(x, names)
    samples = len(inputs[0])
    edge = int(samples * (1 - share))
    if edge in (0, samples):
        raise invalid(
            "validation_split",
            _("a share that leaves samples on both sides of {samples}", samples=samples),
            share,
        )

    def cut(part: slice) -> tuple[Any, Any, Any]:
        arrays = [array[part] for array in inputs]
        labels = [None if data is None else np.asarray(data)[part] for data in (y, weights)]
        return arrays if len(arrays) > 1 else arrays[0], labels[0], labels[1]

    return cut(slice(0, edge)), cut(slice(edge, None))
