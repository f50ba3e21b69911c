"""draw_graph: a calculation as a graph, with the numbers that go along its arrows and the gradients that come back."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from sutja.errors import unknown

if TYPE_CHECKING:
    from sutja.nn.drawing.drawing import Drawing
    from sutja.nn.models.model import Model

__all__ = ["draw_graph"]

DIRECTIONS = ("LR", "TB")


def draw_graph(
    model: Model,
    x: Any,
    y: Any = None,
    to_file: str | PathLike[str] | None = None,
    *,
    show_layer_names: bool = False,
    show_weights: bool = True,
    rankdir: str = "LR",
) -> Drawing:
    """Draw what ``model`` computes for ``x``: values forwards (→), gradients backwards (←).

    Without ``y``, the gradient on an arrow says how much the output changes with the number there (with several
    outputs, or several numbers in them: how much their sum changes). With ``y``, it says how much the loss changes.
    Matrices too large for a picture are shown by their shapes. Keras has no such function.

    Args:
        model: A model, compiled with a loss if there is ``y``.
        x: One sample or a batch; for several inputs a list, or a dictionary by the inputs' names.
        y: The labels of ``x``.
        to_file: Where to write the drawing, as for :func:`~sutja.nn.utils.plot_model.plot_model`.
        show_layer_names: The names of layers as well.
        show_weights: Weights as inputs of their layers.
        rankdir: "LR", from left to right, or "TB", from top to bottom.

    Returns:
        The drawing: ``print`` it for a terminal; a notebook shows it as a picture.

    Raises:
        SutjaError: The inputs or labels do not fit the model.

    >>> from sutja import nn
    >>> apples, price = nn.Input((), name="apples"), nn.Input((), name="price")
    >>> paid = nn.layers.multiply([apples, price])
    >>> print(draw_graph(nn.Model([apples, price], paid), {"apples": 2, "price": 100}))
    ┌────────┐   → 2
    │ apples ├────────────┐   ┌───┐
    └────────┘   ← 100    └──▶│   │   → 200      ┌────────┐
                              │ × ├─────────────▶│ output │
                          ┌──▶│   │   ← 1        └────────┘
    ┌───────┐    → 100    │   └───┘
    │ price ├─────────────┘
    └───────┘    ← 2
    """
    from sutja.nn.drawing.drawing import Drawing
    from sutja.nn.drawing.of_values import diagram_of_values

    if rankdir not in DIRECTIONS:
        raise unknown("rankdir", rankdir, DIRECTIONS)
    direction: Any = rankdir
    drawing = Drawing(diagram_of_values(model, x, y, show_layer_names, show_weights, direction))
    if to_file is not None:
        drawing.save(to_file)
    return drawing
