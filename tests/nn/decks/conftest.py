"""Small cuts of data that the decks' programs learn within a second or two.

Their sizes are multiples of the programs' batches: for a last batch of another size Keras compiles everything again.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import sutja


@pytest.fixture(scope="session")
def cuts() -> dict[str, SimpleNamespace]:
    rng = np.random.default_rng(0)
    real = sutja.data.load("mnist5k")
    x, y = real.x_train.astype("float32") / 255, real.y_train.astype(int)
    return {
        "digits": SimpleNamespace(x=x[:960], y=y[:960]),
        "few": SimpleNamespace(x=x[:320, 4:24, 4:24], y=y[:320]),  # without the empty border
        "unseen": SimpleNamespace(x=real.x_test[:320].astype("float32") / 255, y=real.y_test[:320].astype(int)),
        "pictures": pictures(rng, 192),
        "bits": bits(rng),
        "words": words(rng, 256),
        "reversals": reversals(),
    }


@pytest.fixture
def data(cuts: dict[str, SimpleNamespace], tmp_path: Path) -> SimpleNamespace:
    """What a program is given: its data, and a folder for what it saves."""
    return SimpleNamespace(**cuts, folder=tmp_path)


def pictures(rng: Any, count: int) -> SimpleNamespace:
    """Colour pictures of ten kinds, (count, 20, 20, 3) in [0, 1]: stripes of five colours, two ways, in noise."""
    y = rng.integers(0, 10, count)
    colours = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1)])[y % 5]
    stripes = (np.arange(20)[:, None] // 4 + rng.integers(0, 2, count)) % 2
    across = np.where(y[:, None, None] < 5, stripes.T[:, :, None], stripes.T[:, None, :]) * np.ones((1, 20, 20))
    x = 0.7 * across[..., None] * colours[:, None, None] + 0.3 * rng.random((count, 20, 20, 3))
    return SimpleNamespace(x=x.astype("float32"), y=y)


def bits(rng: Any) -> SimpleNamespace:
    """All words of six bits, four times, (256, 6, 1), and after each bit whether there were oddly many ones."""
    x = (np.arange(64)[:, None] >> np.arange(6)) % 2
    x = rng.permutation(np.tile(x, (4, 1)))
    return SimpleNamespace(x=x[..., None].astype("float32"), y=(x.cumsum(1) % 2)[..., None].astype("float32"))


def words(rng: Any, count: int) -> SimpleNamespace:
    """Words of 3 to 8 of the signs 1, 2, 3; whether the first and the last sign are the same."""
    x = [rng.integers(1, 4, rng.integers(3, 9)) for _word in range(count)]
    for word in x[::2]:
        word[-1] = word[0]
    return SimpleNamespace(x=x, y=np.array([float(word[0] == word[-1]) for word in x], "float32"))


def reversals() -> SimpleNamespace:
    """All words of four of the signs 1 to 4, and the same words backwards."""
    x = np.stack(np.meshgrid(*[np.arange(1, 5)] * 4), -1).reshape(-1, 4)
    return SimpleNamespace(x=x, y=x[:, ::-1].copy())
