"""The course: its lessons in teaching order, and the experiments of each.

A lesson has an id, a text in each language (``texts/<id>.en.md``) and experiments. An experiment has one place in the
course, and a lesson may point at experiments of others beside its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sutja.errors import unknown
from sutja.labs.declarations import EXPERIMENTS
from sutja.labs.experiment import Experiment

__all__ = ["COURSE", "Lesson", "lesson_called", "lesson_of"]


@dataclass(frozen=True)
class Lesson:
    """``experiments``: their ids in order; ``see``: ids of other lessons' experiments that belong here too."""

    id: str
    experiments: tuple[str, ...]
    see: tuple[str, ...] = ()

    def declared(self) -> Sequence[Experiment]:
        """The declarations of the experiments."""
        return [EXPERIMENTS[id] for id in self.experiments]


COURSE = (
    Lesson("line", ("A-linear-regression", "A-curve-fitting")),
    Lesson("perceptron", ("B-gates",)),
    Lesson("activations", ("B-activations", "B-forward-3-layer", "B-softmax"), see=("B-inference",)),
    Lesson("losses", ("B-mse", "B-cross-entropy", "B-loss-table")),
    Lesson("gradients", ("B-numerical-gradient", "B-two-layer-numeric")),
    Lesson(
        "backpropagation",
        ("B-graph-shopping", "B-layers-backward", "B-two-layer-backprop", "B-scratch-to-framework"),
    ),
    Lesson("softmax-regression", ("A-softmax", "C-0-softmax")),
    Lesson("depth", ("A-hidden50-sigmoid", "A-hidden50x2-sigmoid", "A-hidden50x2-relu", "A-hidden50x2-relu-adam")),
    Lesson(
        "ladder",
        (
            "C-1-deep-relu",
            "C-2-lr-0.01",
            "C-3-adam",
            "C-4-xavier",
            "C-5-lr-0.001",
            "C-6-he",
            "C-7-deep-wide",
            "C-8-dropout",
            "C-keras-512x4",
        ),
        see=("C-0-softmax",),
    ),
    Lesson(
        "overfitting",
        (
            "A-deep-500x4",
            "A-deep-500x4-dropout",
            "A-deep-500x5-dropout",
            "A-batchnorm",
            "A-keras-256x4",
            "B-mlp128",
        ),
    ),
    Lesson("convolution", ("B-cosine-convolution", "B-filters", "E-convolution-by-hand", "D-max-pool")),
    Lesson("cnn", ("D-cnn-1-channel", "D-cnn-32-64", "A-cnn-lab4", "E-cnn-20-50")),
    Lesson("cifar-dense", ("B-cifar-mlp128", "B-cifar-mlp-deeper", "B-cifar-mlp-wider", "B-cifar-mlp-widest")),
    Lesson(
        "cifar-cnn",
        (
            "B-cifar-cnn",
            "B-cifar-cnn-wide",
            "B-cifar-cnn-wide-dropout",
            "D-cifar-cnn",
            "E-cifar-small",
            "E-cifar-deep",
            "E-all-cnn",
        ),
    ),
    Lesson("augmentation", ("B-augmentation",)),
    Lesson("early-stopping", ("D-cifar-cnn-bn-dropout",)),
    Lesson("fashion", ("B-fashion-mlp", "B-fashion-cnn")),
    Lesson("saving", ("B-inference",), see=("B-fashion-mlp",)),
    Lesson("optimizers", ("E-optimizers",)),
    Lesson("transfer", ("E-transfer",)),
    Lesson("recurrent", ("E-rnn-patterns",)),
    Lesson("ensembles", ("A-challenge-ensembles",)),
    Lesson("data", ("B-datasets", "D-data-tools")),
    Lesson("beyond", ("A-demo-js", "D-class-contest", "A-next")),
)


def lesson_called(id: str) -> Lesson:
    """The lesson with this id."""
    for one in COURSE:
        if one.id == id:
            return one
    raise unknown("id", id, [one.id for one in COURSE])


def lesson_of(experiment: str) -> Lesson:
    """The lesson that has the experiment with this id."""
    for one in COURSE:
        if experiment in one.experiments:
            return one
    raise unknown("id", experiment, EXPERIMENTS)
