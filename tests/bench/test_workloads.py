"""The declarations: the decks' parameters, amounts that fit the batches, and what a network costs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bench import flops
from bench.contestants import CONTESTANTS
from bench.recipes import RECIPES
from bench.workloads import NETWORKS, TASKS, TRAINING, Network, task
from sutja import nn
from sutja.errors import UnknownName

ALL_NETWORKS = [*NETWORKS.values(), *(recipe.network for recipe in RECIPES.values())]


@pytest.mark.parametrize("network", ALL_NETWORKS, ids=lambda network: network.name)
def test_networks_are_those_of_the_decks(network):
    model = network.build(nn)
    assert model.input_shape == (None, *network.input_shape)
    assert model.output_shape == (None, 10)
    assert network.parameters in (None, model.count_params())


@pytest.mark.parametrize("training", TRAINING.values(), ids=TRAINING)
def test_no_step_is_smaller_than_the_others(training):
    assert training.samples % training.batch == training.quick_samples % training.batch == 0
    assert training.quick_samples < training.samples


def test_names_are_unique():
    assert all(name == what.name for name, what in TASKS.items())
    assert all(name == entry.name for name, entry in CONTESTANTS.items())
    with pytest.raises(UnknownName, match=re.escape("Did you mean 'A-cnn-lab4'?")):
        task("A-cnn-lab")


def test_every_backend_is_there_with_defaults_and_in_tune():
    for name in ("keras-tensorflow", "keras-jax", "keras-torch", "pytorch"):
        assert not CONTESTANTS[name].tuned
        assert CONTESTANTS[f"{name}-tuned"].tuned


def one(*layers, shape=(28, 28, 1)):
    return Network("n", lambda nn: nn.Sequential([nn.Input(shape), *(make(nn) for make in layers)]), input_shape=shape)


def test_operations_of_one_convolution():
    # 26 x 26 places, at each 32 sums of 3 x 3 products, each a multiplication and an addition
    network = one(lambda nn: nn.layers.Conv2D(32, 3))
    assert flops.forward(network) == 26 * 26 * 32 * 3 * 3 * 1 * 2 == 389_376
    assert flops.training(network) == 2 * 389_376  # forwards and by the weights; nobody asks for it by the pixels


def test_operations_of_a_stride_and_of_channels():
    network = one(lambda nn: nn.layers.Conv2D(8, 5, strides=2, padding="same"), shape=(32, 32, 3))
    assert flops.forward(network) == 16 * 16 * 8 * 5 * 5 * 3 * 2


def test_operations_of_dense_layers():
    dense = [lambda nn: nn.layers.Flatten(), lambda nn: nn.layers.Dense(50), lambda nn: nn.layers.Dense(10)]
    assert flops.forward(one(*dense)) == 2 * (784 * 50 + 50 * 10)
    assert flops.training(one(*dense)) == 2 * (2 * 784 * 50 + 3 * 50 * 10)


def test_operations_of_a_recurrent_layer():
    # 28 steps, at each 4 gates of 128 units, fed by 28 pixels and by 128 units; then 10 classes
    assert flops.forward(NETWORKS["E-rnn-rows"]) == 2 * (28 * 4 * 128 * (28 + 128) + 128 * 10)


def test_an_unknown_layer_is_not_counted_as_nothing():
    with pytest.raises(NotImplementedError, match="Conv2DTranspose"):
        flops.forward(one(lambda nn: nn.layers.Conv2DTranspose(4, 3)))


def test_the_learning_rate_rises_and_falls():
    recipe = RECIPES["fast"]
    total = recipe.steps * recipe.epochs
    rates = [recipe.learning_rate_at(step) for step in range(total)]
    assert max(rates) == pytest.approx(recipe.learning_rate)
    assert rates[0] == 0
    assert 0 < rates[-1] < recipe.learning_rate / 1000
    schedule = recipe.schedule(nn)
    assert rates == pytest.approx([float(schedule(step)) for step in range(total)], abs=1e-9)


def test_the_example_of_keras_keeps_its_rate():
    recipe = RECIPES["keras-example"]
    assert {recipe.learning_rate_at(step) for step in (0, 100, 6000)} == {recipe.schedule(nn)} == {1e-3}


def test_declarations_import_no_framework():
    code = "import sys, bench.plan; print({'numpy', 'keras', 'torch', 'tensorflow', 'jax'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
