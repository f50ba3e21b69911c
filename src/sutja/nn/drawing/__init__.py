"""Pictures of graphs: the layers of a model, or a calculation with its numbers, in SVG and in a terminal's characters.

    of_model.py   of_values.py   what is to be shown: a diagram of boxes and arrows     (trace.py, numbers.py)
    diagram.py                   what a diagram is
    layout.py                    where everything stands     (rows.py, cells.py, crossings.py, positions.py,
                                                              ports.py, routes.py, metrics.py)
    svg.py   text.py   graphviz.py                           how it is drawn
    drawing.py                   a diagram to look at

The functions to call are :func:`sutja.nn.utils.plot_model` and :func:`sutja.nn.utils.draw_graph`.
"""

from __future__ import annotations

from sutja.nn.drawing.diagram import Arrow, Box, Diagram
from sutja.nn.drawing.drawing import Drawing

__all__ = ["Arrow", "Box", "Diagram", "Drawing"]
