"""plot_model: a picture of a model, its layers as boxes and its tensors as arrows."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from sutja.errors import unknown
from sutja.nn.unsupported import refuse

if TYPE_CHECKING:
    from sutja.nn.drawing.drawing import Drawing
    from sutja.nn.models.model import Model

__all__ = ["model_to_dot", "plot_model"]

DIRECTIONS = ("TB", "LR")


def plot_model(
    model: Model,
    to_file: str | PathLike[str] | None = "model.svg",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int | None = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    **others: Any,
) -> Drawing:
    """Draw the graph of ``model``, and write it to ``to_file`` unless that is ``None``.

    Args:
        model: A model whose shapes are known.
        to_file: The end of the name says what is written: ``.svg``; ``.txt``, for a terminal; ``.dot``, for Graphviz;
            ``.png`` and ``.pdf`` if Graphviz is installed.
        show_shapes: The shape of each output, batch first.
        show_dtype: The float type of each layer.
        show_layer_names: The names of layers, above their classes.
        rankdir: "TB", from top to bottom, or "LR", from left to right.
        expand_nested: Draw models within the model with their layers, in a frame.
        dpi: Dots an inch of a ``.png``.
        show_layer_activations: The activation functions of layers that have one.
        show_trainable: Whether the weights of a layer are trained or frozen.

    Returns:
        The drawing: ``print`` it for a terminal; a notebook shows it as a picture.

    Raises:
        SutjaError: The shapes of the model are not known yet, or an argument is not as above.
    """
    from sutja.nn.drawing.drawing import Drawing
    from sutja.nn.drawing.of_model import Details, diagram_of

    refuse(plot_model, others, {})
    details = Details(show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable, expand_nested)
    if rankdir not in DIRECTIONS:
        raise unknown("rankdir", rankdir, DIRECTIONS)
    drawing = Drawing(diagram_of(model, details, "LR" if rankdir == "LR" else "TB"))
    if to_file is not None:
        drawing.save(to_file, dpi)
    return drawing


def model_to_dot(model: Model, show_shapes: bool = False, **others: Any) -> str:
    """The graph of ``model`` in the language of Graphviz; arguments as for :func:`plot_model`.

    Keras gives an object of pydot, of which this is the text.
    """
    harmless = {"subgraph": False}
    refuse(model_to_dot, {name: value for name, value in others.items() if name in harmless}, harmless)
    wanted = {name: value for name, value in others.items() if name not in harmless}
    return plot_model(model, None, show_shapes, **wanted).dot
