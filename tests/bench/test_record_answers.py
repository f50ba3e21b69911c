"""What networks say, kept and put together."""

from __future__ import annotations

import numpy as np

from bench.record_answers import keep, read, right


def test_what_is_said_together_is_the_mean():
    labels = np.array([0, 1, 1])
    one = np.array([[0.9, 0.1], [0.6, 0.4], [0.6, 0.4]])
    other = np.array([[0.4, 0.6], [0.1, 0.9], [0.5, 0.5]])
    assert right(labels, one) == 1
    assert right(labels, one, other) == 2


def test_what_is_kept_of_an_answer(tmp_path):
    plain = np.random.default_rng(0).dirichlet(np.ones(10) / 5, 100)
    keep(tmp_path / "new" / "a.npz", plain, plain[::-1])
    said = read(tmp_path / "new" / "a.npz")
    np.testing.assert_allclose(said.plain, plain, atol=0.5 / 65535)
    np.testing.assert_allclose(said.with_shifts, plain[::-1], atol=0.5 / 65535)
