"""What recurrent layers, and those around them, say when they are used wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn import layers

SEQUENCE = np.zeros((2, 3, 4), np.float32)


def call_in_graph() -> Any:
    x, mask = nn.Input((3, 4)), nn.Input((3,))
    return layers.GRU(2)(x, mask=mask)


WRONG: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: layers.LSTM(0),
        "Invalid value for argument `units`. Expected a whole number of at least 1. Received: units=0",
    ),
    (
        lambda: layers.GRU(2, dropout=1.0),
        "Invalid value for argument `dropout`. Expected a number in [0, 1). Received: dropout=1.0",
    ),
    (
        lambda: layers.GRU(2, stateful=True),
        "Unsupported argument `stateful` of GRU. Expected to be left out: GRU does not have it. "
        "Received: stateful=True. For this one, train with Keras itself: `import keras`.",
    ),
    (
        lambda: layers.LSTM(2, use_cudnn=True),
        "Unsupported argument `use_cudnn` of LSTM. Expected 'auto'. Received: use_cudnn=True. "
        "For this one, train with Keras itself: `import keras`.",
    ),
    (
        lambda: layers.SimpleRNN(2, name="r")(SEQUENCE[0]),
        "Input of layer `r` (SimpleRNN) does not fit. Expected 3 dimensions, batch included. Received: shape=(None, 4)",
    ),
    (
        lambda: layers.LSTM(2, name="r")(SEQUENCE, initial_state=np.zeros((2, 2))),
        "Invalid value for argument `initial_state`. Expected 2 of shape (batch, 2), one for each state of `r`. "
        "Received: initial_state=[(None, 2)]",
    ),
    (
        lambda: layers.GRU(2, name="r")(SEQUENCE, initial_state=np.zeros((2, 3))),
        "Invalid value for argument `initial_state`. Expected 1 of shape (batch, 2), one for each state of `r`. "
        "Received: initial_state=[(None, 3)]",
    ),
    (
        call_in_graph,
        "Invalid value for argument `mask`. Expected None in a graph, where Embedding(mask_zero=True) or Masking makes "
        "it. Received: mask=array of shape (None, 3), dtype float32",
    ),
    (
        lambda: layers.Bidirectional(layers.Dense(2, name="d")),
        "Invalid value for argument `layer`. Expected a recurrent layer, such as LSTM(10). "
        "Received: layer=<Dense name=d, built=False>",
    ),
    (
        lambda: layers.Bidirectional(layers.GRU(2), merge_mode="max"),
        "Invalid value for argument `merge_mode`. Expected one of: concat, sum, mul, ave, None. "
        "Received: merge_mode='max'",
    ),
    (
        lambda: layers.Bidirectional(layers.GRU(2), backward_layer=layers.GRU(2, name="g")),
        "Invalid value for argument `backward_layer`. Expected one of the two layers with go_backwards=True, the other "
        "without. Received: backward_layer='g'",
    ),
    (
        lambda: layers.Bidirectional(
            layers.GRU(2), backward_layer=layers.GRU(2, go_backwards=True, return_sequences=True)
        ),
        "Invalid value for argument `backward_layer`. Expected the same `return_sequences` as `layer` has. "
        "Received: backward_layer=True",
    ),
    (
        lambda: layers.TimeDistributed("dense"),  # type: ignore[arg-type]
        "Invalid value for argument `layer`. Expected a layer, such as Dense(10). Received: layer='dense'",
    ),
    (
        lambda: layers.TimeDistributed(layers.Dense(2))(SEQUENCE[0]),
        "Invalid value for argument `input_shape`. Expected at least 3 dimensions: batch, time and what each step has. "
        "Received: input_shape=(None, 4)",
    ),
    (
        lambda: layers.TimeDistributed(layers.BatchNormalization(name="b"))(SEQUENCE),
        "Invalid value for argument `layer`. Expected a layer that treats each sample by itself, not one with "
        "statistics of the batch. Received: layer='b'",
    ),
    (
        lambda: layers.Embedding(0, 2),
        "Invalid value for argument `input_dim`. Expected a whole number of at least 1. Received: input_dim=0",
    ),
    (
        lambda: layers.Embedding(3, 2, name="e")(np.array([[1, 3]])),
        "Input of layer `e` (Embedding) does not fit. Expected whole numbers from 0 to 2. Received: 3. "
        "A larger `input_dim` makes room for more.",
    ),
    (
        lambda: layers.Embedding(3, 2, name="e")(np.array([[-1, 2]])),
        "Input of layer `e` (Embedding) does not fit. Expected whole numbers from 0 to 2. Received: -1. "
        "A larger `input_dim` makes room for more.",
    ),
    (
        lambda: layers.RepeatVector(0),
        "Invalid value for argument `n`. Expected a whole number of at least 1. Received: n=0",
    ),
    (
        lambda: layers.Permute((1, 3)),
        "Invalid value for argument `dims`. Expected each of 1, 2, ... once, such as (2, 1). Received: dims=(1, 3)",
    ),
    (
        lambda: layers.Permute((2, 1))(SEQUENCE[0]),
        "Invalid value for argument `dims`. Expected one number for each dimension of the input, shape (None, 4). "
        "Received: dims=(2, 1)",
    ),
    (
        lambda: nn.initializers.Orthogonal()((3,)),
        "Invalid value for argument `shape`. Expected at least 2 dimensions for an orthogonal matrix. "
        "Received: shape=(3,)",
    ),
    (
        lambda: nn.initializers.Identity()((3, 3, 3)),
        "Invalid value for argument `shape`. Expected 2 dimensions for an identity matrix. Received: shape=(3, 3, 3)",
    ),
]


@pytest.mark.parametrize(("use", "message"), WRONG, ids=[message.split("`")[1] for _use, message in WRONG])
def test_wrong_use(use: Callable[[], Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        use()
    assert str(caught.value) == message


def test_embedding_may_start_from_given_vectors() -> None:
    table = np.arange(6.0).reshape(3, 2)
    np.testing.assert_array_equal(layers.Embedding(3, 2, weights=table)(np.array([[2, 0]])), [[[4, 5], [0, 1]]])
    np.testing.assert_array_equal(layers.Embedding(3, 2, weights=[table])(np.array([[1]])), [[[2, 3]]])
