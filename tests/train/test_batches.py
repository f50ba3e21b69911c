"""Batches of pictures: everything once an epoch, in an order and with variations that depend on (seed, epoch)."""

from __future__ import annotations

import numpy as np

from sutja.data.augment import digits
from sutja.train.batches import PictureBatches, as_floats

PICTURES = np.random.default_rng(0).integers(0, 256, (50, 28, 28, 1), dtype=np.uint8)
LABELS = np.arange(50)


def epoch_of(batches):
    pairs = [batches[i] for i in range(len(batches))]
    return np.concatenate([x for x, _ in pairs]), np.concatenate([y for _, y in pairs])


def test_each_picture_comes_once_with_its_label():
    batches = PictureBatches(PICTURES, LABELS, 16, seed=3)
    assert len(batches) == 4
    assert [len(batches[i][1]) for i in range(4)] == [16, 16, 16, 2]
    x, y = epoch_of(batches)
    assert sorted(y) == list(LABELS)
    np.testing.assert_array_equal(x, as_floats(PICTURES[y]))
    assert not np.array_equal(y, LABELS)


def test_an_epoch_does_not_depend_on_those_before():
    walked = PictureBatches(PICTURES, LABELS, 16, seed=3, augment=digits())
    for _ in range(2):
        epoch_of(walked)
        walked.on_epoch_end()
    resumed = PictureBatches(PICTURES, LABELS, 16, seed=3, augment=digits(), epoch=2)
    for ours, theirs in zip(epoch_of(walked), epoch_of(resumed), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_epochs_and_seeds_differ():
    first = epoch_of(PictureBatches(PICTURES, LABELS, 16, seed=3, augment=digits()))
    for other in ({"seed": 3, "epoch": 1}, {"seed": 4}):
        again = epoch_of(PictureBatches(PICTURES, LABELS, 16, augment=digits(), **other))
        assert not np.array_equal(first[1], again[1])


def test_without_a_seed_chosen_pictures_come_in_their_order():
    chosen = np.array([7, 3, 11, 5, 2])
    batches = PictureBatches(PICTURES, LABELS, 2, seed=None, among=chosen)
    assert [len(batches[i][1]) for i in range(len(batches))] == [2, 2, 1]
    x, y = epoch_of(batches)
    assert y.tolist() == chosen.tolist()
    np.testing.assert_array_equal(x, as_floats(PICTURES[chosen]))


def test_floats_run_from_0_to_1():
    floats = as_floats(np.array([0, 51, 255], np.uint8))
    assert floats.dtype == np.float32
    np.testing.assert_allclose(floats, [0, 0.2, 1])


def test_endless_batches_go_on_with_the_next_epoch():
    endless = PictureBatches(PICTURES, LABELS, 16, seed=3).endless()
    got = [next(endless)[1] for _ in range(8)]
    second = PictureBatches(PICTURES, LABELS, 16, seed=3, epoch=1)
    np.testing.assert_array_equal(np.concatenate(got[4:]), epoch_of(second)[1])


def test_endless_batches_begin_after_those_that_were_had():
    whole = PictureBatches(PICTURES, LABELS, 16, seed=3).endless()
    for _ in range(6):
        next(whole)
    rest = PictureBatches(PICTURES, LABELS, 16, seed=3).endless(6)
    for _ in range(5):
        np.testing.assert_array_equal(next(whole)[1], next(rest)[1])


def test_pictures_may_be_left_as_they_are():
    x, y = epoch_of(PictureBatches(PICTURES, LABELS, 16, seed=3, scale=lambda a: a.astype(np.float32)))
    np.testing.assert_array_equal(x, PICTURES[y])


def test_only_the_chosen_pictures_come_as_if_there_were_no_others():
    chosen = np.array([3, 7, 20, 41, 49])
    some = epoch_of(PictureBatches(PICTURES, LABELS, 2, seed=3, augment=digits(), among=chosen))
    alone = epoch_of(PictureBatches(PICTURES[chosen], LABELS[chosen], 2, seed=3, augment=digits()))
    for ours, theirs in zip(some, alone, strict=True):
        np.testing.assert_array_equal(ours, theirs)
