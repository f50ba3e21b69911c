"""PyDataset: a data set that makes its own batches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument

X = np.random.default_rng(0).random((20, 3), np.float32)


class Growing(nn.utils.PyDataset):
    """Other numbers in each epoch, as augmented pictures are."""

    def __init__(self) -> None:
        super().__init__(workers=1, use_multiprocessing=False, max_queue_size=5)
        self.epochs = 0

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Any:
        part = slice(10 * index, 10 * index + 10)
        return X[part] + self.epochs, X[part, :1], np.ones(10)

    def on_epoch_end(self) -> None:
        self.epochs += 1


def test_it_is_asked_anew_in_every_epoch() -> None:
    net = nn.Sequential([nn.Input((3,)), nn.layers.Dense(1, trainable=False)])
    net.compile("sgd", "mse")
    data, validation = Growing(), Growing()
    history = net.fit(data, validation_data=validation, epochs=3, verbose=0)
    assert (data.epochs, validation.epochs) == (3, 3)
    assert len(set(history.history["loss"])) == 3
    assert history.history["loss"] == pytest.approx(history.history["val_loss"], rel=1e-6)
    assert net.predict(Growing(), verbose=0).shape == (20, 1)


def test_a_model_without_input_takes_the_shape_of_its_first_batch() -> None:
    net = nn.Sequential([nn.layers.Dense(1)])
    net.compile("sgd", "mse")
    net.fit(Growing(), verbose=0)
    assert net.input_shape == (None, 3)


def test_an_error_in_it_comes_out() -> None:
    class Broken(Growing):
        def __getitem__(self, index: int) -> Any:
            raise OSError("the disk is gone")

    net = nn.Sequential([nn.Input((3,)), nn.layers.Dense(1)])
    net.compile("sgd", "mse")
    with pytest.raises(OSError, match="the disk is gone"):
        net.fit(Broken(), verbose=0)


def test_a_subclass_must_say_what_it_holds() -> None:
    with pytest.raises(NotImplementedError):
        len(nn.utils.PyDataset())
    with pytest.raises(NotImplementedError):
        nn.utils.PyDataset()[0]


def test_workers_are_refused() -> None:
    for argument in ({"workers": 2}, {"use_multiprocessing": True}):
        (name,) = argument
        with pytest.raises(InvalidArgument, match=f"Unsupported argument `{name}` of PyDataset"):
            nn.utils.PyDataset(**argument)  # type: ignore[arg-type]
