"""Variables, and the flat vector that several of them live in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn.variables import FlatVector, Variable

SHAPES = st.lists(st.lists(st.integers(1, 4), max_size=3).map(tuple), min_size=1, max_size=5)


def variables(shapes: list[tuple[int, ...]]) -> list[Variable]:
    rng = np.random.default_rng(0)
    return [Variable(rng.normal(size=shape).astype("f4"), name=f"v{i}") for i, shape in enumerate(shapes)]


@settings(deadline=None)
@given(SHAPES)
def test_a_flat_vector_holds_the_variables_one_behind_the_other(shapes: list[tuple[int, ...]]) -> None:
    each = variables(shapes)
    before = [v.numpy() for v in each]
    vector = FlatVector(each)
    assert vector.values.tolist() == [number for value in before for number in value.ravel().tolist()]
    assert [v.shape for v in each] == shapes

    vector.values += 1
    assert all(np.array_equal(v.value, old + 1) for v, old in zip(each, before, strict=True))
    for v in each:
        v.assign(np.zeros(v.shape))
    assert not vector.values.any()


def test_views_of_a_gradient_are_laid_out_like_the_variables() -> None:
    vector = FlatVector(variables([(2, 3), (4,)]))
    gradient = vector.like()
    kernel, bias = vector.views(gradient)
    kernel[...], bias[...] = 1, 2
    assert gradient.tolist() == [1] * 6 + [2] * 4


def test_it_is_made_once_for_the_same_variables_and_takes_back_what_another_one_took() -> None:
    each = variables([(2,), (3,)])
    vector = FlatVector(each)
    assert FlatVector.of(each) is vector
    assert vector.is_for(each) and not vector.is_for(each[:1]) and not vector.is_for(each[::-1])
    other = FlatVector.of(each[1:])  # a second model takes one of them over
    assert other is not vector and other.is_for(each[1:])
    each[1].assign([7, 8, 9])
    assert vector.values[2:].tolist() != [7, 8, 9]
    vector.take_in()
    assert vector.values[2:].tolist() == other.values.tolist() == [7, 8, 9]
    each[1].assign([1, 2, 3])
    assert vector.values[2:].tolist() == [1, 2, 3] != other.values.tolist()


def test_what_is_kept_for_variables_moves_with_them() -> None:
    a, b, c = variables([(2,), (3,), (1,)])
    before, after = FlatVector([a, b]), FlatVector([c, b])
    old = np.arange(5.0)
    assert after.move(old, before, np.full(4, -1.0)).tolist() == [-1, 2, 3, 4]


def test_a_variable_keeps_its_shape_and_dtype() -> None:
    v = Variable(np.zeros((2, 1), np.float32), name="kernel", trainable=False)
    v.assign([[1], [2]])
    assert (v.shape, v.dtype, v.size, v.trainable) == ((2, 1), "float32", 2, False)
    assert repr(v) == "<Variable name=kernel, shape=(2, 1), dtype=float32>"
    copy = v.numpy()
    copy[...] = 9
    assert np.asarray(v).tolist() == [[1], [2]]
    with pytest.raises(InvalidArgument) as caught:
        v.assign([1, 2])
    assert str(caught.value) == (
        "Invalid value for argument `value`. Expected shape (2, 1) for `kernel`. "
        "Received: value=array of shape (2,), dtype int64"
    )


def test_no_variables_make_an_empty_vector() -> None:
    assert FlatVector([]).values.shape == (0,)
