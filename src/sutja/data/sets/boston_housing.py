"""Boston housing: the prices of houses in 506 districts, to be predicted from 13 numbers about each.

It stands in the decks as the example of regression and is kept for that. One of its columns, B, was made from the
share of Black residents, on the assumption that segregation raises prices; the set should not be used for anything
but such an exercise.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sutja.data.formats.content import damaged
from sutja.data.formats.float_csv import read_float_csv
from sutja.data.formats.npz import read_npz
from sutja.data.spec import Download, Form, Package, Spec, Table, TableChecksums
from sutja.data.splits import tail
from sutja.data.texts.encoding import shuffled
from sutja.language import translate as _

__all__ = ["COLUMNS", "spec"]

COLUMNS = ("CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B", "LSTAT")
_NPZ = "sha256:f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"
_ROWS = 506


def spec() -> Spec:
    """What is declared about the prices of houses."""
    return Spec(
        name="boston_housing",
        title=_("Boston housing"),
        what=_("Prices of houses in 1,000 dollars, with 13 numbers about each district"),
        shape=(len(COLUMNS),),
        train=404,
        test=102,
        classes=(),
        licence=_("no formal licence (data), BSD 3-Clause (mlxtend)"),
        citation="D. Harrison, D. Rubinfeld: Hedonic prices and the demand for clean air. Journal of Environmental "
        "Economics and Management 5, 1978",
        homes=("http://lib.stat.cmu.edu/datasets/boston",),
        folders=("boston_housing",),
        forms=(
            Form((("boston_housing.npz",),), _read_npz, originals=(_NPZ,)),
            Form((("boston_housing.csv",),), _read_csv),
        ),
        checksums=TableChecksums(
            x="58d9abef45a8e00c844d74ff0027c96d21a8a237d7ba7e4c0c30b11dcdafde10",
            y="a7a4a2bed7266f5e88acd2854ae97af5206bed564ab217810535d4cd14d76edb",
        ),
        downloads=(
            (
                Download(
                    "boston_housing.npz",
                    _NPZ,
                    57_026,
                    ("https://storage.googleapis.com/tensorflow/tf-keras-datasets/boston_housing.npz",),
                ),
            ),
        ),
        package=Package("mlxtend", "data/data", extra="train", content=_("506 districts")),
        kind="columns",
        columns=COLUMNS,
        finish=_finish,
    )


def _finish(raw: Table, test_split: float = 0.2, seed: int = 113) -> dict[str, Any]:
    (order,) = shuffled(seed, len(raw.x))
    first = tail(len(order), test_split)
    x, y = raw.x[order], raw.y[order]
    return {"x_train": x[:first], "y_train": y[:first], "x_test": x[first:], "y_test": y[first:]}


def _read_npz(files: Sequence[Path]) -> Table:
    (file,) = files
    arrays = read_npz(file, {"x": (len(COLUMNS),), "y": ()}, kinds="f")
    if len(arrays["x"]) != len(arrays["y"]):
        raise damaged(file, _("it has {rows} rows but {prices} prices", rows=len(arrays["x"]), prices=len(arrays["y"])))
    return Table(arrays["x"].astype(float), arrays["y"].astype(float))


def _read_csv(files: Sequence[Path]) -> Table:
    (file,) = files
    table = read_float_csv(file, rows=_ROWS, columns=len(COLUMNS) + 1)
    return Table(table[:, :-1], table[:, -1])
