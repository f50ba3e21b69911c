"""Ensembles: the mean of what their members say, wherever they look."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import nn, zoo
from sutja.errors import InvalidArgument
from sutja.train import Ensemble


@pytest.fixture(scope="module")
def members():
    return [zoo.build("mlp-50x2") for _ in range(3)]


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(0).random((6, 28, 28, 1), np.float32)


def test_the_mean_of_the_members(members, pictures):
    found = Ensemble(members).predict(pictures)
    np.testing.assert_allclose(found, np.mean([m.predict(pictures, verbose=0) for m in members], axis=0), atol=1e-6)


def test_shifts_are_pictures_moved_by_one_pixel(members, pictures):
    def moved(axis, by):
        rolled = np.roll(pictures, by, axis)
        edge = [slice(None)] * 4
        edge[axis] = 0 if by > 0 else -1
        rolled[tuple(edge)] = 0
        return rolled

    looks = [pictures, moved(1, -1), moved(1, 1), moved(2, -1), moved(2, 1)]
    mean = np.mean([members[0].predict(look, verbose=0) for look in looks], axis=0)
    np.testing.assert_allclose(Ensemble(members[:1], shifts=True).predict(pictures), mean, atol=1e-6)


def test_members_that_do_not_belong_together(members):
    other = nn.Sequential([nn.Input((4,)), nn.layers.Dense(10)])
    for models in ([], [members[0], other]):
        with pytest.raises(InvalidArgument, match="at least one, all with the same input and output shapes"):
            Ensemble(models)
