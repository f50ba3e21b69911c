"""Two ways to 99 % on MNIST: ours, made to be there soon, and the one of Keras' own example.

``fast`` was chosen on the last 5,000 training pictures, held out, never on the test set; the benchmark then trains on
all 60,000. The mean accuracy had to be 99.15 % or more there, so that nearly every seed reaches 99.0 % of the test
pictures; among those, the processor's time decided (of one thread, for the epochs alone, Numba, 55,000 pictures):

    convolutions                          batch   epochs   seeds   mean       seconds
    24 and 48, both with strides of 2     128     1        2       98.48 %     6
        peak of the rate 0.003             64     3        3       99.18 %    19
    the same with batch normalisation,
        16 and 32                         128     2        2       99.07 %     9
        16 and 64                         128     2        2       98.99 %    13
        32 and 64, Dropout                128     2        1       99.08 %    20
    16, pooling; 32, pooling              128     1        2       98.51 %    12
    16, pooling; 32, pooling; normalised  128     2        1       99.12 %    27
    16, pooling; 32 with strides of 2; normalised, Dropout 0.2 (that of ``fast``)
        peak of the rate 0.01             128     2        5       99.15 %    13   (99.148, and one seed at 98.96)
        peak 0.015                        256     2        2       99.14 %    12
        128 units become 64, peak 0.007    64     2        2       99.14 %    16
        peak 0.008                        128     3        5       99.24 %    19   (99.14 to 99.32): taken
    the same with 48, Dropout 0.3         128     2        3       99.15 %    16   (99.147)
    the same with 32 and 48, Dropout 0.3  128     2        2       99.22 %    25

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
    """Pooling comes before ReLU, which changes nothing and leaves ReLU a quarter of the work."""
    return nn.Sequential(
        [
            nn.Input((28, 28, 1)),
            nn.layers.Conv2D(16, 5, use_bias=False),
            nn.layers.MaxPooling2D(),
            nn.layers.BatchNormalization(momentum=0.9),
            nn.layers.Activation("relu"),
            nn.layers.Conv2D(32, 5, strides=2, use_bias=False),
            nn.layers.BatchNormalization(momentum=0.9),
            nn.layers.Activation("relu"),
            nn.layers.Flatten(),
            nn.layers.Dropout(0.2),
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
    "fast": Recipe(Network("to-99-fast", _fast), batch=128, epochs=3, samples=60_000, learning_rate=8e-3, warm_up=0.2),
    "keras-example": Recipe(
        Network("to-99-keras-example", _keras_example, parameters=34_826),
        batch=128,
        epochs=15,
        samples=54_000,
        learning_rate=1e-3,
    ),
}
