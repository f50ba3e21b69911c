"""The common style of the course's pictures: quiet, on white, and readable on a phone.

A picture is 4.5 inches wide, about the width of a phone held upright, with letters of 9 points. Its text stays text, in
the fonts of whoever looks at it, and says little but symbols and numbers, which need no translation. The same
calculation draws the same bytes on every day.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sutja.errors import missing_extra
from sutja.language import translate as _

__all__ = ["BLUE", "GREEN", "GREY", "INK", "ORANGE", "PAPER", "RED", "WIDTH", "Picture", "bare", "heat", "legend"]

BLUE, ORANGE, GREEN, RED, GREY = "#1f6feb", "#d9730d", "#2f9e44", "#c92a2a", "#9aa5b1"
INK, PAPER = "#24292f", "#ffffff"
WIDTH = 4.5  # inches

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sutja",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlecolor": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e9ec",
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": "#57606a",
    "ytick.color": "#57606a",
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 8,
}


class Picture:
    """A figure that is drawn on inside a ``with`` block; afterwards ``svg`` is its text.

    Args:
        height: In inches; the width is always ``WIDTH``.
        rows, columns: Of axes, in ``all_axes`` row by row; ``axes`` is the first of them.
        options: For ``Figure.subplots``, such as ``width_ratios``.
    """

    def __init__(self, height: float, rows: int = 1, columns: int = 1, **options: Any) -> None:
        self.height, self.rows, self.columns, self.options = height, rows, columns, options
        self.svg = ""
        self.all_axes: list[Any] = []

    @property
    def axes(self) -> Any:
        """The first axes."""
        return self.all_axes[0]

    def __enter__(self) -> Picture:
        try:
            import matplotlib as mpl
            from matplotlib.figure import Figure
        except ModuleNotFoundError as error:
            raise missing_extra(_("Drawing figures"), "train") from error
        self._style = mpl.rc_context(STYLE)
        self._style.__enter__()
        self.figure = Figure(figsize=(WIDTH, self.height), layout="constrained", facecolor=PAPER)
        if self.rows * self.columns:
            self.all_axes = list(np.ravel(self.figure.subplots(self.rows, self.columns, **self.options)))
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None:
                text = io.StringIO()
                with warnings.catch_warnings():
                    warnings.filterwarnings("ignore", message="Glyph")  # measured in another font than the reader's
                    self.figure.savefig(text, format="svg", metadata={"Date": None})
                self.svg = text.getvalue()
        finally:
            self._style.__exit__(None, None, None)


def bare(axes: Any, title: str = "") -> None:
    """Take away ticks, grid and frame, as around a photograph."""
    axes.set(xticks=[], yticks=[], title=title)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def heat(
    axes: Any, values: ArrayLike, title: str = "", digits: int = 0, limits: tuple[float, float] | None = None
) -> None:
    """A matrix as squares of colour with its numbers in them; the colour of 0 is white, of what is below 0 orange."""
    matrix = np.asarray(values, dtype=float)
    low, high = limits or (min(0.0, matrix.min()), max(0.0, matrix.max()))
    most = max(abs(low), abs(high)) or 1.0
    axes.imshow(matrix / most, cmap=_colours(), vmin=-1, vmax=1)
    for (row, column), value in np.ndenumerate(matrix):
        color = PAPER if abs(value) > 0.7 * most else INK
        label = f"{value:.{digits}f}".replace("-", "−")
        axes.text(column, row, label, ha="center", va="center", color=color, fontsize=8)
    bare(axes, title)
    axes.spines[:].set(visible=True, color=GREY)


def legend(axes: Any) -> None:
    """A legend above the axes, in one row."""
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, columnspacing=1.2, handlelength=1.4)


def _colours() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("sutja", [ORANGE, PAPER, BLUE])
