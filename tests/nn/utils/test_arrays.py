"""pad_sequences, normalize and split_dataset: as Keras has them, and what they say to misuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn
from sutja.errors import InvalidArgument

SIDES = st.sampled_from(["pre", "post"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sequences=st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=4),
    maxlen=st.sampled_from([None, 1, 3, 8]),
    padding=SIDES,
    truncating=SIDES,
    value=st.integers(-1, 1),
)
def test_pad_sequences(keras: Any, sequences: Any, maxlen: Any, padding: str, truncating: str, value: int) -> None:
    arguments = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "value": value}
    ours, theirs = nn.utils.pad_sequences(sequences, **arguments), keras.utils.pad_sequences(sequences, **arguments)
    assert ours.dtype == theirs.dtype
    assert ours.tolist() == theirs.tolist()


def test_pad_sequences_of_vectors() -> None:
    padded = nn.utils.pad_sequences([np.ones((1, 2)), np.zeros((0, 2)), np.full((3, 2), 2)], dtype="float32")
    assert padded.shape == (3, 3, 2)
    assert padded[0].tolist() == [[0, 0], [0, 0], [1, 1]]
    with pytest.raises(InvalidArgument, match="Expected vectors of one shape in all sequences"):
        nn.utils.pad_sequences([np.ones((1, 2)), np.ones((1, 3))])
    with pytest.raises(InvalidArgument, match="Expected a list of sequences"):
        nn.utils.pad_sequences([1, 2])
    with pytest.raises(InvalidArgument, match="argument `padding`. Expected 'pre' or 'post'"):  # noqa: RUF043
        nn.utils.pad_sequences([[1]], padding="both")


@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_normalize(keras: Any, axis: int, order: int) -> None:
    x = np.random.default_rng(0).standard_normal((3, 4))
    x[1] = 0
    expected = x / np.maximum((np.abs(x) ** order).sum(axis=axis, keepdims=True) ** (1 / order), 1e-300)
    assert np.allclose(nn.utils.normalize(x, axis, order), expected)
    if axis != 0:  # Keras takes 0 for -1
        assert np.allclose(nn.utils.normalize(x, axis, order), keras.utils.normalize(x, axis, order))


@given(samples=st.integers(2, 40), share=st.floats(0.01, 0.99), shuffle=st.booleans())
def test_split_dataset(samples: int, share: float, shuffle: bool) -> None:
    x, y = np.arange(samples), np.arange(samples) * 2
    if round(share * samples) in (0, samples):
        with pytest.raises(InvalidArgument, match="Expected sizes that leave samples on both sides"):
            nn.utils.split_dataset((x, y), share)
        return
    left, right = nn.utils.split_dataset((x, y), share, shuffle=shuffle, seed=1)
    assert len(left[0]) == round(share * samples)
    both = np.concatenate([left[0], right[0]])
    assert (sorted(both) if shuffle else both.tolist()) == x.tolist()
    for part in (left, right):
        assert isinstance(part, tuple)
        assert np.array_equal(part[1], 2 * part[0])


def test_sizes_of_split_dataset() -> None:
    x = np.arange(10)
    left, right = nn.utils.split_dataset(x, right_size=3)
    assert (left.tolist(), right.tolist()) == (list(range(7)), [7, 8, 9])
    left, right = nn.utils.split_dataset([x], left_size=2, right_size=0.5)
    assert (left[0].tolist(), right[0].tolist()) == ([0, 1], [5, 6, 7, 8, 9])
    assert len(nn.utils.split_dataset(x, np.float32(0.5))[0]) == 5
    strange = [{"left_size": size} for size in (10, 1.5, 0, -1, 1.0, "x", True, float("nan"), [2])]
    for wrong in ({}, {"left_size": 6, "right_size": 6}, *strange):
        with pytest.raises(InvalidArgument):
            nn.utils.split_dataset(x, **wrong)
    with pytest.raises(InvalidArgument, match="Expected an array, or arrays of one length"):
        nn.utils.split_dataset((x, x[:3]), 0.5)
