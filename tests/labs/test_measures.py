"""What is measured of a training."""

from __future__ import annotations

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.labs.examples import Examples, Made, Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.measures import Outcome, measured
from sutja.labs.part import part
from sutja.labs.sequences import sums
from sutja.labs.training import Training


def outcome(model=None, inputs=None, epochs=1, **losses):
    examples = Examples(*[np.zeros((0, 2)) if inputs is None else inputs] * 4, name="", source="", classes=1)
    return Outcome(nn, model, examples, losses, {}, seconds=1.0, steps=1, epochs=epochs)


def test_units_that_are_0_for_every_picture_are_counted_of_layers_with_relu():
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(4, activation="relu"), nn.layers.Dense(2)])
    kernel = [[1.0, -1.0, -1.0, 0.0], [0.0, 0.0, 5.0, 0.0]]
    model.set_weights([np.array(kernel), np.zeros(4), np.zeros((4, 2)), np.zeros(2)])
    pictures = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    assert measured(outcome(model, pictures), ["silent_units"]) == {"silent_units": 0.5}


def test_a_channel_is_silent_that_is_0_at_every_place():
    model = nn.Sequential([nn.Input((2, 2, 1)), nn.layers.Conv2D(2, 1, activation="relu"), nn.layers.Flatten()])
    model.set_weights([np.array([1.0, -1.0]).reshape(1, 1, 1, 2), np.zeros(2)])
    pictures = np.array([0.0, 0.0, 0.0, 1.0]).reshape(1, 2, 2, 1)
    assert measured(outcome(model, pictures), ["silent_units"]) == {"silent_units": 0.5}


def test_without_relu_the_share_is_no_number():
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(4, activation="sigmoid")])
    assert np.isnan(measured(outcome(model, np.ones((1, 2))), ["silent_units"])["silent_units"])


def test_an_epoch_that_was_not_to_be_reached_is_left_out():
    """Quick mode trains for fewer epochs than the deck's figures are of."""
    assert measured(outcome(epochs=2, loss=[2.0, 1.5]), ["loss@1", "loss@2", "loss@5", "loss"]) == {
        "loss@1": 2.0,
        "loss@2": 1.5,
        "loss": 1.5,
    }


def test_after_a_loss_that_was_no_number_later_epochs_are_none_either():
    assert np.isnan(measured(outcome(epochs=5, loss=[2.0, float("nan")]), ["loss@4"])["loss@4"])


def test_an_experiment_with_a_figure_after_its_last_epoch_is_refused():
    training = Training(Pictures("mnist"), "softmax", part("optimizers.SGD"), epochs=5)
    with pytest.raises(InvalidArgument, match="epochs up to 5"):
        Trained(id="X", title="", trainings={"": training}, figures=(Figure("loss", epoch=6),))


def test_quick_mode_says_what_stands_in_for_what():
    sentence = "Digits of mnist5k stand in for the pictures of cifar10."
    assert Pictures("cifar10").stand_in == ""
    assert Pictures("cifar10").quick(100).stand_in == sentence
    assert Pictures("cifar10").quick(100).quick(50).stand_in == sentence
    assert Pictures("fashion_mnist").quick(100).stand_in
    assert Pictures("mnist").quick(100).stand_in == Made("sums", sums).quick(100).stand_in == ""
