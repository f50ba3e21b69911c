"""fit, evaluate, predict: what a user does with a model, with Keras' arguments."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.blas import blas_threads
from sutja.nn.callbacks.callback import Callback, CallbackList
from sutja.nn.callbacks.history import History
from sutja.nn.callbacks.progbar_logger import ProgbarLogger
from sutja.nn.training import evaluation, fitting
from sutja.nn.training.arguments import as_callbacks, as_frequency, as_level, as_steps, yes_or_no
from sutja.nn.training.batch import Batch, as_batch, as_inputs
from sutja.nn.training.batches import Batches, as_batches, unpacked
from sutja.nn.training.compiled import Compiled
from sutja.nn.training.interface import Interface
from sutja.nn.training.splitting import split
from sutja.nn.utils.py_dataset import PyDataset

__all__ = ["Trainer"]


class Trainer(Compiled):
    """A layer with a graph inside that can be trained on its own; the base of all models.

    Where a model has several inputs, ``x`` is a list of arrays or a dict by input name; where it has several outputs,
    so are ``y``, ``sample_weight`` and ``class_weight``, by output name.
    """

    # Training

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Iterable[Callback] | Callback | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Any = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> History:
        """Train for ``epochs`` epochs on ``x`` and ``y``; returns the :class:`History` of the numbers of each epoch.

        ``x`` is an array with one row a sample; or a PyDataset or a generator, which give batches (x, y) or (x, y,
        sample_weight). ``steps_per_epoch``: the number of batches in an epoch, if not all there are.

        ``validation_split`` keeps the last share of the samples for validation, before any shuffling, unless there
        is ``validation_data``: (x, y), (x, y, sample_weight), a PyDataset or a generator. It is done after every
        ``validation_freq`` epochs, or after the epochs of a list, counted from 1. ``initial_epoch``: the number of
        epochs already done, when a training goes on. ``class_weight``: a dict from class to weight.
        """
        self.must_be_compiled("fit")
        numbered = range(whole("initial_epoch", initial_epoch, 0), whole("epochs", epochs, 0))
        frequency = as_frequency(validation_freq)
        x = self.build_for(x)
        if not self.objective.trained:
            self.objective.check([])
        self.warn_of_changes()
        if validation_split and validation_data is None:
            arguments = (x, y, sample_weight, validation_split, self.interface())
            (x, y, sample_weight), validation_data = split(*arguments)
        batches = self._batches(
            x,
            y,
            sample_weight,
            batch_size,
            as_steps("steps_per_epoch", steps_per_epoch),
            shuffle=yes_or_no("shuffle", shuffle),
            class_weight=class_weight,
        )
        steps = as_steps("validation_steps", validation_steps)
        validation = self._validation(validation_data, validation_batch_size or batch_size, steps)
        self.history = history = History()
        several = [*as_callbacks(callbacks), history]
        calls = self._calls(several, verbose, batches.steps, numbered.stop)
        self.stop_training, self.resumed_epoch = False, None
        fitting.fit(self, batches, numbered, calls, validation, frequency)
        return history

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """One step of training on one batch; returns the loss and metrics of this batch."""
        self.must_be_compiled("train_on_batch")
        x = self.build_for(x)
        batch = self._one_batch(x, y, sample_weight, class_weight)
        self.reset_metrics()
        with blas_threads(self.training_execution()[0].blas_threads):
            fitting.train_step(self, batch)
        return self._results(self.watch.logs(), return_dict)

    # Evaluation and prediction

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Iterable[Callback] | Callback | None = None,
        return_dict: bool = False,
    ) -> Any:
        """The loss and metrics on ``x`` and ``y``: a number, a list of numbers, or a dict if asked for.

        ``x`` and ``steps`` as in ``fit``.
        """
        self.must_be_compiled("evaluate")
        x = self.build_for(x)
        batches = self._batches(x, y, sample_weight, batch_size, as_steps("steps", steps))
        logs = evaluation.evaluate(self, batches, self._calls(as_callbacks(callbacks), verbose, batches.steps))
        if not logs:
            raise invalid("x", _("at least one batch"), x)
        return self._results(logs, return_dict)

    def test_on_batch(self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False) -> Any:
        """The loss and metrics of one batch, without training on it."""
        self.must_be_compiled("test_on_batch")
        x = self.build_for(x)
        batch = self._one_batch(x, y, sample_weight)
        self.reset_metrics()
        with self.executions.borrowed(self.graph, len(batch)) as execution, blas_threads(execution.blas_threads):
            self.watch.update(batch, execution.test(batch, self.objective, **self.stream()))
        return self._results(self.watch.logs(), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        steps: int | None = None,
        callbacks: Iterable[Callback] | Callback | None = None,
    ) -> Any:
        """The outputs for ``x``, one row a sample; a list of arrays, or a dict, as the model's outputs are.

        Several threads may predict at once.
        """
        x = self.build_for(x)
        batches = self._batches(x, None, None, batch_size, as_steps("steps", steps))
        calls = self._calls(as_callbacks(callbacks), verbose, batches.steps)
        return self.in_form_of_outputs(evaluation.predict(self, batches, calls))

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch."""
        x = self.build_for(x)
        inputs = self._one_batch(x, None, None).inputs
        count = len(inputs[0])
        with self.executions.borrowed(self.graph, count) as execution, blas_threads(execution.blas_threads):
            return self.in_form_of_outputs(execution.predict(inputs, **self.stream()))

    # Parts of the above

    def build_for(self, x: Any) -> Any:
        """Make weights for the shape of ``x``, if there is no input shape yet; returns ``x`` with all its data."""
        if self.built:
            return x
        first = x
        if isinstance(x, PyDataset):
            first, *_others = unpacked(x[0])
        elif isinstance(x, Iterator):
            item = next(x, None)
            if item is None:
                raise invalid("x", _("at least one batch"), x)
            x, (first, *_others) = itertools.chain([item], x), unpacked(item)
        self.build_once((None, *as_inputs(first, Interface())[0].shape[1:]))
        return x

    def _batches(
        self,
        x: Any,
        y: Any,
        sample_weight: Any,
        batch_size: int | None,
        steps: int | None,
        *,
        shuffle: bool = False,
        class_weight: Any = None,
    ) -> Batches:
        return as_batches(
            x,
            y,
            sample_weight,
            interface=self.interface(),
            batch_size=batch_size,
            steps=steps,
            shuffle=shuffle,
            class_weight=class_weight,
        )

    def _one_batch(self, x: Any, y: Any, sample_weight: Any, class_weight: Any = None) -> Batch:
        return as_batch(x, y, sample_weight, self.interface(), class_weight).take(slice(None), self.dtype)

    def _validation(self, data: Any, batch_size: int | None, steps: int | None) -> Batches | None:
        if data is None:
            return None
        if isinstance(data, PyDataset | Iterator):
            return self._batches(data, None, None, None, steps)
        if not isinstance(data, tuple | list) or len(data) not in (2, 3):
            expected = _("(x, y), (x, y, sample_weight), a PyDataset or a generator")
            raise invalid("validation_data", expected, data)
        return self._batches(*unpacked(data), batch_size, steps)

    def _calls(self, callbacks: list[Callback], verbose: str | int, steps: int | None, epochs: int = 1) -> CallbackList:
        level = as_level(verbose)
        bar = [ProgbarLogger()] if level else []
        params = {"epochs": epochs, "steps": steps, "verbose": level}
        return CallbackList([*bar, *callbacks], self._as_model(), params)

    def _as_model(self) -> Any:
        return self

    def _results(self, logs: dict[str, float], return_dict: bool) -> Any:
        return logs if return_dict else self.watch.results(logs)
