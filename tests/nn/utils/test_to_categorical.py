"""One-hot labels, as Keras makes them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import sutja.nn as nn
from sutja.errors import InvalidArgument


@settings(deadline=None)
@given(
    labels=arrays.arrays(
        st.sampled_from([np.int64, np.uint8, np.float32]),
        arrays.array_shapes(max_dims=3, max_side=4),
        elements=st.integers(0, 9),
    ),
    more=st.none() | st.integers(0, 3),
)
def test_it_is_that_of_keras(keras: Any, labels: Any, more: int | None) -> None:
    classes = None if more is None else int(labels.max()) + 1 + more
    ours, theirs = nn.utils.to_categorical(labels, classes), keras.utils.to_categorical(labels, classes)
    assert ours.dtype == theirs.dtype and np.array_equal(ours, theirs)


def test_a_list_will_do() -> None:
    assert nn.utils.to_categorical([2, 0]).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_no_labels() -> None:
    assert nn.utils.to_categorical([], 3).shape == (0, 3)
    with pytest.raises(InvalidArgument, match="Expected a number of classes where there are no labels"):
        nn.utils.to_categorical([])


@pytest.mark.parametrize(("labels", "classes"), [([0, 3], 3), ([-1, 0], 2), ([-1, 0], None)])
def test_a_label_without_a_class_is_refused(labels: list[int], classes: int | None) -> None:
    last = (classes or 1) - 1
    with pytest.raises(InvalidArgument) as caught:
        nn.utils.to_categorical(labels, classes)
    assert (
        str(caught.value) == f"Invalid value for argument `x`. Expected labels from 0 to {last}. Received: x={labels}"
    )
