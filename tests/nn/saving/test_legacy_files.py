"""``.h5`` files of Keras 2, put together here as that wrote them, and read by Keras 3 as well where it can."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument, ModelFileError

RNG = np.random.default_rng(0)
GLOROT = {"class_name": "GlorotUniform", "config": {"seed": None}}
ZEROS: dict[str, Any] = {"class_name": "Zeros", "config": {}}
OLDER = {"class_name": "VarianceScaling", "config": {"distribution": "normal", "mode": "fan_in", "dtype": "float32"}}


def dense(name: str, units: int, **others: Any) -> dict[str, Any]:
    arguments = {"name": name, "trainable": True, "dtype": "float32", "units": units, "activation": "linear"}
    arguments |= {"use_bias": True, "kernel_initializer": GLOROT, "bias_initializer": ZEROS}
    unused = dict.fromkeys(("kernel", "bias", "activity"), None)
    arguments |= {f"{what}_regularizer": None for what in unused} | {"kernel_constraint": None, "bias_constraint": None}
    return {"class_name": "Dense", "config": arguments | others}


def input_layer(name: str, *shape: int) -> dict[str, Any]:
    config = {"batch_input_shape": [None, *shape], "dtype": "float32", "sparse": False, "ragged": False, "name": name}
    return {"class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def called(layer: dict[str, Any], *calls: Any) -> dict[str, Any]:
    return {**layer, "name": layer["config"]["name"], "inbound_nodes": list(calls)}


def drawn(*shapes: tuple[int, ...]) -> list[Any]:
    return [RNG.uniform(0.1, 1, shape).astype(np.float32) for shape in shapes]


def write(path: Path, model: Any, weights: dict[str, list[Any]], training: Any = None, memory: Any = ()) -> Path:
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = b"2.4.0", b"tensorflow"
        file.attrs["model_config"] = json.dumps(model).encode()
        if training is not None:
            file.attrs["training_config"] = json.dumps(training).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = np.array([name.encode() for name in weights])
        for layer, arrays in weights.items():
            names = [f"{layer}/w{number}:0" for number in range(len(arrays))]
            inside = group.create_group(layer)
            inside.attrs["weight_names"] = np.array([name.encode() for name in names])
            for name, array in zip(names, arrays, strict=True):
                inside[name] = array
        if len(memory):
            group = file.create_group("optimizer_weights")
            group.attrs["weight_names"] = np.array([f"Adam/{number}:0".encode() for number in range(len(memory))])
            for number, array in enumerate(memory):
                group[f"Adam/{number}:0"] = array
    return path


TRAINING = {
    "loss": {
        "class_name": "CategoricalCrossentropy",
        "config": {"reduction": "auto", "name": "c", "from_logits": True},
    },
    "metrics": [[{"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "fn": "categorical_accuracy"}}]],
    "weighted_metrics": None,
    "loss_weights": None,
    "optimizer_config": {
        "class_name": "Adam",
        "config": {"name": "Adam", "lr": 0.25, "decay": 0.0, "beta_1": 0.8, "epsilon": 1e-7, "amsgrad": False},
    },
}


@pytest.mark.parametrize("bare", [False, True])
def test_a_chain_of_keras_2(keras: Any, tmp_path: Path, bare: bool) -> None:
    """``bare``: the layers as a list, as up to version 2.2."""
    batch_norm = {"name": "bn", "trainable": True, "axis": [1], "momentum": 0.9, "epsilon": 0.01, "fused": None}
    layers = [
        dense("one", 3, batch_input_shape=[None, 2], activation="relu"),
        {"class_name": "BatchNormalizationV1", "config": batch_norm},
        {"class_name": "LeakyReLU", "config": {"name": "leak", "trainable": True, "dtype": "float32", "alpha": 0.2}},
        dense("two", 2, activation="softmax"),
    ]
    first = dict(layers[0]["config"])
    if bare:
        layers[0]["config"]["kernel_initializer"] = OLDER
    config = {"class_name": "Sequential", "config": layers if bare else {"name": "old", "layers": layers}}
    weights = {"one": drawn((2, 3), (3,)), "bn": drawn(*[(3,)] * 4), "leak": [], "two": drawn((3, 2), (2,))}
    x = RNG.normal(size=(5, 2)).astype(np.float32)
    path = write(tmp_path / "old.h5", config, weights, TRAINING)
    model = nn.models.load_model(path)
    assert [layer.name for layer in model.layers] == list(weights)
    h = np.maximum(x @ weights["one"][0] + weights["one"][1], 0)
    gamma, beta, mean, variance = weights["bn"]
    h = gamma * (h - mean) / np.sqrt(variance + 0.01) + beta
    h = np.where(h > 0, h, 0.2 * h) @ weights["two"][0] + weights["two"][1]
    expected = np.exp(h) / np.exp(h).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-5)
    assert model.optimizer is not None and model.loss is not None
    assert (model.optimizer.learning_rate, model.optimizer.get_config()["beta_1"]) == (0.25, 0.8)
    assert model.loss.get_config()["from_logits"] and model.metrics_names == ["loss", "accuracy"]
    if not bare:  # Keras 3 does not know the class's old name, nor the bare list
        layers[1]["class_name"] = "BatchNormalization"
        del batch_norm["fused"], first["batch_input_shape"]  # nor, without an input layer, this
        layers[:1] = [input_layer("x", 2), {"class_name": "Dense", "config": first}]
        write(path, config, weights)
        np.testing.assert_allclose(keras.models.load_model(path)(x), expected, rtol=1e-5)


def graph() -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """A shared layer, a model inside that is called twice, and a layer with an initial state."""
    inner = {
        "class_name": "Functional",
        "config": {
            "name": "inner",
            "layers": [input_layer("in", 3), called(dense("deep", 3), [["in", 0, 0, {}]])],
            "input_layers": [["in", 0, 0]],
            "output_layers": [["deep", 0, 0]],
        },
    }
    recurrent = {"name": "gru", "trainable": True, "units": 3, "reset_after": True, "time_major": False}
    config = {
        "name": "graph",
        "layers": [
            input_layer("a", 3),
            input_layer("s", 4, 2),
            called(dense("shared", 3), [["a", 0, 0, {}]], [["inner", 1, 0, {}]]),
            called(inner, [["shared", 0, 0, {}]], [["shared", 1, 0, {}]]),
            called({"class_name": "GRU", "config": recurrent}, [["s", 0, 0, {"initial_state": ["inner", 2, 0]}]]),
            called(
                {"class_name": "Add", "config": {"name": "add", "trainable": True}},
                [["gru", 0, 0, {}], ["a", 0, 0, {}]],
            ),
        ],
        "input_layers": [["a", 0, 0], ["s", 0, 0]],
        "output_layers": [["add", 0, 0], ["inner", 2, 0]],
    }
    weights = {
        "a": [],
        "s": [],
        "shared": drawn((3, 3), (3,)),
        "inner": drawn((3, 3), (3,)),
        "gru": drawn((2, 9), (3, 9), (2, 9)),
        "add": [],
    }
    return {"class_name": "Model", "config": config}, weights


def test_a_graph_of_keras_2(tmp_path: Path) -> None:
    config, weights = graph()
    model = nn.models.load_model(write(tmp_path / "old.h5", config, weights))
    x, s = RNG.normal(size=(2, 3)).astype(np.float32), RNG.normal(size=(2, 4, 2)).astype(np.float32)
    w, b = weights["shared"]
    v, c = weights["inner"]
    inner = ((x @ w + b) @ v + c) @ w + b
    inner = inner @ v + c
    gru = nn.layers.GRU(3)
    gru.build((None, 4, 2))
    gru.set_weights(weights["gru"])
    y, other = model.predict([x, s], verbose=0)
    np.testing.assert_allclose(other, inner, rtol=1e-5)
    np.testing.assert_allclose(y, gru(s, initial_state=inner) + x, rtol=1e-4, atol=1e-5)


def test_a_decay_is_the_schedule_that_it_means(tmp_path: Path) -> None:
    config = {"class_name": "Sequential", "config": {"layers": [dense("one", 1, batch_input_shape=[None, 1])]}}
    training = json.loads(json.dumps(TRAINING))
    training["optimizer_config"]["config"] |= {"decay": 0.5}
    path = write(tmp_path / "old.h5", config, {"one": drawn((1, 1), (1,))}, training)
    optimizer = nn.models.load_model(path).optimizer
    assert optimizer is not None
    assert [optimizer.learning_rate, setattr(optimizer, "gradients_seen", 2) or optimizer.learning_rate] == [
        0.25,
        0.125,
    ]


def test_memory_of_another_layout_is_left_out_with_a_warning(tmp_path: Path) -> None:
    config = {"class_name": "Sequential", "config": {"layers": [dense("one", 1, batch_input_shape=[None, 1])]}}
    memory = [np.int64(5), *drawn((1, 1), (1,), (1, 1), (1,))]  # no learning rate among it, in Keras 2
    path = write(tmp_path / "old.h5", config, {"one": drawn((1, 1), (1,))}, TRAINING, memory)
    with pytest.warns(UserWarning, match="the memory of the optimizer in the file does not fit, so it starts anew"):
        model = nn.models.load_model(path)
    assert model.optimizer is not None and model.optimizer.iterations == 0


def test_more_names_than_fit_into_one_note(keras: Any, tmp_path: Path) -> None:
    layers = [nn.layers.Dense(1, name=f"{'a_layer_with_a_very_long_name_' * 16}{i}") for i in range(150)]
    model = nn.Sequential([nn.Input((1,)), *layers])
    model.save(tmp_path / "long.h5")
    with h5py.File(tmp_path / "long.h5") as file:
        assert "layer_names1" in file["model_weights"].attrs
    back = nn.models.load_model(tmp_path / "long.h5")
    for one, other in zip(model.get_weights(), back.get_weights(), strict=True):
        assert np.array_equal(one, other)
    with h5py.File(tmp_path / "long.h5") as file:
        from keras.src.legacy.saving.legacy_h5_format import load_attributes_from_hdf5_group

        names = load_attributes_from_hdf5_group(file["model_weights"], "layer_names")
    assert names == [layer.name for layer in model.layers]


def test_weights_by_name_and_what_does_not_fit(tmp_path: Path) -> None:
    def net(*names: str, units: int = 2) -> Any:
        return nn.Sequential([nn.Input((2,)), *[nn.layers.Dense(units, name=name) for name in names]])

    saved, other = net("a", "b"), net("b", "c")
    saved.save_weights(tmp_path / "w.h5")
    before = other.layers[1].get_weights()
    other.load_weights(tmp_path / "w.h5", by_name=True)
    assert np.array_equal(other.layers[0].get_weights()[0], saved.layers[1].get_weights()[0])
    assert np.array_equal(other.layers[1].get_weights()[0], before[0])
    with pytest.raises(ModelFileError, match=r"has weights for 2 layers\. Expected 1, those of `sequential_2`"):
        net("a").load_weights(tmp_path / "w.h5")

    wide = net("a", "b", units=3)
    for name in ("w.h5", "w.weights.h5", "m.h5", "m.keras"):
        (saved.save_weights if name.startswith("w") else saved.save)(tmp_path / name)
        start = wide.get_weights()
        with pytest.raises(
            ModelFileError, match=r"The weights of `a` do not fit. Expected shapes \[\(2, 3\), \(3,\)\]"
        ):
            wide.load_weights(tmp_path / name)
        with pytest.warns(UserWarning, match="Left out: The weights of `[ab]` do not fit"):
            wide.load_weights(tmp_path / name, skip_mismatch=True)
        assert all(map(np.array_equal, wide.get_weights(), start))
        fresh = net("x", "y")
        fresh.load_weights(tmp_path / name)
        assert all(map(np.array_equal, fresh.get_weights(), saved.get_weights()))
    with pytest.raises(InvalidArgument, match="by_name"):
        wide.load_weights(tmp_path / "w.weights.h5", by_name=True)
    for name in ("w.npz", "w"):
        with pytest.raises(InvalidArgument, match=r"Expected a name that ends in .weights.h5"):
            wide.load_weights(tmp_path / name)


def test_the_memory_of_another_optimizer_is_left_out(tmp_path: Path) -> None:
    def net(optimizer: str, steps: int) -> Any:
        model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(2)])
        model.compile(optimizer, "mse")
        model.fit(np.ones((4, 2)), np.ones((4, 2)), epochs=steps, verbose=0)
        return model

    for saved, other in ((net("adam", 1), net("sgd", 2)), (net("adam", 0), net("adam", 2))):
        saved.save_weights(tmp_path / "w.weights.h5")
        if saved.optimizer.built:
            with pytest.warns(UserWarning, match="Left out: The weights of `sgd` do not fit"):
                other.load_weights(tmp_path / "w.weights.h5")
        else:
            other.load_weights(tmp_path / "w.weights.h5")
        assert all(map(np.array_equal, other.get_weights(), saved.get_weights()))
        assert other.optimizer.iterations == 2
    saved.save(tmp_path / "m.keras")
    (tmp_path / "m.keras").write_bytes((tmp_path / "m.keras").read_bytes()[:100])
    with pytest.raises(ModelFileError) as caught:
        other.load_weights(tmp_path / "m.keras")
    assert str(caught.value).count("m.keras: ") == 1


def test_a_file_that_does_not_fit_halfway_changes_nothing(tmp_path: Path) -> None:
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(2), nn.layers.Dense(2)])
    for name, last in (("w.weights.h5", "layers/dense_1/vars/1"), ("w.h5", "dense_1/dense_1/bias")):
        model.save_weights(tmp_path / name)
        with h5py.File(tmp_path / name, "a") as file:
            del file[last]
            file[last] = np.zeros(3)
        before = model.get_weights()
        model.set_weights([w + 1 for w in before])
        with pytest.raises(ModelFileError, match="do not fit"):
            model.load_weights(tmp_path / name)
        assert all(np.array_equal(now, w + 1) for now, w in zip(model.get_weights(), before, strict=True))


def test_numbers_that_cannot_be_read_change_nothing(tmp_path: Path) -> None:
    """The shapes are right, but the second kernel was never written."""
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(600), nn.layers.Dense(600, name="last")])
    for name, last in (("w.weights.h5", "layers/dense_1/vars/0"), ("w.h5", "last/last/kernel")):
        model.save_weights(tmp_path / name)
        with h5py.File(tmp_path / name, "a") as file:
            del file[last]
            file.create_dataset(last, (600, 600), "f4", chunks=(600, 600))
        before = model.get_weights()
        model.set_weights([w + 1 for w in before])
        with pytest.raises(ModelFileError, match=r"The weights file holds less at .* than it says"):
            model.load_weights(tmp_path / name)
        assert all(np.array_equal(now, w + 1) for now, w in zip(model.get_weights(), before, strict=True))


def test_a_gru_from_before_there_was_a_choice(tmp_path: Path) -> None:
    config = {"name": "gru", "trainable": True, "units": 3, "implementation": 1, "batch_input_shape": [None, 4, 2]}
    chain = {"class_name": "Sequential", "config": {"layers": [{"class_name": "GRU", "config": config}]}}
    weights = drawn((2, 9), (3, 9), (9,))
    model = nn.models.load_model(write(tmp_path / "old.h5", chain, {"gru": weights}))
    today = nn.Sequential([nn.Input((4, 2)), nn.layers.GRU(3, reset_after=False)])
    today.set_weights(weights)
    x = RNG.normal(size=(2, 4, 2)).astype(np.float32)
    assert np.array_equal(model.predict(x, verbose=0), today.predict(x, verbose=0))


# Files made to harm


def edited(path: Path, edit: Callable[[Any], Any]) -> Path:
    with h5py.File(path, "a") as file:
        edit(file)
    return path


def link(file: Any, target: Any) -> None:
    del file["model_weights/dense/dense/bias"]
    file["model_weights/dense/dense/bias"] = target


def change(file: Any, name: str, old: str, new: str) -> None:
    text = file.attrs[name]
    assert old in text
    file.attrs[name] = text.replace(old, new)


def names(file: Any, value: Any, place: str = "model_weights/dense") -> None:
    file[place].attrs["weight_names"] = value


EDITS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "no model": (
        lambda f: f.attrs.__delitem__("model_config"),
        "This file holds weights, but no model. Make the model, then read them: model.load_weights(...).",
    ),
    "no text": (lambda f: f.attrs.__setitem__("model_config", 7), "The file has no text under 'model_config'."),
    "a list of texts": (
        lambda f: f.attrs.__setitem__("model_config", ["a", "b"]),
        "The file has no text under 'model_config'.",
    ),
    "no JSON": (
        lambda f: f.attrs.__setitem__("model_config", "{"),
        "model_config is not what a file of Keras has there.",
    ),
    "Keras 1": (
        lambda f: f["model_weights"].attrs.__setitem__("keras_version", "1.2.2"),
        "This file was written by Keras 1 or on Theano, where weights lie in another order. Keras 2 reads it.",
    ),
    "a pickled function": (
        lambda f: change(f, "model_config", '"Dense"', '"Lambda"'),
        "The file asks for a layer 'Lambda', which the engine does not have.",
    ),
    "a foreign module": (
        lambda f: change(f, "model_config", '"Dense"', '"os>system"'),
        "The file asks for a layer 'os>system', which the engine does not have.",
    ),
    "a huge layer": (
        lambda f: change(f, "model_config", '"units": 2', '"units": 1000000000'),
        "The weights of `dense` do not fit. Expected shapes [(2, 1000000000), (1000000000,)]. Received: [(2, 2), (2,)]",
    ),
    "a link by name": (
        lambda f: link(f, h5py.SoftLink("/model_weights/dense/dense/kernel")),
        "The weights file points",
    ),
    "a link to a file": (lambda f: link(f, h5py.ExternalLink("other.h5", "/data")), "The weights file points outside"),
    "a layer that is no group": (
        lambda f: (f["model_weights"].__delitem__("dense"), f["model_weights"].__setitem__("dense", [1.0])),
        "The weights file has no group model_weights/dense.",
    ),
    "names that are numbers": (
        lambda f: names(f, [1, 2]),
        "The file has no list of names under 'weight_names'.",
    ),
    "names in a table": (
        lambda f: names(f, np.array([[b"a"], [b"b"]])),
        "The file has no list of names under 'weight_names'.",
    ),
    "names that are references": (
        lambda f: names(f, np.array([f.ref, f.ref], h5py.ref_dtype)),
        "The file has no list of names under 'weight_names'.",
    ),
    "a name that is nowhere": (
        lambda f: names(f, [b"a", b"b"]),
        "The weights file has no numbers at model_weights/dense/a.",
    ),
    "a name that goes up": (
        lambda f: names(f, [b"../../dense", b"b"]),
        "The weights file has no numbers at model_weights/dense/../../dense.",
    ),
    "an unknown optimizer": (
        lambda f: change(f, "training_config", '"Adam"', '"Ftrl"'),
        "this model cannot be built here. Invalid value for argument `optimizer`.",
    ),
    "no optimizer": (
        lambda f: change(f, "training_config", '"optimizer_config"', '"other"'),
        "this model cannot be built here. There is no 'optimizer_config'. To read it without",
    ),
}


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valid") / "m.h5"
    model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(2, name="dense")], name="net")
    model.compile("adam", "mse")
    model.fit(np.ones((4, 2)), np.ones((4, 2)), verbose=0)
    model.save(path, metadata={"seed": 2})
    return path


@pytest.mark.parametrize("case", EDITS)
def test_files_that_cannot_be_read_say_why(valid: Path, tmp_path: Path, case: str) -> None:
    edit, message = EDITS[case]
    path = edited(shutil.copy(valid, tmp_path / "m.h5"), edit)
    with pytest.raises(ModelFileError) as caught:
        nn.models.load_model(path)
    assert str(caught.value).startswith(f"{path}: {message}") and str(caught.value).isprintable()
    if "optimizer" in case:
        assert nn.models.load_model(path, compile=False).name == "net"


def test_metadata_is_kept_in_a_note(valid: Path, tmp_path: Path) -> None:
    assert nn.saving.read_metadata(valid) == {"seed": 2}
    path = edited(shutil.copy(valid, tmp_path / "m.h5"), lambda f: f.attrs.__delitem__("sutja"))
    assert nn.saving.read_metadata(path) == {}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n" + bytes(3000)])
def test_what_is_no_hdf5_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.h5").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"m.h5: This is no HDF5 file of weights, or its beginning is damaged\."):
        nn.models.load_model(tmp_path / "m.h5")
    with pytest.raises(ModelFileError, match=r"m.h5: there is no such file\."):
        nn.models.load_model(tmp_path / "nowhere" / "m.h5")
