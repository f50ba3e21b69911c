"""The memory that a model keeps for running: one execution for training, and one for each thread that predicts."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sutja.nn.graph.graph import Graph
from sutja.nn.training.execution import Execution
from sutja.nn.training.loading import loaded_to_predict
from sutja.nn.variables import FlatVector, Variable

__all__ = ["Executions"]


class Executions:
    """Executions are made when they are first needed, and anew when the graph or the trained weights are others."""

    def __init__(self) -> None:
        self._training: Execution | None = None
        self._idle: list[Execution] = []
        self._lock = threading.Lock()
        self._draws = itertools.count()

    def draw(self) -> int:
        """The number of a step outside ``fit``, so that each draws random numbers of its own."""
        return next(self._draws)

    def training(self, graph: Graph, variables: Sequence[Variable]) -> tuple[Execution, FlatVector]:
        """The one that finds gradients by ``variables``, with the vector in which they live."""
        execution = self._training
        vector = None if execution is None or execution.graph is not graph else execution.vector
        if execution is None or vector is None or not vector.is_for(variables):
            vector = FlatVector.of(variables)
            execution = self._training = Execution(graph, vector)
        vector.take_in()
        return execution, vector

    @contextmanager
    def borrowed(self, graph: Graph, samples: int | None = None) -> Iterator[Execution]:
        """One to predict with, for this thread alone until it is done; ``samples``: for how many, if that is known."""
        with self._lock:
            execution = self._idle.pop() if self._idle else None
        execution = execution if execution is not None and execution.graph is graph else Execution(graph)
        with loaded_to_predict(execution.work, samples):
            yield execution
        with self._lock:
            self._idle.append(execution)
