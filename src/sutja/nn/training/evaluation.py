"""Evaluation and prediction: the way forwards alone, batch after batch."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.blas import blas_threads
from sutja.nn.callbacks.callback import CallbackList
from sutja.nn.training.batches import Batches
from sutja.nn.training.execution import Execution
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.training.compiled import Compiled

__all__ = ["evaluate", "predict"]


def evaluate(
    model: Compiled, batches: Batches, calls: CallbackList, execution: Execution | None = None
) -> dict[str, float]:
    """The numbers to report for ``batches``; none if there is no batch at all.

    Between two epochs the ``execution`` of the training has nothing to do, and its memory serves here as well.
    """
    calls("on_test_begin")
    model.reset_metrics()
    steps = 0
    borrowed = model.executions.borrowed(model.graph, batches.samples) if execution is None else nullcontext(execution)
    with borrowed as execution, blas_threads(execution.blas_threads):
        for batch in batches.epoch():
            calls("on_test_batch_begin", steps)
            model.watch.update(batch, execution.test(batch, model.objective, **model.stream()))
            calls("on_test_batch_end", steps, logs=model.watch.logs)
            steps += 1
    logs = model.watch.logs() if steps else {}
    calls("on_test_end", logs=logs)
    return logs


def predict(model: Compiled, batches: Batches, calls: CallbackList) -> list[Array]:
    """The outputs for all samples of ``batches``, one array for each output of the model."""
    parts: list[list[Array]] = []
    calls("on_predict_begin")
    with model.executions.borrowed(model.graph, batches.samples) as execution, blas_threads(execution.blas_threads):
        for number, batch in enumerate(batches.epoch()):
            calls("on_predict_batch_begin", number)
            parts.append(execution.predict(batch.inputs, **model.stream()))
            calls("on_predict_batch_end", number)
    calls("on_predict_end")
    if not parts:
        raise invalid("x", _("at least one batch"), batches)
    return [np.concatenate(same) for same in zip(*parts, strict=True)]
