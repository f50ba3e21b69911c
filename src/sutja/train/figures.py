"""The pictures of a run: learning curves, the confusion matrix, and a sheet of the worst mistakes, as SVG.

Text stays text in the SVG, so that any language shows in the fonts of whoever looks at it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.errors import missing_extra
from sutja.language import translate as _
from sutja.train.evaluation import Evaluation
from sutja.whole_file import write_whole

__all__ = ["draw_confusion", "draw_history", "draw_mistakes"]

TRAINING, HELD_OUT = "#9aa5b1", "#1f6feb"
SHEET = (5, 8)  # rows, columns of the sheet of mistakes


def draw_history(rows: Sequence[Mapping[str, float]], path: Path) -> None:
    """Loss and accuracy against the epoch, on the training and on the held-out pictures."""
    with _figure(path, (9, 3.6), columns=2) as (loss, accuracy):
        epochs = [row["epoch"] for row in rows]
        for axes, name, title in ((loss, "loss", _("Loss")), (accuracy, "accuracy", _("Accuracy"))):
            axes.plot(epochs, [row[name] for row in rows], color=TRAINING, label=_("training"))
            if f"val_{name}" in rows[0]:
                axes.plot(epochs, [row[f"val_{name}"] for row in rows], color=HELD_OUT, label=_("held out"))
            axes.set(title=title, xlabel=_("Epoch"))
            axes.xaxis.get_major_locator().set_params(integer=True)
            axes.spines[["top", "right"]].set_visible(False)
            axes.grid(axis="y", alpha=0.25)
        loss.legend(frameon=False)


def draw_confusion(evaluation: Evaluation, path: Path) -> None:
    """True class by row, read class by column; the colour is the share of the row, mistakes are made visible."""
    counts = evaluation.confusion
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = 1.6 + 0.46 * len(evaluation.classes)
    with _figure(path, (size + 0.6, size)) as (axes,):
        axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
        for (row, column), count in np.ndenumerate(counts):
            if count:
                color = "white" if shares[row, column] > 0.5 else "#24292f"
                axes.text(column, row, f"{count}", ha="center", va="center", color=color, fontsize=8)
        places = range(len(evaluation.classes))
        rotation = 0 if all(len(name) < 3 for name in evaluation.classes) else 60
        axes.set_xticks(places, evaluation.classes, rotation=rotation)
        axes.set_yticks(places, evaluation.classes)
        axes.set(
            xlabel=_("Read as"),
            ylabel=_("True"),
            title=_("{accuracy:.2%} of {count:,} right", accuracy=evaluation.accuracy, count=len(evaluation.labels)),
        )
        axes.tick_params(length=0)


def draw_mistakes(evaluation: Evaluation, pictures: NDArray[np.uint8], path: Path) -> None:
    """The pictures that were read wrong with the highest probability: true -> read, probability."""
    rows, columns = SHEET
    worst = evaluation.mistakes[: rows * columns]
    rows = max(1, -(-len(worst) // columns))
    with _figure(path, (columns * 1.15, rows * 1.5 + 0.5), rows=rows, columns=columns) as all_axes:
        for axes in all_axes:
            axes.set_axis_off()
        for axes, i in zip(all_axes, worst, strict=False):
            picture = pictures[i]
            axes.imshow(picture.squeeze(-1) if picture.shape[-1] == 1 else picture, cmap="gray_r", vmin=0, vmax=255)
            true, read = evaluation.classes[evaluation.labels[i]], evaluation.classes[evaluation.predicted[i]]
            axes.set_title(f"{true} → {read}\n{evaluation.probabilities[i].max():.0%}", fontsize=8)
        if not len(worst):
            all_axes[0].text(0, 0.5, _("No mistakes"))


@contextmanager
def _figure(path: Path, size: tuple[float, float], rows: int = 1, columns: int = 1) -> Iterator[list[Any]]:
    """The axes of a new figure, which is written to ``path`` in one move when the block ends well."""
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise missing_extra(_("Drawing figures"), "train") from error
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "sutja", "font.family": "sans-serif", "font.size": 9}
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # measured in another font than the reader's
        figure = Figure(figsize=size, layout="constrained")
        yield list(np.ravel(figure.subplots(rows, columns)))
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
        write_whole(path, drawn.getvalue())
