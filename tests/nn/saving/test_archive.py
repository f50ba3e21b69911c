"""Saving and reading a model of ours, and a save that goes wrong."""

from __future__ import annotations

import errno
import inspect
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument, ModelFileError

HOMES = ("activations", "initializers", "layers", "losses", "metrics", "optimizers", "regularizers")
RNG = np.random.default_rng(0)
X = RNG.random((20, 4), np.float32)


def model() -> nn.Model:
    x = nn.Input((4,))
    hidden = nn.layers.Dense(3, activation="relu")(x)
    result = nn.Model(x, nn.layers.Add()([nn.layers.Dense(3)(hidden), hidden]), name="net")
    result.compile("adam", "mse", metrics=["mae"])
    return result


def test_a_model_comes_back_with_its_weights_and_its_training(tmp_path: Path) -> None:
    saved = model()
    saved.fit(X, X[:, :3], verbose=0)
    saved.save(tmp_path / "m.keras")
    back = nn.models.load_model(tmp_path / "m.keras")
    assert (back.name, [layer.name for layer in back.layers]) == ("net", [layer.name for layer in saved.layers])
    assert np.array_equal(back.predict(X, verbose=0), saved.predict(X, verbose=0))
    assert saved.optimizer is not None and back.optimizer is not None
    for a, b in zip(saved.optimizer.variables(), back.optimizer.variables(), strict=True):
        assert np.array_equal(a, b)


def test_a_model_may_be_saved_and_read_without_its_training(tmp_path: Path) -> None:
    saved = model()
    saved.fit(X, X[:, :3], verbose=0)
    saved.save(str(tmp_path / "m.keras"), include_optimizer=False)
    back = nn.models.load_model(str(tmp_path / "m.keras"))
    assert back.optimizer is not None and back.optimizer.iterations == 0
    assert not nn.models.load_model(tmp_path / "m.keras", compile=False).compiled
    nn.models.save_model(nn.Sequential([nn.Input((4,)), nn.layers.Dense(1)]), tmp_path / "plain.keras")
    assert not nn.models.load_model(tmp_path / "plain.keras").compiled


def test_an_optimizer_before_its_first_step_comes_back(tmp_path: Path) -> None:
    saved = model()
    saved.save(tmp_path / "m.keras")
    data = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "m.keras") as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "model.weights.h5":  # as Keras writes it: the number of steps and the learning rate alone
                memory = io.BytesIO(part)
                with h5py.File(memory, "a") as file:
                    file["optimizer/vars/0"] = np.int32(0)
                    file["optimizer/vars/1"] = np.float32(0.25)
                part = memory.getvalue()
            target.writestr(name, part)
    (tmp_path / "keras.keras").write_bytes(data.getvalue())
    back = nn.models.load_model(tmp_path / "keras.keras")
    assert back.optimizer is not None and back.optimizer.learning_rate == 0.25
    back.fit(X, X[:, :3], verbose=0)


def test_a_layer_that_stands_in_two_models_predicts_the_same_when_it_comes_back(tmp_path: Path) -> None:
    shared = nn.layers.Dense(4)
    inner_x = nn.Input((4,))
    inner = nn.Model(inner_x, shared(inner_x))
    x = nn.Input((4,))
    saved = nn.Model(x, nn.layers.Add()([inner(x), shared(x)]))
    saved.save(tmp_path / "m.keras")
    back = nn.models.load_model(tmp_path / "m.keras")
    assert np.array_equal(back.predict(X, verbose=0), saved.predict(X, verbose=0))


def test_double_precision_comes_back(tmp_path: Path) -> None:
    nn.config.set_floatx("float64")
    saved = nn.Sequential([nn.Input((4,)), nn.layers.Dense(2)])
    saved.save(tmp_path / "m.keras")
    nn.config.set_floatx("float32")
    back = nn.models.load_model(tmp_path / "m.keras")
    assert back.dtype == "float64"
    assert np.array_equal(back.predict(X, verbose=0), saved.predict(X, verbose=0))


def test_metadata_is_kept_beside_that_of_keras(tmp_path: Path) -> None:
    model().save(tmp_path / "m.keras", metadata={"seed": 2**62 + 1, "classes": ["0", "1"]})
    assert nn.saving.read_metadata(tmp_path / "m.keras") == {"seed": 2**62 + 1, "classes": ["0", "1"]}
    model().save(tmp_path / "m.keras")
    assert nn.saving.read_metadata(tmp_path / "m.keras") == {}
    with zipfile.ZipFile(tmp_path / "m.keras") as file:
        assert file.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
        assert sorted(json.loads(file.read("metadata.json"))) == ["date_saved", "keras_version"]


