"""Dense networks: from softmax regression, which has no hidden layer, to five hidden layers of 500.

All are one shape: the pixels of a picture in a row, hidden layers, and a softmax over the classes. They differ in
the widths of the hidden layers, in their activation, and in dropout; the table below is the whole difference. The
decks vary initial weights, optimizer and learning rate on top of it, which are settings of an experiment and not
of the architecture, except that a builder takes ``kernel_initializer`` and ``bias_initializer``. It also takes another
``dropout``, and ``logits=True`` for the scores before the softmax, from which a loss may start more precisely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["DENSE", "DenseNetwork"]


@dataclass(frozen=True)
class DenseNetwork:
    """``hidden`` widths, their ``activation``, and the share ``dropout`` after each (or before each activation).

    ``normalised``: with BatchNormalization before each activation.
    """

    hidden: tuple[int, ...]
    activation: str = "relu"
    dropout: float = 0.0
    dropout_before_activation: bool = False
    normalised: bool = False

    def __call__(
        self,
        nn: Any,
        input_shape: tuple[int, ...] = (28, 28, 1),
        classes: int = 10,
        *,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        dropout: float | None = None,
        logits: bool = False,
    ) -> Any:
        """The model on engine ``nn``."""
        initial = {"kernel_initializer": kernel_initializer, "bias_initializer": bias_initializer}
        share = self.dropout if dropout is None else dropout
        layers = [nn.Input(input_shape), nn.layers.Flatten()]
        for units in self.hidden:
            if self.normalised or self.dropout_before_activation:
                layers.append(nn.layers.Dense(units, **initial))
                layers += [nn.layers.BatchNormalization()] if self.normalised else []
                layers += [nn.layers.Dropout(share)] if share and self.dropout_before_activation else []
                layers.append(nn.layers.Activation(self.activation))
            else:
                layers.append(nn.layers.Dense(units, activation=self.activation, **initial))
            layers += [nn.layers.Dropout(share)] if share and not self.dropout_before_activation else []
        layers.append(nn.layers.Dense(classes, activation=None if logits else "softmax", **initial))
        return nn.Sequential(layers)


DENSE = tuple(
    Architecture(name, network)
    for name, network in (
        ("softmax", DenseNetwork(())),
        ("mlp-50-sigmoid", DenseNetwork((50,), "sigmoid")),
        ("mlp-50x2-sigmoid", DenseNetwork((50, 50), "sigmoid")),
        ("mlp-50x2", DenseNetwork((50, 50))),
        ("mlp-50-100-sigmoid", DenseNetwork((50, 100), "sigmoid")),
        ("mlp-200-sigmoid", DenseNetwork((200,), "sigmoid")),
        ("mlp-128-dropout", DenseNetwork((128,), dropout=0.2)),
        ("mlp-128x3-dropout", DenseNetwork((128,) * 3, dropout=0.2)),
        ("mlp-256x4-dropout", DenseNetwork((256,) * 4, dropout=0.3)),
        ("mlp-300-100", DenseNetwork((300, 100))),
        ("mlp-256x2", DenseNetwork((256, 256))),
        ("mlp-512x4", DenseNetwork((512,) * 4)),
        ("mlp-512x4-dropout", DenseNetwork((512,) * 4, dropout=0.3)),
        ("mlp-500x4", DenseNetwork((500,) * 4)),
        ("mlp-500x4-batchnorm", DenseNetwork((500,) * 4, normalised=True)),
        ("mlp-500x4-dropout", DenseNetwork((500,) * 4, dropout=0.25, dropout_before_activation=True)),
        ("mlp-500x5-dropout", DenseNetwork((500,) * 5, dropout=0.25, dropout_before_activation=True)),
        ("mlp-1024x4-dropout", DenseNetwork((1024,) * 4, dropout=0.2)),
    )
)
