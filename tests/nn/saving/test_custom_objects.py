"""Classes of the user's own in files and descriptions: handed over by name, never taken from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument, ModelFileError
from sutja.nn import saving
from sutja.nn.call import Call

X = np.random.default_rng(0).random((6, 3), np.float32)


class Scale(nn.layers.Layer):
    """y = s x, with one trained s for each feature."""

    def __init__(self, start: Any = "ones", **others: Any) -> None:
        super().__init__(**others)
        self.start = nn.initializers.get(start)

    def build(self, input_shape: Any) -> None:
        self.s = self.add_weight("s", input_shape[-1:], self.start)

    def forward(self, x: Any, call: Call) -> Any:
        call.save(x)
        return x * self.s.value

    def backward(self, dy: Any, call: Call) -> Any:
        if call.wants(self.s):
            call.gradient(self.s)[...] = (dy * call.saved).sum(axis=0)
        return dy * self.s.value

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "start": nn.initializers.serialize(self.start)}


class Twos(nn.initializers.Constant):
    def __init__(self) -> None:
        super().__init__(2.0)

    def get_config(self) -> dict[str, Any]:
        return {}


class HalfSquare(nn.losses.MeanSquaredError):
    def _values(self, y_true: Any, y_pred: Any) -> Any:
        return super()._values(y_true, y_pred) / 2


class Largest(nn.metrics.MeanMetric):
    def values(self, y_true: Any, y_pred: Any) -> Any:
        return abs(y_true - y_pred).max(axis=-1)


class Lazy(nn.optimizers.SGD):
    pass


class Price(nn.regularizers.L2):
    pass


OWN = {kind.__name__: kind for kind in (Scale, Twos, HalfSquare, Largest, Lazy, Price)}


def model() -> nn.Model:
    layers = [Scale(Twos(), name="scale"), nn.layers.Dense(1, kernel_regularizer=Price(0.1))]
    net = nn.Sequential([nn.Input((3,)), *layers])
    net.compile(Lazy(0.01, momentum=0.9), HalfSquare(), metrics=[Largest()])
    net.fit(X, X[:, :1], verbose=0)
    return net


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
@pytest.mark.parametrize("how", ["argument", "scope", "registered"])
def test_they_come_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, how: str) -> None:
    registered: dict[str, Any] = {}
    monkeypatch.setattr("sutja.nn.custom_objects._registered", registered)
    monkeypatch.setattr("sutja.nn.custom_objects._names", {})
    if how == "registered":
        for kind in OWN.values():
            assert saving.register_keras_serializable("mine")(kind) is kind
        assert saving.get_registered_name(Scale) == "mine>Scale"
        assert saving.get_registered_object("mine>Scale") is Scale is saving.get_custom_objects()["mine>Scale"]
    saved = model()
    saved.save(tmp_path / name)
    with saving.custom_object_scope(OWN if how == "scope" else None):
        back = nn.models.load_model(tmp_path / name, OWN if how == "argument" else None)
    kinds = (back.layers[0], back.loss, back.metrics[1], back.optimizer, back.layers[1].weights[0].regularizer)
    assert [type(thing) for thing in kinds] == [Scale, HalfSquare, Largest, Lazy, Price]
    scale = back.layers[0]
    assert isinstance(scale, Scale) and isinstance(scale.start, Twos)
    assert np.array_equal(back.predict(X, verbose=0), saved.predict(X, verbose=0))
    assert back.train_on_batch(X, X[:, :1]) == saved.train_on_batch(X, X[:, :1])
    with pytest.raises(ModelFileError) as caught:
        registered.clear()
        nn.models.load_model(tmp_path / name)
    assert "hand its class over in `custom_objects`" in str(caught.value)


def test_descriptions_take_them_too() -> None:
    cases = [
        (nn.layers, Scale(name="s")),
        (nn.losses, HalfSquare()),
        (nn.metrics, Largest()),
        (nn.optimizers, Lazy()),
        (nn.initializers, Twos()),
        (nn.regularizers, Price()),
    ]
    for home, thing in cases:
        config = home.serialize(thing)
        assert config["registered_name"] == type(thing).__name__
        assert config["module"] == __name__
        assert type(home.deserialize(config, custom_objects=OWN)) is type(thing)
        with pytest.raises((InvalidArgument, ModelFileError)):
            home.deserialize(config)
    with saving.custom_object_scope(OWN):
        assert isinstance(nn.losses.get("HalfSquare"), HalfSquare)
        assert isinstance(nn.initializers.get("Twos"), Twos)
    twice = nn.activations.Activation("twice", lambda x, out: np.multiply(x, 2, out=out), lambda dy, y, out: 2 * dy)
    assert nn.activations.deserialize("twice", {"twice": twice}) is twice
    net = nn.Sequential([nn.Input((3,)), Scale()])
    assert isinstance(nn.models.model_from_json(net.to_json(), custom_objects=OWN).layers[0], Scale)
    with saving.custom_object_scope(OWN):
        assert isinstance(nn.models.clone_model(net).layers[0], Scale)


def test_scopes_nest_and_end() -> None:
    with saving.custom_object_scope({"A": Scale}), saving.CustomObjectScope({"B": Twos}):
        assert saving.get_registered_object("A") is Scale
        assert saving.get_registered_object("B") is Twos
    assert saving.get_registered_object("A") is None
    assert saving.get_registered_object("A", {"A": Twos}) is Twos
    assert saving.get_registered_object("A", module_objects={"A": Lazy}) is Lazy


def test_what_is_handed_over_must_be_of_the_right_kind(tmp_path: Path) -> None:
    model().save(tmp_path / "m.keras")
    with pytest.raises(ModelFileError, match=r"Expected a class derived from Layer under the name 'Scale'\."):
        nn.models.load_model(tmp_path / "m.keras", {**OWN, "Scale": Twos})
    with pytest.raises(InvalidArgument, match=r"`custom_objects`. Expected classes by name, such as \{'Mine': Mine\}"):
        nn.models.load_model(tmp_path / "m.keras", False)  # type: ignore[arg-type]


def test_keras_reads_what_both_have(keras: Any, tmp_path: Path) -> None:
    """A layer of one's own on both sides, by one name."""

    class Theirs(keras.layers.Layer):  # type: ignore[misc]
        def __init__(self, start: Any = None, **others: Any) -> None:
            super().__init__(**others)

        def build(self, input_shape: Any) -> None:
            self.s = self.add_weight(shape=input_shape[-1:], name="s")

        def call(self, x: Any) -> Any:
            return x * self.s

    Theirs.__name__ = "Scale"  # files tell places by it
    net = nn.Sequential([nn.Input((3,)), Scale(name="scale")])
    net.set_weights([[1.0, 2.0, 3.0]])
    for name in ("m.keras", "m.h5"):
        net.save(tmp_path / name)
        there = keras.models.load_model(tmp_path / name, custom_objects={"Scale": Theirs, "Twos": None})
        assert np.asarray(there.layers[0].s).tolist() == [1, 2, 3]


