"""plot_model: every call of a layer a box, every tensor an arrow, as a picture, as text and for Graphviz."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn.utils import plot_model

SVG = "{http://www.w3.org/2000/svg}"
layers = nn.layers


TEXT = """\
   ┌─────────────┐
   │      x      │
   │ InputLayer  │
   └──────┬──────┘
    ┌─────┴────┐
    ▼          ▼
┌───────┐  ┌───────┐
│ left  │  │  a<b  │
│ Dense │  │ Dense │
└───┬───┘  └───┬───┘
    └───┐   ┌──┘
        ▼   ▼
       ┌─────┐
       │ sum │
       │ Add │
       └─────┘
"""


def branched() -> Any:
    x = nn.Input((4,), name="x")
    left = layers.Dense(3, name="left", activation="relu")(x)
    right = layers.Dense(3, name="a<b", trainable=False)(x)
    return nn.Model(x, layers.Add(name="sum")([left, right]), name="branched")


def words_of(svg: str) -> list[str]:
    return [str(word.text) for word in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_arguments_are_keras_own(keras: Any) -> None:
    ours, theirs = (inspect.signature(engine.utils.plot_model).parameters for engine in (nn, keras))
    assert list(ours)[:-1] == list(theirs)[: len(ours) - 1]
    for name, parameter in ours.items():
        if name not in ("to_file", "others"):  # a file that needs no other program
            assert parameter.default == theirs[name].default, name


def test_svg(tmp_path: Path) -> None:
    drawing = plot_model(branched(), tmp_path / "m.svg", show_shapes=True, show_layer_names=True)
    svg = (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert svg == drawing.svg == drawing._repr_svg_()
    assert words_of(svg) == [
        *("x", "InputLayer", "(None, 4)"),
        *("left", "Dense", "(None, 3)"),
        *("a<b", "Dense", "(None, 3)"),
        *("sum", "Add", "(None, 3)"),
    ]
    root = ElementTree.fromstring(svg)
    assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "way"]) == 4
    assert root.findtext(f"{SVG}title") == "branched"
    assert "from left, Dense, (None, 3) to sum, Add, (None, 3)" in str(root.findtext(f"{SVG}desc"))
    assert root.get("role") == "img"
    assert "prefers-color-scheme: dark" in svg


def test_text(tmp_path: Path) -> None:
    plot_model(branched(), tmp_path / "m.txt", show_layer_names=True)
    assert (tmp_path / "m.txt").read_text(encoding="utf-8") == TEXT
    text = str(plot_model(branched(), None))
    assert text.count("┌") >= 4 and text.count("▼") == 4
    assert {line.rstrip() for line in text.splitlines()} == set(text.splitlines())


def test_each_detail() -> None:
    model = branched()
    assert "float32" in str(plot_model(model, None, show_dtype=True))
    assert "relu" in str(plot_model(model, None, show_layer_activations=True))
    text = str(plot_model(model, None, show_trainable=True))
    assert text.count("not trainable") == 1
    assert text.count("trainable") == 2
    bare = str(plot_model(model, None))
    assert "left" not in bare and "(None" not in bare


def test_directions() -> None:
    tall, wide = (plot_model(branched(), None, rankdir=rankdir).text for rankdir in ("TB", "LR"))
    assert tall.count("▼") == wide.count("▶") == 4
    assert len(tall.splitlines()) > len(wide.splitlines())


def test_shared_layers_and_models_within(tmp_path: Path) -> None:
    tower = nn.Sequential([nn.Input((4,)), layers.Dense(2, name="within")], name="tower")
    left, right = nn.Input((4,)), nn.Input((4,))
    both = layers.concatenate([tower(left), tower(right)])
    outputs = [layers.Dense(1)(both), layers.Dense(1)(both)]
    model = nn.Model([left, right], outputs)
    closed = str(plot_model(model, None, show_layer_names=True))
    assert "call 1 of 2 of tower" in closed and "call 2 of 2 of tower" in closed
    assert "within" not in closed
    opened = plot_model(model, tmp_path / "m.svg", show_layer_names=True, expand_nested=True)
    assert words_of(opened.svg).count("within") == 2
    assert opened.dot.count("subgraph cluster_") == 2
    assert "b_1_1 -> " in opened.dot or "b_2_1 -> " in opened.dot


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)", '"><script>', "]]>", "사과 & 귤", "a\x1b[31mred", "new\nline", "‮turned", "x" * 500],
)
def test_a_layer_may_be_called_anything(name: str, tmp_path: Path) -> None:
    model = nn.Model(x := nn.Input((2,), name="x"), layers.Dense(1, name=name)(x), name=name)
    drawing = plot_model(model, tmp_path / "m.svg", show_layer_names=True)
    root = ElementTree.fromstring((tmp_path / "m.svg").read_bytes())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "path", "text")
    }
    assert len(words_of(drawing.svg)) == 4
    for text in (drawing.text, drawing.dot):
        assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert max(map(len, drawing.text.splitlines())) < 80
    assert drawing.dot.count('"') % 2 == 0 or '\\"' in drawing.dot
    assert len(drawing.dot.splitlines()) == 8


def test_dot() -> None:
    dot = nn.utils.model_to_dot(branched(), show_layer_names=True)
    assert dot == plot_model(branched(), None, show_layer_names=True).dot
    assert dot.startswith('digraph "branched" {')
    assert dot.count("->") == 4
    assert '[label="left\\nDense"];' in dot


def test_pictures_by_graphviz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for ``dot`` that says how it was called."""
    program = tmp_path / "dot"
    program.write_text('#!/bin/sh\ncat > /dev/null; echo "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    plot_model(branched(), tmp_path / "m.png", dpi=96)
    assert (tmp_path / "m.png").read_text() == "-Tpng -Gdpi=96\n"
    program.write_text("#!/bin/sh\necho 'out of ink' >&2; exit 1\n")
    with pytest.raises(InvalidArgument, match="Graphviz could not draw the graph: out of ink"):
        plot_model(branched(), tmp_path / "other.pdf")
    assert not (tmp_path / "other.pdf").exists()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(InvalidArgument, match=r"A \.png picture is drawn by Graphviz, which is not installed\. Choose"):
        plot_model(branched(), tmp_path / "other.png")


def test_misuse(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match=r"Expected a name that ends in \.svg, \.txt, \.dot, \.png or \.pdf"):
        plot_model(branched(), tmp_path / "m.jpg")
    with pytest.raises(InvalidArgument, match="Expected a model with weights"):
        plot_model(nn.Sequential([layers.Dense(1)]), tmp_path / "m.svg")
    with pytest.raises(InvalidArgument, match="Unsupported argument `splines` of plot_model"):
        plot_model(branched(), tmp_path / "m.svg", splines="ortho")
    with pytest.raises(InvalidArgument, match="Expected one of: TB, LR"):
        plot_model(branched(), tmp_path / "m.svg", rankdir="BT")
    assert list(tmp_path.iterdir()) == []
