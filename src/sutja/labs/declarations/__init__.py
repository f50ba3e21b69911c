"""The experiments of the course, by topic. Adding one is adding one entry to a file here and its id to the course."""

from __future__ import annotations

from sutja.errors import unknown
from sutja.labs.declarations import (
    beyond,
    cifar,
    convolution,
    depth,
    ensembles,
    fashion,
    first_steps,
    ladder,
    losses,
    optimizers,
    overfitting,
    recurrent,
    transfer,
    two_layers,
)
from sutja.labs.experiment import Experiment

__all__ = ["EXPERIMENTS", "experiment"]

_TOPICS = (
    beyond,
    cifar,
    convolution,
    depth,
    ensembles,
    fashion,
    first_steps,
    ladder,
    losses,
    optimizers,
    overfitting,
    recurrent,
    transfer,
    two_layers,
)
EXPERIMENTS: dict[str, Experiment] = {one.id: one for topic in _TOPICS for one in topic.EXPERIMENTS}


def experiment(id: str) -> Experiment:
    """The experiment with this id."""
    if id not in EXPERIMENTS:
        raise unknown("id", id, EXPERIMENTS)
    return EXPERIMENTS[id]