class Doubled(nn.layers.Layer):
    """A layer that holds another one and has a weight of its own."""

    def __init__(self, **others: Any) -> None:
        super().__init__(**others)
        self.inside = nn.layers.Dense(3, name="inside")

    @property
    def parts(self) -> dict[str, nn.layers.Layer]:
        return {"inside": self.inside}

    def build(self, input_shape: Any) -> None:
        self.inside.build_once(input_shape)
        self.s = self.add_weight("s", (3,), nn.initializers.get("ones"))

    def forward(self, x: Any, call: Call) -> Any:
        return self.inside.forward(x, call.child("inside")) * self.s.value


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_layers_inside_and_weights_of_their_own(tmp_path: Path, name: str) -> None:
    net = nn.Sequential([nn.Input((3,)), Doubled(name="both")])
    net.set_weights([np.random.default_rng(1).random(w.shape) for w in net.get_weights()])
    net.save(tmp_path / name)
    back = nn.models.load_model(tmp_path / name, {"Doubled": Doubled})
    assert np.array_equal(back.predict(X, verbose=0), net.predict(X, verbose=0))
    assert all(w.has_value for w in back.weights)


class Tower(nn.Sequential):
    pass


class Fork(nn.Model):
    pass


@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_models_of_their_own(tmp_path: Path, name: str) -> None:
    x = nn.Input((3,))
    tower = Tower([nn.Input((3,)), nn.layers.Dense(3)], name="tower")
    net = Fork(x, nn.layers.Add()([tower(x), tower(tower(x))]), name="net")
    net.save(tmp_path / name)
    with pytest.raises(ModelFileError, match="Models of class 'Fork' are unknown here"):
        nn.models.load_model(tmp_path / name)
    back = nn.models.load_model(tmp_path / name, {"Tower": Tower, "Fork": Fork})
    assert type(back) is Fork and type(back.get_layer("tower")) is Tower
    assert np.array_equal(back.predict(X, verbose=0), net.predict(X, verbose=0))
