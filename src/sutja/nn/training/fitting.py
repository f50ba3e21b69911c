"""Fitting: epochs of training steps, each epoch followed by its validation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.blas import blas_threads
from sutja.nn.callbacks.callback import CallbackList
from sutja.nn.training.batch import Batch
from sutja.nn.training.batches import Batches
from sutja.nn.training.evaluation import evaluate
from sutja.nn.training.loading import loaded_to_train

if TYPE_CHECKING:
    from sutja.nn.training.compiled import Compiled

__all__ = ["fit", "train_step"]


def fit(
    model: Compiled,
    batches: Batches,
    epochs: range,
    calls: CallbackList,
    validation: Batches | None = None,
    validation_freq: int | Sequence[int] = 1,
) -> None:
    """Train for ``epochs``; a callback may have the training begin with a later one, or stop it.

    ``validation_freq``: validate after every so many epochs, or after these, counted from 1.
    """
    logs: dict[str, float] = {}
    optimizer = model.needed_optimizer()
    execution, _vector = model.training_execution()
    with blas_threads(execution.blas_threads), loaded_to_train(execution.work, batches.samples, epochs.stop):
        calls("on_train_begin")
        first = epochs.start if model.resumed_epoch is None else model.resumed_epoch
        try:
            for epoch in range(first, epochs.stop):
                calls("on_epoch_begin", epoch)
                number = epoch - epochs.start
                steps = _train_epoch(model, batches, number, calls)
                if not steps:
                    if epoch == first:
                        raise invalid("x", _("at least one batch"), batches)
                    break
                logs = model.watch.logs()
                if validation is not None and _is_time(validation_freq, epoch + 1):
                    of_validation = evaluate(model, validation, calls, model.training_execution()[0])
                    logs |= {f"val_{name}": value for name, value in of_validation.items()}
                    logs = dict(sorted(logs.items()))
                calls("on_epoch_end", epoch, logs=logs)
                if model.stop_training:
                    break
        finally:
            if epochs.stop > 0:
                optimizer.finalize_variable_values()
        calls("on_train_end", logs=logs)


def train_step(model: Compiled, batch: Batch) -> None:
    """One step: the gradient of the batch's loss, a step of the optimizer, and the numbers to report."""
    optimizer = model.needed_optimizer()
    execution, vector = model.training_execution()
    seed, number = model.seed, optimizer.gradients_seen
    outcome = execution.gradient(batch, model.objective, seed=seed, number=number)
    assert outcome.gradient is not None  # there is a vector
    optimizer.apply_flat(vector, outcome.gradient)
    model.watch.update(batch, outcome)


def _train_epoch(model: Compiled, batches: Batches, number: int, calls: CallbackList) -> int:
    """The number of steps done."""
    model.reset_metrics()
    steps = 0
    for batch in batches.epoch(number, model.seed, model.needed_optimizer().gradients_seen):
        calls("on_train_batch_begin", steps)
        train_step(model, batch)
        calls("on_train_batch_end", steps, logs=model.watch.logs)
        steps += 1
        if model.stop_training:
            break
    return steps


def _is_time(validation_freq: int | Sequence[int], done: int) -> bool:
    return done % validation_freq == 0 if isinstance(validation_freq, int) else done in validation_freq
