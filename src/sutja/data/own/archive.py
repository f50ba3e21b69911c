"""A data set of pictures in one ``.npz`` file, to keep or to hand on: arrays as in Keras' files, and class names.

    x_train, y_train, x_test, y_test      and x_val, y_val if there is such a part; pixels as uint8
    classes                               the names of the classes, text

A file without ``classes``, as Keras has them, is read too; its classes are called by their numbers.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.dataset import Dataset
from sutja.data.formats.content import damaged
from sutja.data.formats.npz import array_shapes, read_npz
from sutja.data.sources.places import readable
from sutja.errors import DataError, invalid
from sutja.language import translate as _
from sutja.whole_file import write_whole

__all__ = ["read_archive", "write_archive"]


def write_archive(dataset: Dataset, path: str | os.PathLike[str]) -> Path:
    """Write ``dataset``, which is one of pictures, to ``path``; a file that is there is replaced when all is written.

    Raises:
        InvalidArgument: It is no set of pictures, or ``path`` does not end in ``.npz``.
        DataError: The operating system does not let us write.
    """
    file = Path(path).expanduser()
    if dataset.kind != "pictures":
        raise invalid("dataset", _("a set of pictures"), dataset)
    if file.suffix.lower() != ".npz":
        raise invalid("path", _("a name that ends in .npz"), str(path))
    arrays: dict[str, NDArray[Any]] = {
        "x_train": dataset.x_train,
        "y_train": dataset.y_train,
        "x_test": dataset.x_test,
        "y_test": dataset.y_test,
        "classes": np.array(dataset.classes),
    }
    if dataset.x_val is not None and dataset.y_val is not None:
        arrays |= {"x_val": dataset.x_val, "y_val": dataset.y_val}
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)  # type: ignore[arg-type]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, packed.getvalue())
    except OSError as error:
        raise DataError(_("Cannot write {path}: {reason}", path=file, reason=error.strerror or error)) from error
    return file


def read_archive(file: Path) -> Dataset:
    """The data set in ``file``.

    Raises:
        DamagedFile: It holds anything else.
        DataError: The operating system does not let us read it.
    """
    shapes = array_shapes(file)
    picture = shapes.get("x_train", (0,))[1:]
    if len(picture) not in (2, 3):
        raise damaged(file, _("it has no pictures x_train of shape (n, height, width) or (n, height, width, channels)"))
    parts = ["train", "test", *(["val"] if "x_val" in shapes else [])]
    arrays = read_npz(file, {f"x_{part}": picture for part in parts} | {f"y_{part}": () for part in parts})
    for part in parts:
        if arrays[f"x_{part}"].dtype != np.uint8:
            raise damaged(file, _("its pixels are {dtype}, not uint8 from 0 to 255", dtype=arrays[f"x_{part}"].dtype))
    if "classes" in shapes:
        classes = tuple(map(str, read_npz(file, {"classes": ()}, kinds="U")["classes"]))
    else:
        classes = tuple(map(str, range(int(max(arrays[f"y_{part}"].max(initial=0) for part in parts)) + 1)))
    if not classes or len(set(classes)) < len(classes) or len(classes) > 10_000:
        raise damaged(file, _("the names of its classes are not different from each other"))
    x = {part: arrays[f"x_{part}"] if len(picture) == 3 else arrays[f"x_{part}"][..., None] for part in parts}
    y = {part: arrays[f"y_{part}"].astype(np.int64) for part in parts}
    return Dataset(
        x_train=x["train"],
        y_train=y["train"],
        x_test=x["test"],
        y_test=y["test"],
        classes=classes,
        name=file.stem,
        source=readable(file),
        x_val=x.get("val"),
        y_val=y.get("val"),
    )
