import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutja.data import hold_out, k_fold
from sutja.data.content import content_groups, shared
from sutja.errors import InvalidArgument


@given(
    labels=st.lists(st.integers(-3, 12), min_size=2, max_size=200),
    fraction=st.floats(0.01, 0.99),
    seed=st.integers(0, 2**64),
)
def test_every_example_goes_to_one_side_and_each_class_gives_its_share(labels, fraction, seed):
    size = round(fraction * len(labels))
    if not 0 < size < len(labels):
        with pytest.raises(InvalidArgument, match="a part that leaves both sides with examples"):
            hold_out(labels, fraction, seed)
        return
    train, held_out = hold_out(labels, fraction, seed)
    assert len(held_out) == size
    assert sorted([*train, *held_out]) == list(range(len(labels)))
    for label in set(labels):
        share = fraction * labels.count(label)
        assert abs(np.count_nonzero(np.array(labels)[held_out] == label) - share) < 1


def test_the_largest_remainder_gives_one_more():
    """A quarter of 10 and of 3 is 2.5 and 0.75; of the 3 that are a quarter of 13, the second class gives one."""
    labels = np.repeat([0, 1], [10, 3])
    assert np.bincount(labels[hold_out(labels, 0.25)[1]]).tolist() == [2, 1]


def test_the_seed_decides_the_split():
    labels = np.arange(100) % 10
    once, again, other = (hold_out(labels, 0.2, seed)[1] for seed in (3, 3, 4))
    np.testing.assert_array_equal(once, again)
    assert set(once) != set(other)


def test_a_published_split_never_changes():
    train, held_out = hold_out([0, 1, 0, 1, 0, 1, 0, 1], 0.5, 0)
    assert (train.tolist(), held_out.tolist()) == ([5, 6, 7, 2], [1, 0, 3, 4])


def test_both_parts_are_in_random_order():
    """The beginning of either part is a fair sample: no class is missing from it, and each has its share."""
    labels = np.repeat(np.arange(10), 500)
    for part in hold_out(labels, 0.2):
        counts = np.bincount(labels[part[:200]], minlength=10)
        assert counts.min() >= 10
        assert counts.max() <= 32


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[0, 1]], 0.5), r"`labels`. Expected integers of shape \(n,\)"),
        (([0.5, 1.0], 0.5), r"`labels`. Expected integers of shape \(n,\)"),
        (([0, 1], 1.0), r"`fraction`. Expected a number in \(0, 1\). Received: fraction=1.0"),
        (([0, 1], float("nan")), r"`fraction`. Expected a number in \(0, 1\)"),
        (([0, 1], None), r"`fraction`. Expected a number in \(0, 1\)"),
        (([0, 1], 0.5, -1), "`seed`. Expected a whole number of at least 0. Received: seed=-1"),
        (([0, 1], 0.1), "`fraction`. Expected a part that leaves both sides with examples, of 2"),
    ],
)
def test_arguments_are_checked(arguments, message):
    with pytest.raises(InvalidArgument, match=message):
        hold_out(*arguments)


COPIES = np.repeat(np.arange(20), [1, 2, 3, 4] * 5).reshape(-1, 1, 1, 1).astype(np.uint8)


def test_without_copies_the_examples_change_nothing():
    labels, examples = np.arange(50) % 5, np.arange(50).reshape(-1, 1)
    for plain, compared in zip(hold_out(labels, 0.3, 1), hold_out(labels, 0.3, 1, examples), strict=True):
        np.testing.assert_array_equal(plain, compared)


@given(seed=st.integers(0, 1000))
def test_examples_of_the_same_content_stay_together(seed):
    labels = COPIES.ravel() % 2
    train, held_out = hold_out(labels, 0.25, seed, COPIES)
    assert sorted([*train, *held_out]) == list(range(50))
    assert not set(COPIES[train].ravel()) & set(COPIES[held_out].ravel())
    assert len(set(COPIES[held_out].ravel())) == 5


def test_content_is_compared_with_its_shape():
    examples = [np.zeros((2, 3)), np.zeros((3, 2)), [1, 2], [1, 2, 3], np.zeros((2, 3))]
    first, group = content_groups(examples)
    assert (first.tolist(), group.tolist()) == ([0, 1, 2, 3], [0, 1, 2, 3, 0])
    assert shared(examples[:2], examples[2:]) == [(0, 2)]


@pytest.mark.parametrize("stratified", [True, False])
def test_each_example_is_held_out_once(stratified):
    labels = np.arange(60) % 3
    folds = k_fold(labels, 5, seed=2, stratified=stratified)
    assert len(folds) == 5
    assert sorted(np.concatenate([held_out for _train, held_out in folds])) == list(range(60))
    for train, held_out in folds:
        assert not set(train) & set(held_out)
        assert len(train) + len(held_out) == 60
        if stratified:
            assert np.bincount(labels[held_out]).tolist() == [4, 4, 4]
    again, other = k_fold(labels, 5, seed=2, stratified=stratified), k_fold(labels, 5, seed=3, stratified=stratified)
    assert all((a[1] == b[1]).all() for a, b in zip(folds, again, strict=True))
    assert any(set(a[1]) != set(b[1]) for a, b in zip(folds, other, strict=True))


@pytest.mark.parametrize("stratified", [True, False])
def test_folds_keep_examples_of_the_same_content_together(stratified):
    for train, held_out in k_fold(COPIES.ravel() % 2, 4, examples=COPIES, stratified=stratified):
        assert not set(COPIES[train].ravel()) & set(COPIES[held_out].ravel())
        assert len(train) + len(held_out) == 50


def test_arguments_of_folds_are_checked():
    for folds in (0, 1, 4):
        with pytest.raises(InvalidArgument, match=r"`folds`. Expected a whole number from 2 to 3"):
            k_fold([0, 0, 0, 1, 1, 1], folds)
    for folds in (2.5, 2.0, True, "2"):
        with pytest.raises(InvalidArgument, match=r"`folds`. Expected a whole number from 2 to 3"):
            k_fold([0, 0, 0, 1, 1, 1], folds)
    for seed in (-1, 0.5, True):
        with pytest.raises(InvalidArgument, match=r"`seed`. Expected a whole number of at least 0"):
            k_fold([0, 0, 1, 1], 2, seed)
    assert len(k_fold([0, 0, 1, 1], np.int64(2), np.int32(1))) == 2
    with pytest.raises(InvalidArgument, match=r"`examples`. Expected as many as there are labels, 3"):
        hold_out([0, 1, 1], 0.5, examples=np.zeros((2, 1)))
