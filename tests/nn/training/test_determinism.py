"""Same seed and same number of threads: same bits. Another number of threads: the same to rounding."""

from __future__ import annotations

import gc
import threading
import time
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument
from sutja.nn.call import Call
from sutja.nn.typing import Array

RNG = np.random.default_rng(0)
X = RNG.random((101, 6, 6, 1), np.float32)  # uneven in every way: batches of 40, 40 and 21
Y = RNG.integers(0, 3, 101)


def network(*, dropout: float = 0.0, dtype: str = "float32") -> nn.Model:
    nn.utils.clear_session()
    nn.utils.set_random_seed(3)
    nn.config.set_floatx(dtype)
    x = nn.Input((6, 6, 1))
    y = nn.layers.Conv2D(4, 3, padding="same")(x)
    y = nn.layers.BatchNormalization(momentum=0.9)(y)
    y = nn.layers.Activation("relu")(y)
    y = nn.layers.Add()([y, nn.layers.Conv2D(4, 3, padding="same", activation="relu")(y)])
    y = nn.layers.Flatten()(nn.layers.MaxPooling2D()(y))
    y = nn.layers.Dropout(dropout)(y)
    model = nn.Model(x, nn.layers.Dense(3, activation="softmax")(y))
    model.compile(nn.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def trained(threads: int, **others: Any) -> tuple[nn.Model, nn.callbacks.History]:
    nn.config.set_num_threads(threads)
    model = network(**others)
    history = model.fit(X, Y, batch_size=40, epochs=2, verbose=0, validation_data=(X[:30], Y[:30]))
    return model, history


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_same_seed_and_threads_give_the_same_bits(threads: int) -> None:
    (first, history), (second, again) = (trained(threads, dropout=0.5) for _ in range(2))
    for a, b in zip(first.get_weights(), second.get_weights(), strict=True):
        assert a.tobytes() == b.tobytes()
    assert history.history == again.history
    assert first.predict(X, verbose=0).tobytes() == second.predict(X, verbose=0).tobytes()


def test_another_seed_gives_other_bits() -> None:
    first, _history = trained(1, dropout=0.5)
    other = network(dropout=0.5)
    other.seed += 1
    other.fit(X, Y, batch_size=40, epochs=2, verbose=0)
    assert not np.array_equal(first.get_weights()[0], other.get_weights()[0])


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_any_number_of_shards_gives_the_same_training_to_rounding(threads: int) -> None:
    (one, history), (several, histories) = trained(1, dtype="float64"), trained(threads, dtype="float64")
    for a, b in zip(one.get_weights(), several.get_weights(), strict=True):
        assert np.allclose(a, b, rtol=0, atol=1e-9)
    assert one.predict(X, verbose=0) == pytest.approx(several.predict(X, verbose=0), abs=1e-9)
    assert histories.history == {name: pytest.approx(values, abs=1e-9) for name, values in history.history.items()}


def test_weights_of_samples_count_the_same_in_any_number_of_shards() -> None:
    weights = RNG.random(101)
    results = []
    for threads in (1, 3):
        nn.config.set_num_threads(threads)
        model = network(dtype="float64")
        model.fit(X, Y, batch_size=101, verbose=0, sample_weight=weights)
        results.append(np.concatenate([w.ravel() for w in model.get_weights()]))
    assert results[0] == pytest.approx(results[1], abs=1e-9)


def test_a_batch_of_one_sample_trains_with_any_number_of_threads() -> None:
    nn.config.set_num_threads(4)
    model = network()
    history = model.fit(X[:3], Y[:3], batch_size=1, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
    assert model.predict(X[:1], verbose=0).shape == (1, 3)


def shard_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("sutja-shard")]


@pytest.mark.parametrize("wrong", [0, 39, 20])
def test_an_error_in_one_shard_comes_out_and_the_next_training_works(wrong: int) -> None:
    nn.config.set_num_threads(2)
    model = network()
    labels = Y[:40].copy()
    labels[wrong] = 3  # BatchNormalization makes the other shard wait for this one
    with pytest.raises(InvalidArgument) as caught:
        model.fit(X[:40], labels, batch_size=40, shuffle=False, verbose=0)
    assert str(caught.value).startswith(
        "Invalid value for argument `y_true`. Expected labels from 0 to 2, one for each output. Received: y_true="
    )
    history = model.fit(X, Y, batch_size=40, epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()


class FailsOnce(nn.layers.Dense):
    """Breaks off in the middle of backward, in one shard, the first time."""

    failed = False

    def backward(self, dy: Array, call: Call) -> Array | None:
        if call.step.shard == 1 and not self.failed:
            self.failed = True
            raise FloatingPointError("in the second shard")
        time.sleep(0.01)  # the other one comes to the exchange of BatchNormalization later
        return super().backward(dy, call)


def test_after_an_error_in_the_middle_a_step_is_as_if_there_had_been_none() -> None:
    nn.config.set_num_threads(2)

    def model() -> nn.Model:
        nn.utils.clear_session()
        nn.utils.set_random_seed(0)
        layers = [nn.Input((36,)), nn.layers.Dense(8), nn.layers.BatchNormalization(), FailsOnce(3)]
        result = nn.Sequential(layers)
        result.compile("sgd", "mse")
        return result

    x, y = X[:64].reshape(64, -1), np.eye(3)[Y[:64]]
    failing, well = model(), model()
    well.layers[-1].failed = True  # type: ignore[attr-defined]
    with pytest.raises(FloatingPointError, match="in the second shard"):
        failing.fit(x, y, batch_size=64, verbose=0)
    for each in (failing, well):
        each.fit(x, y, batch_size=64, verbose=0)
    for a, b in zip(failing.get_weights(), well.get_weights(), strict=True):
        assert np.array_equal(a, b)


def test_a_model_that_is_gone_leaves_no_threads() -> None:
    nn.config.set_num_threads(3)
    before = set(shard_threads())
    model = network()
    model.fit(X, Y, batch_size=64, verbose=0)
    started = set(shard_threads()) - before
    assert started
    del model
    gc.collect()
    for thread in started:
        thread.join(5)
    assert not any(thread.is_alive() for thread in started)


def test_several_threads_that_predict_at_once_get_what_one_gets() -> None:
    nn.config.set_num_threads(2)
    model = network(dropout=0.5)
    inputs = [RNG.random((n, 6, 6, 1), np.float32) for n in (1, 17, 40, 64, 100)]
    alone = [model.predict(x, verbose=0, batch_size=37) for x in inputs]
    wrong: list[int] = []

    def predict(offset: int) -> None:
        for number in range(20):
            i = (number + offset) % len(inputs)
            if not np.array_equal(model.predict(inputs[i], verbose=0, batch_size=37), alone[i]):
                wrong.append(i)

    threads = [threading.Thread(target=predict, args=(offset,)) for offset in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_prediction_is_not_overwritten_by_the_next_one() -> None:
    model = network()
    first = model.predict(X[:20], verbose=0)
    kept = first.copy()
    model.predict(X[20:40], verbose=0)
    assert np.array_equal(first, kept)
