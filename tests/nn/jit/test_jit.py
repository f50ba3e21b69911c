"""Whether the accelerator is used, and that training with it goes the same way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja import zoo
from sutja.errors import InvalidArgument
from sutja.nn import config, jit
from sutja.nn.training.shards import Team

needs_numba = pytest.mark.skipif(not jit.available(), reason="the extra `fast` is not installed")


@pytest.fixture(autouse=True)
def _as_before():
    yield
    config.set_accelerated(None)


@needs_numba
def test_only_float32_and_only_when_allowed() -> None:
    floats = np.ones((4, 4), np.float32)
    config.set_accelerated(True)
    assert jit.wanted(floats) and jit.wanted(floats, floats[1:])
    assert not jit.wanted(np.ones(4)) and not jit.wanted(floats, floats.T[1:])
    with jit.loaded_if(False):
        assert not jit.wanted(floats)
    config.set_accelerated(False)
    assert not jit.wanted(floats)


def test_bad_settings() -> None:
    with pytest.raises(InvalidArgument) as refused:
        config.set_accelerated("yes")  # type: ignore[arg-type]
    assert str(refused.value) == (
        "Invalid value for argument `value`. Expected True, False or None. Received: value='yes'"
    )
    code = "from sutja.nn import config; config.accelerated()"
    environment = {"SUTJA_ACCELERATE": "fast", "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1].endswith(
        "Invalid value for argument `SUTJA_ACCELERATE`. Expected 0 or 1. Received: SUTJA_ACCELERATE='fast'"
    )


@needs_numba
def test_numba_is_not_imported_before_it_is_needed() -> None:
    code = """if True:
        import sys
        import numpy as np
        import sutja.nn as nn

        nn.config.set_accelerated(True)
        model = nn.Sequential([nn.Input((28, 28, 1)), nn.layers.Conv2D(32, 3)])
        model.predict_on_batch(np.ones((1, 28, 28, 1)))
        model.predict(np.ones((64, 28, 28, 1)), verbose=0)
        print("numba" in sys.modules)
        model.compile("sgd", "mse")
        model.train_on_batch(np.ones((1, 28, 28, 1)), np.ones((1, 26, 26, 32)))
        print("numba" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@needs_numba
def test_only_large_predictions_are_compiled() -> None:
    config.set_accelerated(True)
    model = nn.Sequential([nn.Input((28, 28, 1)), nn.layers.Conv2D(32, 3)])  # 0.2 million multiplications a picture

    def compiled(samples: int | None) -> bool:
        with model.executions.borrowed(model.graph, samples):
            return jit.wanted(np.ones(1, np.float32))

    assert [compiled(samples) for samples in (1, 10_000, 20_000, 10_000, None)] == [False, False, True, False, True]


@needs_numba
def test_a_short_training_never_imports_numba() -> None:
    code = """if True:
        import sys
        import numpy as np
        import sutja.nn as nn

        nn.config.set_accelerated(True)
        nn.config.set_num_threads(2)
        model = nn.Sequential([
            nn.Input((12, 12, 1)),
            nn.layers.Conv2D(32, 3, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.BatchNormalization(),
            nn.layers.Conv2D(32, 3, strides=2, activation="relu"),
            nn.layers.Reshape((4, 32)),
            nn.layers.LSTM(128),
            nn.layers.Dropout(0.5),
            nn.layers.Dense(10, activation="softmax"),
        ])
        x, y = np.ones((64, 12, 12, 1)), np.zeros(64)
        for optimizer in ("adam", "rmsprop"):
            model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
            model.fit(x, y, epochs=2, validation_split=0.5, verbose=0)
        print("numba" in sys.modules)
        model.fit(x, y, initial_epoch=999_999, epochs=1_000_000, verbose=0)
        print("numba" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@needs_numba
def test_a_training_is_compiled_or_not_from_beginning_to_end() -> None:
    config.set_accelerated(True)
    model = nn.Sequential([nn.Input((100,)), nn.layers.Dense(1000)])
    model.compile("sgd", "mse")
    seen: list[bool] = []

    class See(nn.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            seen.append(jit.wanted(np.ones(1, np.float32)))

    def compiled(samples: int, **arguments: Any) -> set[bool]:
        """What was the case in any step; a sample takes 0.3 million multiplications."""
        seen.clear()
        x, y = np.zeros((samples, 100), np.float32), np.zeros((samples, 1000), np.float32)
        model.fit(x, y, batch_size=512, verbose=0, callbacks=[See()], **arguments)
        return set(seen)

    assert compiled(1024, epochs=60) == {False}
    assert compiled(1024, epochs=70) == {True}
    assert compiled(1024, initial_epoch=69, epochs=70) == {True}  # resumed
    assert compiled(1024, initial_epoch=69, epochs=70, steps_per_epoch=1) == {False}

    class Batches(nn.utils.PyDataset):
        def __len__(self) -> int:
            return 2

        def __getitem__(self, _index: int) -> Any:
            return np.zeros((512, 100), np.float32), np.zeros((512, 1000), np.float32)

    for epochs, expected in ((60, {False}), (70, {True})):
        seen.clear()
        model.fit(Batches(), initial_epoch=epochs - 1, epochs=epochs, verbose=0, callbacks=[See()])
        assert set(seen) == expected


@needs_numba
def test_what_was_decided_holds_in_all_threads() -> None:
    config.set_accelerated(True)
    seen = [True] * 3

    def look(shard: int) -> None:
        seen[shard] = jit.wanted(np.ones(1, np.float32))

    with jit.loaded_if(False):
        Team().run(look, 3)
    assert seen == [False] * 3


def losses_of_training(threads: int | None) -> list[float]:
    """The loss after each of some steps of a small network with all that is compiled."""
    config.set_num_threads(threads)
    try:
        nn.utils.set_random_seed(1)
        model = zoo.build("cnn-32-64-64", nn, (18, 18, 1))
        model.compile("adam", "sparse_categorical_crossentropy")
        rng = np.random.default_rng(0)
        x, y = rng.random((64, 18, 18, 1), np.float32), rng.integers(0, 10, 64)
        return [model.train_on_batch(x, y) for _step in range(6)]
    finally:
        config.set_num_threads(None)


@needs_numba
def test_training_goes_the_same_way() -> None:
    results = {}
    for accelerated in (True, False):
        config.set_accelerated(accelerated)
        results[accelerated] = losses_of_training(1)
    np.testing.assert_allclose(results[True], results[False], rtol=2e-4)
    assert results[True][-1] < results[True][0]
    config.set_accelerated(True)
    np.testing.assert_allclose(losses_of_training(2), results[True], rtol=2e-4)
    assert losses_of_training(2) == losses_of_training(2)
