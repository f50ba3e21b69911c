"""The networks on plain PyTorch are the same networks; needs PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from bench.contestants import CONTESTANTS
from bench.recipes import RECIPES
from bench.workloads import NETWORKS, Work
from sutja import nn

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'sutja[bench]'")

ALL_NETWORKS = [*NETWORKS.values(), *(recipe.network for recipe in RECIPES.values())]


@pytest.mark.parametrize("network", ALL_NETWORKS, ids=lambda network: network.name)
def test_the_same_number_of_parameters(network):
    from bench import torch_engine

    model = network.build(torch_engine)
    found = sum(parameter.numel() for parameter in model.parameters())
    extra = 4 * 128 if network.name == "E-rnn-rows" else 0  # PyTorch's LSTM has a second bias
    trained = sum(weight.size for weight in network.build(nn).trainable_weights)
    assert found == trained + extra


def test_it_learns_and_predicts():
    from bench.torch_runner import TorchRunner

    driver = TorchRunner(CONTESTANTS["pytorch"])
    x = np.random.default_rng(0).random((64, 28, 28, 1), dtype=np.float32)
    seconds = driver.train(NETWORKS["B-mlp128"], "adam", 32, x, np.arange(64, dtype=np.int32) % 10, Work(32, 1))
    assert len(seconds) == 2
    probabilities = driver.predictor(NETWORKS["B-mlp128"], 4)(x[:4])
    assert probabilities.shape == (4, 10)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
