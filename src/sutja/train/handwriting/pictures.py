"""The pictures that a reader of handwriting learns from: digits of MNIST, digits of other hands, and what is no digit.

A *round* holds each training digit of MNIST once, a fifth as many digits written stroke by stroke, a fifth as many
parts of digits that touch, half of them none, and a third as many pictures of other things than digits, all varied anew
(:mod:`sutja.train.handwriting.variation`). So many rounds in a row are as good as an endless stream, and teachers
need be asked about each picture only once.

5,000 training digits of MNIST stay out of all rounds: on them everything is chosen. They come with digits of other
hands and with what is none, but without parts of touching digits: where those are cut wrongly, what is a digit is a
matter of opinion, and the threshold for refusing would be chosen by them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja import data
from sutja.train.handwriting.hand import written_digits
from sutja.train.handwriting.no_digits import no_digits
from sutja.train.handwriting.touching import touching_digits
from sutja.train.handwriting.variation import vary

__all__ = ["NONE", "Pictures", "held_out", "training_round"]

NONE = 10
"""The label of what is no digit."""

_HELD_OUT = 5_000 / 60_000
_SPLIT_SEED = 0
_ROUNDS, _HELD_OUT_STREAM = 100, 0  # streams of random numbers
_WRITTEN, _TOUCHING, _NONE = 1 / 5, 1 / 5, 1 / 3  # pictures a digit of MNIST


class Pictures(NamedTuple):
    """Pictures (n, 28, 28), 255 = ink, and their labels (n,): 0 to 9, or NONE."""

    x: NDArray[np.uint8]
    y: NDArray[np.uint8]


def training_round(number: int, seed: int) -> Pictures:
    """The pictures of a round, the first being 0."""
    rng = np.random.default_rng([_ROUNDS + number, seed])
    found = _with_others(_mnist(held_out=False), rng, touching=_TOUCHING)
    return Pictures(vary(found.x, rng), found.y)


def held_out(seed: int) -> tuple[Pictures, Pictures]:
    """The pictures to choose by: the digits held out as they are, and these with others, all varied."""
    digits = _mnist(held_out=True)
    rng = np.random.default_rng([_HELD_OUT_STREAM, seed])
    varied = _with_others(digits, rng, touching=0)
    return digits, Pictures(vary(varied.x, rng), varied.y)


def _mnist(held_out: bool) -> Pictures:
    mnist = data.load("mnist")
    chosen = data.hold_out(mnist.y_train, _HELD_OUT, _SPLIT_SEED)[int(held_out)]
    return Pictures(mnist.x_train[chosen, :, :, 0], mnist.y_train[chosen].astype(np.uint8))


def _with_others(digits: Pictures, rng: np.random.Generator, touching: float) -> Pictures:
    """``digits``, digits of other hands, a share of parts that touch, and what is none, in a random order."""
    written, labels = written_digits(round(_WRITTEN * len(digits.x)), rng)
    parts, owners = touching_digits(round(touching * len(digits.x)), digits.x, digits.y, NONE, rng)
    clothes = data.load("fashion_mnist").x_train[..., 0]
    photographs = data.load("cifar10").x_train
    none = no_digits(round(_NONE * len(digits.x)), digits.x, clothes, photographs, rng)
    x = np.concatenate([digits.x, written, parts, none])
    y = np.concatenate([digits.y, labels.astype(np.uint8), owners, np.full(len(none), NONE, np.uint8)])
    order = rng.permutation(len(x))
    return Pictures(x[order], y[order])
