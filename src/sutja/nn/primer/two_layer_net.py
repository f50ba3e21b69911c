"""TwoLayerNet: a network that learns, put together from the pieces before.

    x (n, inputs) -> Affine -> sigmoid or ReLU -> Affine -> scores (n, classes) -> softmax -> probabilities

``gradient`` walks through the layers backwards; ``numerical_gradient`` tries every weight. They give the same numbers,
and a test of the primer holds them equal, but with 784 inputs, 50 hidden units and 10 classes there are 39,760
weights: the one costs about as much as two or three forward passes, the other 79,520. Deck experiments
``B-two-layer-numeric`` and ``B-two-layer-backprop``.

The engine's part: ``Sequential([Dense(50, "sigmoid"), Dense(10, "softmax")])``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.affine import Affine
from sutja.nn.primer.labels import targets
from sutja.nn.primer.numerical_gradient import numerical_gradient
from sutja.nn.primer.relu_layer import Relu
from sutja.nn.primer.sigmoid_layer import Sigmoid
from sutja.nn.primer.softmax import softmax
from sutja.nn.primer.softmax_with_loss import SoftmaxWithLoss
from sutja.nn.typing import Array

__all__ = ["TwoLayerNet"]

SPREAD = 0.01
"""Standard deviation of the first weights. Not 0: hidden units that begin equal get equal gradients and stay equal."""


class TwoLayerNet:
    """One hidden layer, and softmax over the classes.

    Attributes:
        params: ``W1`` (inputs, hidden), ``b1`` (hidden,), ``W2`` (hidden, classes), ``b2`` (classes,), all float64.
        activation: The class of the layer between the two, ``Sigmoid`` or ``Relu``.

    Args:
        seed: Where the random numbers of the first weights begin; the same seed gives the same network.
    """

    def __init__(
        self, inputs: int, hidden: int, classes: int, activation: type[Sigmoid] | type[Relu] = Sigmoid, seed: int = 0
    ) -> None:
        sizes = {"inputs": inputs, "hidden": hidden, "classes": classes}
        inputs, hidden, classes = (whole(name, size) for name, size in sizes.items())
        if activation not in (Sigmoid, Relu):
            raise invalid("activation", _("one of: {names}", names="Sigmoid, Relu"), activation)
        rng = np.random.default_rng(seed)
        self.activation = activation
        self.params: dict[str, Array] = {
            "W1": SPREAD * rng.standard_normal((inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": SPREAD * rng.standard_normal((hidden, classes)),
            "b2": np.zeros(classes),
        }

    def _layers(self) -> tuple[Affine, Sigmoid | Relu, Affine]:
        """Layers around the weights of now, with nothing kept from earlier passes."""
        p = self.params
        return Affine(p["W1"], p["b1"]), self.activation(), Affine(p["W2"], p["b2"])

    def scores(self, x: Any) -> Array:
        """The totals of the last layer, (n, classes), for samples x (n, inputs)."""
        for layer in self._layers():
            x = layer.forward(x)
        return x

    def predict(self, x: Any) -> Array:
        """The probability of each class, (n, classes), for samples x (n, inputs)."""
        return softmax(self.scores(x))

    def loss(self, x: Any, t: Any) -> float:
        """The mean cross-entropy of samples x (n, inputs) with labels t, (n,) or one-hot (n, classes)."""
        return SoftmaxWithLoss().forward(self.scores(x), t)

    def accuracy(self, x: Any, t: Any) -> float:
        """The share of samples whose most probable class is that of the label."""
        scores = self.scores(x)
        return float(np.mean(scores.argmax(axis=1) == targets(t, scores).argmax(axis=1)))

    def numerical_gradient(self, x: Any, t: Any) -> dict[str, Array]:
        """The slope of the loss by each weight, under the names of ``params``, by trying."""
        return {name: numerical_gradient(lambda _w: self.loss(x, t), w) for name, w in self.params.items()}

    def gradient(self, x: Any, t: Any) -> dict[str, Array]:
        """The same by back-propagation: forwards through all layers, then through the same layers backwards."""
        first, between, second = self._layers()
        last = SoftmaxWithLoss()
        last.forward(second.forward(between.forward(first.forward(x))), t)
        first.backward(between.backward(second.backward(last.backward())))
        return {"W1": first.dw, "b1": first.db, "W2": second.dw, "b2": second.db}
