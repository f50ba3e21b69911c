"""A training that was stopped, saved and resumed ends in the same bits as one that never stopped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.nn.typing import Array

RNG = np.random.default_rng(0)
X = RNG.random((90, 6), np.float32)
Y = RNG.integers(0, 3, 90)
FIT: dict[str, Any] = {"batch_size": 32, "verbose": 0}


def model(optimizer: nn.optimizers.Optimizer) -> nn.Model:
    nn.utils.clear_session()
    nn.utils.set_random_seed(5)
    result = nn.Sequential(
        [
            nn.Input((6,)),
            nn.layers.Dense(16),
            nn.layers.BatchNormalization(momentum=0.9),
            nn.layers.Activation("relu"),
            nn.layers.Dropout(0.3),
            nn.layers.Dense(8, activation="tanh"),
            nn.layers.Dropout(0.3, seed=1),
            nn.layers.Dense(3, activation="softmax"),
        ]
    )
    result.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return result


def optimizers() -> list[nn.optimizers.Optimizer]:
    decay = nn.optimizers.schedules.CosineDecay(0.01, 12, alpha=0.1, warmup_target=0.02, warmup_steps=4)
    return [
        nn.optimizers.Adam(decay),
        nn.optimizers.Adam(0.01),
        nn.optimizers.SGD(decay, momentum=0.9, nesterov=True),
        nn.optimizers.RMSprop(0.003, momentum=0.5),
    ]


def bits(model: nn.Model) -> list[bytes]:
    assert model.optimizer is not None
    state: list[Array] = [*model.get_weights(), *model.optimizer.variables()]
    return [array.tobytes() for array in state]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("threads", [1, 2])
def test_a_resumed_training_ends_in_the_same_bits(tmp_path: Path, threads: int, which: int) -> None:
    nn.config.set_num_threads(threads)
    whole = model(optimizers()[which])
    history = whole.fit(X, Y, epochs=4, **FIT)

    first = model(optimizers()[which])
    first.fit(X, Y, epochs=2, **FIT)
    first.save(tmp_path / "half.keras", metadata={"seed": first.seed})

    nn.utils.set_random_seed(99)  # another program, which has drawn other numbers before
    nn.layers.Dense(3).build_once((None, 4))
    second = nn.models.load_model(tmp_path / "half.keras")
    second.seed = nn.saving.read_metadata(tmp_path / "half.keras")["seed"]
    rest = second.fit(X, Y, initial_epoch=2, epochs=4, **FIT)

    assert bits(second) == bits(whole)
    assert rest.epoch == [2, 3]
    assert rest.history == {name: values[2:] for name, values in history.history.items()}


RESUME = """
import sys
import numpy as np
import sutja.nn as nn
nn.config.set_num_threads(2)
path, data = sys.argv[1:]
arrays = np.load(data)
model = nn.models.load_model(path)
model.seed = nn.saving.read_metadata(path)["seed"]
model.fit(arrays["x"], arrays["y"], initial_epoch=2, epochs=4, batch_size=32, verbose=0)
np.savez(data, *model.get_weights())
"""


def test_another_process_ends_in_the_same_bits(tmp_path: Path) -> None:
    nn.config.set_num_threads(2)
    whole = model(optimizers()[0])
    whole.fit(X, Y, epochs=4, **FIT)

    first = model(optimizers()[0])
    first.fit(X, Y, epochs=2, **FIT)
    first.save(tmp_path / "half.keras", metadata={"seed": first.seed})
    np.savez(tmp_path / "data.npz", x=X, y=Y)
    subprocess.run(
        [sys.executable, "-c", RESUME, str(tmp_path / "half.keras"), str(tmp_path / "data.npz")], check=True, timeout=60
    )

    with np.load(tmp_path / "data.npz") as weights:
        assert [weights[name].tobytes() for name in weights.files] == [w.tobytes() for w in whole.get_weights()]


def test_epochs_that_were_left_out_change_nothing_about_the_order_of_the_others() -> None:
    """The order of the samples belongs to the epoch, so it is the same however training is cut into fits."""
    whole, parts = model(nn.optimizers.SGD(0.1)), model(nn.optimizers.SGD(0.1))
    whole.fit(X, Y, epochs=3, **FIT)
    for epoch in range(3):
        parts.fit(X, Y, initial_epoch=epoch, epochs=epoch + 1, **FIT)
    assert bits(parts) == bits(whole)
