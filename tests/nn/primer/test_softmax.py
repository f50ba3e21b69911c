"""Softmax: deck experiment B-softmax, the engine's as twin, and how the naive one fails."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sutja.errors import InvalidArgument
from sutja.nn import activations, primer

SCORES = [0.3, 2.9, 4.0]


@pytest.mark.parametrize("softmax", [primer.softmax, primer.naive_softmax])
def test_scores_of_the_deck(softmax: Any) -> None:
    """B-softmax, with the exponentials and their sum on the way, to the digits printed."""
    np.testing.assert_array_equal(np.exp(SCORES).round(8), [1.34985881, 18.17414537, 54.59815003])
    assert np.sum(np.exp(SCORES)) == pytest.approx(74.1221542101633, rel=1e-14)
    np.testing.assert_array_equal(softmax(SCORES).round(8), [0.01821127, 0.24519181, 0.73659691])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(arrays(float, (3, 4), elements=st.floats(-1e5, 1e5)))
def test_twin_of_the_engine(a: Any) -> None:
    y = primer.softmax(a)
    np.testing.assert_allclose(y, activations.softmax(a), rtol=1e-12)
    np.testing.assert_allclose(y.sum(axis=1), 1)


def test_only_differences_count(rng: Any) -> None:
    a = rng.standard_normal((2, 5))
    np.testing.assert_allclose(primer.softmax(a + 1000), primer.softmax(a), rtol=1e-10)


def test_the_naive_one_is_no_number_for_large_scores() -> None:
    with pytest.warns(RuntimeWarning) as warned:
        y = primer.naive_softmax([1000.0, 0.0])
    assert [str(each.message).split()[0] for each in warned] == ["overflow", "invalid"]
    assert np.isnan(y[0])
    np.testing.assert_array_equal(primer.softmax([1000.0, 0.0]), [1, 0])


def test_the_naive_one_mixes_the_samples_of_a_batch() -> None:
    np.testing.assert_allclose(primer.naive_softmax([SCORES, SCORES]).sum(axis=1), 0.5)
    np.testing.assert_allclose(primer.softmax([SCORES, SCORES]).sum(axis=1), 1)


@pytest.mark.parametrize("wrong", [3.0, []])
def test_misuse(wrong: Any) -> None:
    text = "`a`. Expected one score a class, shape (classes,) or (n, classes). Received: a="
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        primer.softmax(wrong)
