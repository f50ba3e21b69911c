"""Two ways to 99 % on MNIST: ours, made to be there soon, and the one of Keras' own example.

``fast`` was chosen on the last 5,000 training pictures, held out, never on the test set: of five that were tried, among
them LeNet-5's shape with pooling, the cheapest that left a margin above 99.0 % there. Trained on the other 55,000 it
reads 99.10, 99.22 and 99.22 % of them with the seeds 0, 1 and 2; the benchmark then trains on all 60,000.

``keras-example`` is "Simple MNIST convnet" (F. Chollet, keras.io/examples/vision/mnist_convnet): Adam, batch 128, up
to 15 epochs on the first nine tenths of the training pictures.

The learning rate climbs to its peak in ``warm_up`` of the steps and falls to 0 along half a cosine; with
``warm_up=None`` it stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from bench.workloads import Network

__all__ = ["RECIPES", "Recipe"]


@dataclass(frozen=True)
class Recipe:
    """``epochs`` over the first ``samples`` training pictures in steps of ``batch``, with Adam."""

    network: Network
    batch: int
    epochs: int
    samples: int
    learning_rate: float
    warm_up: float | None = None

    @property
    def steps(self) -> int:
        """Steps in an epoch."""
        return -(-self.samples // self.batch)

    def learning_rate_at(self, step: int) -> float:
        """The learning rate of step 0, 1, ..."""
        if self.warm_up is None:
            return self.learning_rate
        total = self.epochs * self.steps
        rising = int(self.warm_up * total)
        if step < rising:
            return self.learning_rate * step / rising
        return self.learning_rate * (1 + math.cos(math.pi * (step - rising) / (total - rising))) / 2

    def schedule(self, nn: Any) -> Any:
        """The same as what an optimizer of the engine ``nn`` takes."""
        if self.warm_up is None:
            return self.learning_rate
        total = self.epochs * self.steps
        rising = int(self.warm_up * total)
        decay = nn.optimizers.schedules.CosineDecay
        return decay(0.0, total - rising, warmup_target=self.learning_rate, warmup_steps=rising)


def _fast(nn: Any) -> Any:
    """Two 5 x 5 convolutions that take every other place, so that no pooling is needed."""
    return nn.Sequential(
        [
            nn.Input((28, 28, 1)),
            nn.layers.Conv2D(24, 5, strides=2, activation="relu"),
            nn.layers.Conv2D(48, 5, strides=2, activation="relu"),
            nn.layers.Flatten(),
            nn.layers.Dense(128, activation="relu"),
            nn.layers.Dense(10, activation="softmax"),
        ]
    )


def _keras_example(nn: Any) -> Any:
    return nn.Sequential(
        [
            nn.Input((28, 28, 1)),
            nn.layers.Conv2D(32, 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(64, 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Flatten(),
            nn.layers.Dropout(0.5),
            nn.layers.Dense(10, activation="softmax"),
        ]
    )


RECIPES = {
    "fast": Recipe(Network("to-99-fast", _fast), batch=64, epochs=3, samples=60_000, learning_rate=3e-3, warm_up=0.2),
    "keras-example": Recipe(
        Network("to-99-keras-example", _keras_example, parameters=34_826),
        batch=128,
        epochs=15,
        samples=54_000,
        learning_rate=1e-3,
    ),
}
