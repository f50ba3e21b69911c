"""Several inputs and outputs: the losses, weights, metrics and numbers of each, as Keras has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn

RNG = np.random.default_rng(0)
X, Z = RNG.random((41, 3), np.float32), RNG.random((41, 2), np.float32)
A, B = RNG.random((41, 2), np.float32), RNG.integers(0, 4, 41)
W, V = RNG.random(41).astype(np.float32), RNG.random(41).astype(np.float32)
SPARSE = "sparse_categorical_crossentropy"


def network(engine: Any, form: Any = list) -> Any:
    """Two inputs, and two outputs that prices on the way and at the end add to; ``zed`` comes before ``alpha``."""
    layers = engine.layers
    x, z = engine.Input((3,), name="x"), engine.Input((2,), name="z")
    hidden = layers.Dense(5, activation="tanh", kernel_regularizer="l2")(layers.Concatenate()([x, z]))
    a = layers.Dense(2, name="zed", activity_regularizer=engine.regularizers.L2(0.1))(hidden)
    b = layers.Dense(4, activation="softmax", name="alpha")(hidden)
    return engine.Model([x, z], {"q": b, "p": a} if form is dict else [a, b])


def batches(*sizes: int, y: Any = lambda a, b: [a, b], weights: Any = lambda w, v: None) -> list[Any]:
    result, start = [], 0
    for size in sizes:
        part = slice(start, start + size)
        result.append(([X[part], Z[part]], y(A[part], B[part]), weights(W[part], V[part])))
        start += size
    return result


COMPILED: dict[str, Any] = {
    "lists": {
        "loss": ["mse", SPARSE],
        "loss_weights": [0.5, 2.0],
        "metrics": [["mae", "mse"], "accuracy"],
        "weighted_metrics": [["mae"], ["accuracy"]],
    },
    "dicts": {
        "loss": {"alpha": SPARSE, "zed": "mae"},
        "loss_weights": {"zed": 0.25, "alpha": 1.5},
        "metrics": {"alpha": ["accuracy", SPARSE]},
        "weighted_metrics": {"zed": "mae"},
    },
}


@pytest.mark.parametrize("kind", COMPILED)
def test_training_goes_the_way_of_keras(twin: Any, kind: str) -> None:
    """Batches of different sizes, too, and one of one sample; weights of samples one for all or for each output."""
    weights = {"lists": lambda w, v: [w, v], "dicts": lambda w, v: w}[kind]
    labels = {"lists": lambda a, b: [a, b], "dicts": lambda a, b: {"alpha": b, "zed": a}}[kind]
    data = batches(33, 7, 1, y=labels, weights=weights)
    if kind == "dicts":  # Keras' train_on_batch wants as many arrays of weights as outputs
        ours = [(x, y, w) for x, y, w in data]
        data = [(x, y, [w, w]) for x, y, w in data]
        assert weigh_alike(ours[0], data[0])
    twin.compare_training(network, lambda e: {"optimizer": e.optimizers.SGD(0.1), **COMPILED[kind]}, data)


def weigh_alike(one: Any, other: Any) -> bool:
    results = []
    for x, y, w in (one, other):
        nn.utils.set_random_seed(1)
        model = network(nn)
        model.compile("sgd", **COMPILED["dicts"])
        results.append(model.train_on_batch(x, y, w))
    return bool(results[0] == results[1])


def test_fit_evaluate_and_predict_of_a_dict(twin: Any, keras: Any) -> None:
    """Outputs in a dict go by its names, sorted, whatever the layers are called; one of them has no loss."""
    results = []
    start = network(nn, dict).get_weights()
    for engine in (nn, keras):
        model = network(engine, dict)
        model.set_weights(start)
        model.compile(
            engine.optimizers.SGD(0.1), {"p": "mse", "q": None}, metrics={"q": ["accuracy"]}, weighted_metrics=None
        )
        assert model.output_names == (["p", "q"] if engine is nn else ["zed", "alpha"])
        labels = {"q": B, "p": A}
        history = model.fit(
            {"x": X, "z": Z}, labels, batch_size=16, epochs=2, shuffle=False, verbose=0, validation_split=0.3
        )
        found = model.evaluate([X, Z], labels, batch_size=16, verbose=0, return_dict=True)
        listed = model.evaluate([X, Z], labels, batch_size=16, verbose=0)
        results.append(
            (history.history, found, listed, model.predict([X, Z], verbose=0), model.predict_on_batch([X, Z]))
        )
    (history, found, listed, *outputs), (expected, other, in_a_list, *others) = results
    assert list(history) == list(expected)
    for name, values in expected.items():
        assert history[name] == pytest.approx(values, rel=2e-5), name
    twin.assert_same_numbers(found, other)
    assert listed == pytest.approx(in_a_list, rel=2e-5)
    for mine, theirs in zip(outputs, others, strict=True):
        assert list(mine) == sorted(theirs)
        for name, y in mine.items():
            twin.assert_close(y, theirs[name], 2e-5, name)


def test_names_and_order_of_what_is_reported(keras: Any) -> None:
    models = []
    for engine in (nn, keras):
        model = network(engine)
        model.compile("sgd", **COMPILED["lists"])
        models.append(model)
    (ours, theirs), data = models, ([X, Z], [A, B])
    theirs.set_weights(ours.get_weights())
    assert ours.evaluate(*data, verbose=0) == pytest.approx(theirs.evaluate(*data, verbose=0), rel=2e-5)
    assert ours.metrics_names == [
        *("loss", "zed_loss", "alpha_loss", "alpha_accuracy", "alpha_weighted_accuracy"),
        *("zed_mae", "zed_mse", "zed_weighted_mae"),
    ]
    assert len(ours.metrics) == len(ours.metrics_names)
    assert ours.fit(*data, verbose=0, validation_split=0.5).history.keys() == {
        prefix + name for name in ours.metrics_names for prefix in ("", "val_")
    }


def test_one_loss_for_all_outputs_and_labels_for_the_only_one_with_a_loss() -> None:
    x = nn.Input((3,))
    model = nn.Model(x, [nn.layers.Dense(2, name="a")(x), nn.layers.Dense(2, name="b")(x)])
    model.compile("sgd", "mse", loss_weights=[1.0, 10.0])
    loss, of_a, of_b = model.evaluate(X, [A, A], verbose=0)
    assert loss == pytest.approx(of_a + 10 * of_b, rel=1e-6)
    model.compile("sgd", ["mse", None])
    assert model.evaluate(X, A, verbose=0) == pytest.approx(of_a, rel=1e-6)
    assert model.evaluate(X, [A, None], verbose=0) == pytest.approx(of_a, rel=1e-6)
    assert model.evaluate(X, {"a": A}, verbose=0) == pytest.approx(of_a, rel=1e-6)


def test_classes_of_each_output_have_weights_of_their_own() -> None:
    x = nn.Input((3,))
    outputs = [nn.layers.Dense(4, activation="softmax", name=name)(x) for name in ("a", "b")]
    model = nn.Model(x, outputs)
    model.compile("sgd", SPARSE)
    doubled = np.where(B == 2, 5.0, 1.0)
    before = model.get_weights()
    results = []
    for others in (
        {"class_weight": {"b": {2: 5.0}}},
        {"class_weight": [None, {2: 5.0}]},
        {"sample_weight": [None, doubled]},
        {"sample_weight": {"b": doubled}},
    ):
        model.set_weights(before)
        results.append(model.train_on_batch(X, [B, B], **others))
    assert results[0] == results[1] == results[2] == results[3]


def test_an_output_whose_only_price_is_its_size_is_trained() -> None:
    x = nn.Input((3,))
    small = nn.layers.Dense(2, name="small", activity_regularizer="l2")(x)
    model = nn.Model(x, [nn.layers.Dense(2, name="a")(x), small])
    model.compile(nn.optimizers.SGD(0.5), ["mse", None])
    before = np.abs(model.predict(X, verbose=0)[1]).mean()
    model.fit(X, [A, None], epochs=400, verbose=0)
    assert np.abs(model.predict(X, verbose=0)[1]).mean() < 0.5 * before


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_seed_gives_the_same_bits(threads: int) -> None:
    nn.config.set_num_threads(threads)
    histories, weights = [], []
    for _ in range(2):
        nn.utils.clear_session()
        nn.utils.set_random_seed(3)
        model = network(nn)
        model.compile(nn.optimizers.Adam(), **COMPILED["lists"])
        data = [np.concatenate([part] * 3) for part in (X, Z, A, B)]
        history = model.fit(data[:2], data[2:], epochs=2, batch_size=50, verbose=0, validation_split=0.2)
        histories.append(history.history)
        weights.append(b"".join(w.tobytes() for w in model.get_weights()))
    assert histories[0] == histories[1]
    assert weights[0] == weights[1]
