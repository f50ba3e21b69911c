"""Recurrent networks: one set of weights for every step of a sequence. Deck E's three patterns, ``E-rnn-patterns``.

    1   hidden to hidden     h(t) = f(h(t-1), x(t)),  an answer at each step
    2   output to hidden     h(t) = f(y(t-1), x(t)),  an answer at each step, which is an input of the next
    3   whole sequence       h(t) = f(h(t-1), x(t)),  one answer, after the last step

In pattern 2 nothing is remembered but the answer. While it learns, y(t-1) is the right answer, which stands in the
data (teacher forcing): then no step depends on the step before, and the network is dense. When it is used, y(t-1) is
what it answered itself. A network in both directions, h and g, where g(t) = f(g(t+1), x(t)), knows what comes, too.
"""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["RECURRENT", "rnn_feedback", "rnn_rows", "rnn_steps"]

BITS = (8, 2)


def rnn_steps(
    nn: Any, input_shape: tuple[int, ...] = BITS, classes: int = 1, *, units: int = 16, bidirectional: bool = False
) -> Any:
    """Pattern 1: for a sequence (steps, features) the probability of a yes at each step, (steps, 1)."""
    recurrent = nn.layers.SimpleRNN(units, return_sequences=True)
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Bidirectional(recurrent) if bidirectional else recurrent,
            nn.layers.Dense(classes, activation="sigmoid"),
        ]
    )


def rnn_feedback(nn: Any, input_shape: tuple[int, ...] = BITS, classes: int = 1, *, units: int = 16) -> Any:
    """Pattern 2 as it learns: the features of each step are x(t) and y(t-1), and no step sees another."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Dense(units, activation="tanh"),
            nn.layers.Dense(classes, activation="sigmoid"),
        ]
    )


def rnn_rows(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10, *, units: int = 128) -> Any:
    """Pattern 3: a picture, read row by row as one reads a page; what it shows is said at the end."""
    rows, columns, channels = input_shape
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Reshape((rows, columns * channels)),
            nn.layers.SimpleRNN(units),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


RECURRENT = (
    Architecture("rnn-rows", rnn_rows),
    Architecture("rnn-steps", rnn_steps, reads="sequences"),
    Architecture("rnn-feedback", rnn_feedback, reads="sequences"),
)
