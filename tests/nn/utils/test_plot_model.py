"""plot_model: every layer a box, every tensor an arrow, in SVG and in Graphviz' language."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from sutja import nn
from sutja.errors import InvalidArgument


def branched() -> Any:
    x = nn.Input((4,), name="x")
    left = nn.layers.Dense(3, name="left")(x)
    right = nn.layers.Dense(3, name="a<b")(x)
    return nn.Model(x, nn.layers.Add(name="sum")([left, right]))


def test_svg(tmp_path: Any) -> None:
    text = nn.utils.plot_model(branched(), tmp_path / "m.svg", show_shapes=True, show_layer_names=True)
    assert (tmp_path / "m.svg").read_text() == text
    root = ElementTree.fromstring(text)
    tag = "{http://www.w3.org/2000/svg}"
    boxes = [(float(box.get("x")), float(box.get("y"))) for box in root.iter(f"{tag}rect")]
    assert len(boxes) == len(set(boxes)) == 4
    assert len([path for path in root.iter(f"{tag}path") if path.get("marker-end")]) == 4
    words = [word.text for word in root.iter(f"{tag}text")]
    assert words == [
        *("x", "InputLayer", "(None, 4)"),
        *("left", "Dense", "(None, 3)"),
        *("a<b", "Dense", "(None, 3)"),
        *("sum", "Add", "(None, 3)"),
    ]


def test_dot(tmp_path: Any) -> None:
    text = nn.utils.plot_model(branched(), tmp_path / "m.dot", show_layer_names=True)
    assert text == nn.utils.model_to_dot(branched(), show_layer_names=True)
    assert text.count("->") == 4
    assert '[label="left\\nDense"];' in text


def test_misuse(tmp_path: Any) -> None:
    with pytest.raises(InvalidArgument, match=r"Expected a name that ends in \.svg or \.dot"):
        nn.utils.plot_model(branched(), tmp_path / "m.png")
    with pytest.raises(InvalidArgument, match="Expected a model with weights"):
        nn.utils.plot_model(nn.Sequential([nn.layers.Dense(1)]), tmp_path / "m.svg")
    with pytest.raises(InvalidArgument, match="Unsupported argument `expand_nested` of plot_model"):
        nn.utils.plot_model(branched(), tmp_path / "m.svg", expand_nested=True)
