"""Max and average pooling: deck D's example, and where the gradient goes when several are the largest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja.nn import layers
from sutja.nn.call import Call, Step

DECK_PICTURE = np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]], float).reshape(1, 4, 4, 1)


def backward(layer: Any, x: Any, dy: Any) -> Any:
    call = Call(Step())
    call.step.begin(training=True)
    layer.forward(x, call)
    return layer.backward(dy, call)


def test_max_pooling_of_deck_d() -> None:
    """Deck experiment D-max-pool."""
    np.testing.assert_array_equal(layers.MaxPooling2D(2)(DECK_PICTURE)[0, :, :, 0], [[2, 3], [4, 2]])


def test_average_pooling_beside_it() -> None:
    np.testing.assert_array_equal(layers.AveragePooling2D(2)(DECK_PICTURE)[0, :, :, 0], [[1, 1.5], [2.25, 1]])


def test_the_gradient_goes_to_the_largest() -> None:
    dx = backward(layers.MaxPooling2D(2), DECK_PICTURE, np.array([[10.0, 20], [30, 40]]).reshape(1, 2, 2, 1))
    np.testing.assert_array_equal(dx[0, :, :, 0], [[0, 10, 0, 0], [0, 0, 0, 20], [0, 0, 0, 40], [0, 30, 0, 0]])


def test_the_first_of_equals_gets_all_of_it() -> None:
    """As after ReLU, where whole windows are 0. First means row by row."""
    x = np.array([[0, 0, 5, 7], [0, 0, 7, 7]], float).reshape(1, 2, 4, 1)
    dx = backward(layers.MaxPooling2D(2), x, np.array([3.0, 4.0]).reshape(1, 1, 2, 1))
    np.testing.assert_array_equal(dx[0, :, :, 0], [[3, 0, 0, 4], [0, 0, 0, 0]])


def test_a_pixel_in_several_windows_adds_up_what_they_send() -> None:
    x = np.array([[0, 0, 0], [0, 9, 0], [0, 0, 0]], float).reshape(1, 3, 3, 1)
    dx = backward(layers.MaxPooling2D(2, strides=1), x, np.array([[1.0, 2], [3, 4]]).reshape(1, 2, 2, 1))
    np.testing.assert_array_equal(dx[0, :, :, 0], [[0, 0, 0], [0, 10, 0], [0, 0, 0]])


def test_the_border_is_not_in_the_mean_and_never_the_largest() -> None:
    x = -np.ones((1, 3, 3, 1))
    for kind in (layers.MaxPooling2D, layers.AveragePooling2D):
        np.testing.assert_array_equal(kind(2, padding="same")(x), -np.ones((1, 2, 2, 1)))


@pytest.mark.parametrize("kind", [layers.MaxPooling2D, layers.AveragePooling2D])
def test_pixels_between_the_windows_get_nothing(kind: Any) -> None:
    """In a second step too, whose memory holds the numbers of the first."""
    layer, call = kind(1, strides=2), Call(Step())
    for n in (4, 2):
        x = np.random.default_rng(n).standard_normal((n, 5, 5, 2)).astype(np.float32)
        call.step.begin(training=True)
        y = layer.forward(x, call)
        np.testing.assert_array_equal(y, x[:, ::2, ::2])
        expected = np.zeros_like(x)
        expected[:, ::2, ::2] = 7
        np.testing.assert_array_equal(layer.backward(np.full_like(y, 7), call), expected)
