"""How a contestant is driven: what every runner can do, and which one drives whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from bench.contestants import Contestant
from bench.workloads import Network, Work

__all__ = ["Runner", "runner"]


class Runner(Protocol):
    """What a measurement asks of a contestant; ``notes`` say where it could not do as its settings want."""

    notes: list[str]

    def train(self, network: Network, optimizer: str, batch: int, x: Any, y: Any, work: Work) -> list[float]:
        """The seconds of the warm-up, which holds all compilation, and of each epoch."""

    def predictor(self, network: Network, batch: int) -> Callable[[Any], Any]:
        """The function that gives the probabilities for ``batch`` pictures."""

    def save(self, network: Network, folder: Path) -> None:
        """Write the network's file."""

    def load(self, folder: Path) -> Callable[[Any], Any]:
        """Read it again: a function like ``predictor``'s."""


def runner(contestant: Contestant) -> Runner:
    """The runner of ``contestant``; its library is imported here and not before."""
    if contestant.engine == "torch":
        from bench.torch_runner import TorchRunner

        return TorchRunner(contestant)
    from bench.keras_runner import KerasRunner

    return KerasRunner(contestant)