def test_numbers_of_numpy_are_written_as_numbers(tmp_path: Path) -> None:
    saved = nn.Sequential([nn.Input((4,)), nn.layers.BatchNormalization(momentum=np.float64(0.75))])
    decay = nn.optimizers.schedules.CosineDecay(0.5, np.int64(7), alpha=np.float32(0.25))  # type: ignore[arg-type]
    saved.compile(nn.optimizers.SGD(decay), "mse")
    saved.save(tmp_path / "m.keras", metadata={"best": np.float32(0.5)})
    back = nn.models.load_model(tmp_path / "m.keras")
    assert back.layers[0].get_config()["momentum"] == 0.75
    assert back.optimizer is not None and back.optimizer.get_config()["learning_rate"]["config"]["decay_steps"] == 7
    assert nn.saving.read_metadata(tmp_path / "m.keras") == {"best": 0.5}


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    model().save(tmp_path / "m.keras")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "m.keras").stat().st_mode == (tmp_path / "other").stat().st_mode


# A save that goes wrong


def full(*_arguments: Any, **_others: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "target", ["h5py.Group.create_dataset", "os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod", "interrupt"]
)
@pytest.mark.parametrize("name", ["m.keras", "m.h5", "w.weights.h5", "w.h5"])
@pytest.mark.parametrize("existing", [True, False])
def test_an_error_while_saving_leaves_what_was_there_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, target: str, existing: bool
) -> None:
    path = tmp_path / name
    if existing:
        path.write_bytes(b"the old one")

    def interrupt(*_arguments: Any, **_others: Any) -> Any:
        raise KeyboardInterrupt

    net = model()
    if target == "interrupt":
        monkeypatch.setattr("os.fsync", interrupt)
    else:
        monkeypatch.setattr(target, full)
    with pytest.raises(KeyboardInterrupt if target == "interrupt" else OSError):
        (net.save_weights if name.startswith("w") else net.save)(path)
    monkeypatch.undo()
    assert [file.name for file in tmp_path.iterdir()] == ([name] if existing else [])
    if existing:
        assert path.read_bytes() == b"the old one"


def test_what_cannot_be_written_is_refused_before_anything_happens(tmp_path: Path) -> None:
    (tmp_path / "there.keras").write_bytes(b"the old one")
    cases = [
        ("m.npz", {}, model(), "a name that ends in .keras or .h5"),
        ("m", {}, model(), "a name that ends in .keras or .h5"),
        ("there.keras", {"overwrite": False}, model(), "a file that does not exist yet, or overwrite=True"),
        ("nowhere/m.keras", {}, model(), "a name in a directory that exists"),
    ]
    for name, others, net, expected in cases:
        with pytest.raises(InvalidArgument) as caught:
            net.save(tmp_path / name, **others)
        received = str(tmp_path / name)
        received = repr(received) if len(repr(received)) <= 80 else repr(received)[:77] + "..."
        assert str(caught.value) == (
            f"Invalid value for argument `filepath`. Expected {expected}. Received: filepath={received}"
        )
    with pytest.raises(InvalidArgument) as caught:
        nn.Sequential([nn.layers.Dense(1)], name="net").save(tmp_path / "m.keras")
    assert str(caught.value) == (
        "Invalid value for argument `model`. Expected a model with weights: call it on data or give it an Input first. "
        "Received: model='net'"
    )
    with pytest.raises(TypeError):
        model().save(tmp_path / "m.keras", metadata={"not JSON": object()})
    assert [file.name for file in tmp_path.iterdir()] == ["there.keras"]
    assert (tmp_path / "there.keras").read_bytes() == b"the old one"


def test_there_is_nothing_unsafe_to_allow(tmp_path: Path) -> None:
    model().save(tmp_path / "m.keras")
    assert nn.models.load_model(tmp_path / "m.keras", safe_mode=False).name == "net"


def arguments(function: Any) -> dict[str, Any]:
    return {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}


def test_arguments_are_keras_own(keras: Any) -> None:
    for ours, theirs in [
        (nn.models.load_model, keras.models.load_model),
        (nn.saving.load_model, keras.saving.load_model),
        (nn.models.model_from_json, keras.models.model_from_json),
        (nn.saving.get_registered_object, keras.saving.get_registered_object),
        (nn.saving.register_keras_serializable, keras.saving.register_keras_serializable),
        *((getattr(nn, m).deserialize, getattr(keras, m).deserialize) for m in HOMES),
        *((getattr(nn, m).serialize, getattr(keras, m).serialize) for m in HOMES),
    ]:
        assert arguments(ours) == arguments(theirs), ours
    for name in ("save", "save_weights", "load_weights", "to_json"):
        ours, theirs = (inspect.signature(getattr(kind, name)).parameters for kind in (nn.Model, keras.Model))
        named = [p for p in ours if ours[p].kind is ours[p].POSITIONAL_OR_KEYWORD]
        assert named == list(theirs)[: len(named)], name


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in ("none.keras", "."):
        with pytest.raises(ModelFileError) as caught:
            nn.models.load_model(tmp_path / name)
        assert str(caught.value) == f"{tmp_path / name}: there is no such file."
