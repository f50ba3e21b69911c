"""How the threads share a step."""

from __future__ import annotations

from typing import Any

import pytest

import sutja.nn as nn
from sutja import zoo
from sutja.nn import config
from sutja.nn.training.sharing import Sharing, work_of


@pytest.fixture(autouse=True)
def _four_processors(monkeypatch):
    monkeypatch.delenv("SUTJA_THREADS", raising=False)
    monkeypatch.setattr(config, "processors", lambda: 4)


def work(*layers: Any) -> Any:
    return work_of(nn.Sequential(layers).graph)


def test_what_is_counted() -> None:
    dense = work(nn.Input((784,)), nn.layers.Dense(128, "relu"), nn.layers.Dropout(0.2), nn.layers.Dense(10))
    assert dense == (784 * 128 + 128 * 10, True)
    pictures = work(nn.Input((8, 8, 3)), nn.layers.Conv2D(16, 3), nn.layers.BatchNormalization())
    assert pictures == (6 * 6 * 3 * 3 * 3 * 16, False)
    sequence = work(nn.Input((28, 5)), nn.layers.LSTM(7))
    assert sequence == (28 * (5 * 28 + 7 * 28), False)
    words = work(nn.Input((20,)), nn.layers.Embedding(1000, 8), nn.layers.GlobalAveragePooling1D(), nn.layers.Dense(1))
    assert words == (8, True)
    inner = nn.Sequential([nn.Input((8, 8, 3)), nn.layers.Conv2D(16, 3)])
    assert work(nn.Input((8, 8, 3)), inner) == (6 * 6 * 3 * 3 * 3 * 16, False)


def test_dense_networks_are_shared_inside_products() -> None:
    assert work_of(zoo.build("mlp-512x4-dropout").graph).sharing(100) == Sharing(1, 3)
    assert work_of(zoo.build("mlp-128-dropout").graph).sharing(100) == Sharing(1, 1)  # a step is over too soon


def test_convolutions_are_cut_into_shards_if_there_is_enough_to_do() -> None:
    convolutional = work_of(zoo.build("cnn-32-64").graph)
    assert convolutional.sharing(200) == Sharing(4, 1)
    assert convolutional.sharing(1) == Sharing(1, 1)
    assert work(nn.Input((8, 8, 3)), nn.layers.Conv2D(16, 3)).sharing(1000) == Sharing(1, 1)


def test_whoever_chooses_a_number_has_so_many_shards(monkeypatch) -> None:
    dense = work_of(zoo.build("mlp-128-dropout").graph)
    monkeypatch.setenv("SUTJA_THREADS", "3")
    assert dense.sharing(32) == Sharing(3, 1)
    config.set_num_threads(2)
    try:
        assert dense.sharing(32) == Sharing(2, 1)
    finally:
        config.set_num_threads(None)
