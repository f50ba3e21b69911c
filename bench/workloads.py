"""What is measured: the decks' networks, with the batches, optimizers and amounts of data of each measurement.

A network is a function of the engine module, so that one declaration runs on Sutja, on Keras and, through
torch_engine.py, on plain PyTorch. Its name is the id of the deck experiment that it comes from.

Where a deck leaves a setting out, it is chosen here: ``A-cnn-lab4`` and ``E-cifar-deep`` print no batch (128 and
Keras' 32 are taken), ``A-cnn-lab4`` no optimizer (Adam).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sutja import zoo
from sutja.errors import unknown

__all__ = [
    "COLD_START",
    "NETWORKS",
    "PREDICTION",
    "TASKS",
    "TO_99",
    "TRAINING",
    "ColdStart",
    "FirstStep",
    "Network",
    "Prediction",
    "Sgemm",
    "Task",
    "To99",
    "TrainMemory",
    "Training",
    "Work",
    "task",
]


@dataclass(frozen=True)
class Network:
    """``build(nn)`` makes it for pictures of ``input_shape`` (height, width, channels) from the data set ``data``.

    ``parameters``: the number that the deck prints, where it does.
    """

    name: str
    build: Callable[[Any], Any]
    data: str = "mnist"
    input_shape: tuple[int, int, int] = (28, 28, 1)
    parameters: int | None = None


@dataclass(frozen=True)
class Work:
    """How long to train: first over ``warm_up`` pictures, then ``epochs`` over all."""

    warm_up: int
    epochs: int


@dataclass(frozen=True)
class Training:
    """Epochs over ``samples`` pictures in steps of ``batch``; the smaller number is that of the quick plan.

    Both are multiples of the batch: no step is smaller than the others. They are so many that Sutja trains as it does
    on whole data sets, with compiled routines.
    """

    network: Network
    batch: int
    optimizer: str
    samples: int
    quick_samples: int

    @property
    def name(self) -> str:
        """The network's."""
        return self.network.name


@dataclass(frozen=True)
class Prediction:
    """One call that predicts ``batch`` pictures, again and again."""

    network: Network
    batch: int

    @property
    def name(self) -> str:
        """Such as "A-cnn-lab4@512"."""
        return f"{self.network.name}@{self.batch}"


@dataclass(frozen=True)
class ColdStart:
    """From the start of a process, through reading a trained model's file, to its first prediction."""

    network: Network
    name: str = "cold-start"


@dataclass(frozen=True)
class FirstStep:
    """From the start of a process to the end of the first step of training, on ``batch`` pictures."""

    network: Network
    batch: int
    name: str = "first-step"


@dataclass(frozen=True)
class TrainMemory:
    """The most memory that the command ``sutja train`` holds on all of MNIST, beside the data set itself."""

    name: str = "train-memory"


@dataclass(frozen=True)
class To99:
    """From the start of a process to 99.0 % of MNIST's test pictures read right; see to99.py for the recipes.

    ``rounds``: how often at most, because it takes long.
    """

    recipe: str
    rounds: int

    @property
    def name(self) -> str:
        """Such as "to-99-fast"."""
        return f"to-99-{self.recipe}"


@dataclass(frozen=True)
class Sgemm:
    """The product of two large matrices of floats: the peak against which the others are held."""

    name: str = "sgemm"


Task = Training | Prediction | ColdStart | FirstStep | To99 | TrainMemory | Sgemm


def _rows(nn: Any) -> Any:
    """A picture read row by row, 28 steps of 28 pixels, with one answer at the end (deck E's pattern 3)."""
    return nn.Sequential(
        [
            nn.Input((28, 28, 1)),
            nn.layers.Reshape((28, 28)),
            nn.layers.LSTM(128),
            nn.layers.Dense(10, activation="softmax"),
        ]
    )


def _by_name(items: Iterable[Any]) -> dict[str, Any]:
    return {item.name: item for item in items}


def _of_zoo(architecture: str, input_shape: tuple[int, int, int] = (28, 28, 1)) -> Callable[[Any], Any]:
    return lambda nn: zoo.build(architecture, nn, input_shape)


CIFAR = (32, 32, 3)

NETWORKS: dict[str, Network] = _by_name(
    (
        Network("C-keras-512x4", _of_zoo("mlp-512x4-dropout"), parameters=1_195_018),
        Network("B-mlp128", _of_zoo("mlp-128-dropout"), parameters=101_770),
        Network("A-cnn-lab4", _of_zoo("cnn-lab4")),
        Network("D-cnn-32-64", _of_zoo("cnn-32-64"), parameters=3_199_106),
        Network("B-cifar-cnn", _of_zoo("cnn-32-64-64", CIFAR), "cifar10", CIFAR, 122_570),
        Network("E-cifar-deep", _of_zoo("cnn-32x2-64x2", CIFAR), "cifar10", CIFAR),
        Network("E-rnn-rows", _rows),
    )
)

TRAINING: dict[str, Training] = _by_name(
    (
        Training(NETWORKS["C-keras-512x4"], 100, "adam", samples=10_000, quick_samples=4_000),
        Training(NETWORKS["A-cnn-lab4"], 128, "adam", samples=3_840, quick_samples=1_280),
        Training(NETWORKS["B-mlp128"], 32, "adam", samples=48_000, quick_samples=36_000),
        Training(NETWORKS["D-cnn-32-64"], 200, "adam", samples=2_000, quick_samples=1_000),
        Training(NETWORKS["B-cifar-cnn"], 32, "adam", samples=3_200, quick_samples=1_280),
        Training(NETWORKS["E-cifar-deep"], 32, "rmsprop", samples=960, quick_samples=320),
        Training(NETWORKS["E-rnn-rows"], 128, "adam", samples=3_840, quick_samples=1_920),
    )
)

PREDICTION: dict[str, Prediction] = _by_name(
    Prediction(NETWORKS[network], batch) for network in ("A-cnn-lab4", "C-keras-512x4") for batch in (1, 512)
)

COLD_START = ColdStart(NETWORKS["A-cnn-lab4"])
FIRST_STEP = FirstStep(NETWORKS["B-mlp128"], 32)

TO_99: dict[str, To99] = _by_name((To99("fast", rounds=2), To99("keras-example", rounds=1)))

TASKS: dict[str, Task] = {
    **TRAINING,
    **PREDICTION,
    **_by_name((COLD_START, FIRST_STEP, TrainMemory(), Sgemm())),
    **TO_99,
}


def task(name: str) -> Task:
    """The measurement called ``name``."""
    if name not in TASKS:
        raise unknown("workload", name, TASKS)
    return TASKS[name]
