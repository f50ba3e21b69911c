"""What a pickle says of NumPy arrays, without NumPy's own code taking part.

The few names that stand in a pickle of arrays are symbols here, and "calling" one of them makes a description:

    numpy...multiarray._reconstruct, numpy.ndarray, numpy.dtype, _codecs.encode

:mod:`sutja.data.formats.pickled` reads the instructions around them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["SYMBOLS", "Described", "DescribedDtype", "Refused", "Symbol", "as_text", "called"]


class Refused(Exception):
    """The pickle is broken, or holds something else than arrays."""


@dataclass
class Described:
    """An array as a pickle describes it: the state of ``ndarray.__setstate__``, or None before it has come."""

    state: tuple[Any, ...] | None = None

    def values(self) -> NDArray[Any]:
        """The array of whole numbers that this describes.

        Raises:
            Refused: It describes something else, or its size is not that of its values.
        """
        _version, shape, dtype, fortran_order, content = self._five()
        if not isinstance(dtype, DescribedDtype) or dtype.code[:1] == "O" or not isinstance(content, bytes):
            raise Refused("an array of another kind than numbers")
        kind = dtype.full()
        if kind.kind not in "ui" or not _is_shape(shape) or math.prod(shape) * kind.itemsize != len(content):
            raise Refused("an array whose shape is not that of its values")
        flat = np.frombuffer(content, kind).copy()
        return flat.reshape(shape, order="F" if fortran_order else "C")

    def objects(self) -> list[Any]:
        """The items of an array of objects in one dimension."""
        _version, shape, dtype, _fortran_order, content = self._five()
        if not isinstance(dtype, DescribedDtype) or dtype.code[:1] != "O" or not isinstance(content, list):
            raise Refused("an array of another kind than lists")
        if not _is_shape(shape) or shape != (len(content),):
            raise Refused("an array whose shape is not that of its values")
        return content

    def _five(self) -> tuple[Any, ...]:
        if self.state is None or len(self.state) != 5:
            raise Refused("an array without values")
        return self.state


@dataclass
class DescribedDtype:
    """A NumPy dtype as a pickle describes it: a code such as ``u1``, and the order of its bytes."""

    code: str
    order: str = "|"

    def full(self) -> np.dtype[Any]:
        """The NumPy dtype, if it is one of whole numbers."""
        if self.code not in _DTYPES or self.order not in ("|", "<", ">", "="):
            raise Refused(f"numbers of type {self.code[:20]!r}")
        return np.dtype(self.order + self.code if self.code[1:] != "1" else self.code)


_DTYPES: Final = {f"{kind}{size}" for kind in "ui" for size in (1, 2, 4, 8)}
_RECONSTRUCT, _NDARRAY, _DTYPE, _ENCODE = "reconstruct", "ndarray", "dtype", "encode"


@dataclass(frozen=True)
class Symbol:
    """A name that stands in pickles of arrays."""

    what: str


SYMBOLS: Final = {
    ("numpy.core.multiarray", "_reconstruct"): Symbol(_RECONSTRUCT),
    ("numpy._core.multiarray", "_reconstruct"): Symbol(_RECONSTRUCT),
    ("numpy", "ndarray"): Symbol(_NDARRAY),
    ("numpy", "dtype"): Symbol(_DTYPE),
    ("_codecs", "encode"): Symbol(_ENCODE),
}


def called(what: str, arguments: tuple[Any, ...]) -> Any:
    """What "calling" a symbol with these ``arguments`` describes.

    Raises:
        Refused: It is not called like this in a pickle of arrays.
    """
    if what == _RECONSTRUCT and len(arguments) == 3 and arguments[0] == SYMBOLS["numpy", "ndarray"]:
        return Described()
    if what == _DTYPE and arguments and isinstance(arguments[0], str | bytes):
        return DescribedDtype(as_text(arguments[0]).lstrip("|<>="))
    if what == _ENCODE and len(arguments) == 2 and isinstance(arguments[0], str) and arguments[1] == "latin1":
        return arguments[0].encode("latin1")  # how Python 3 writes bytes for a reader of Python 2
    if what == _ENCODE and arguments == ("",):
        return b""
    raise Refused("it calls something")


def as_text(value: str | bytes) -> str:
    """A text that Python 2 may have written as bytes."""
    return value.decode("ascii") if isinstance(value, bytes) else value


def _is_shape(shape: Any) -> bool:
    return type(shape) is tuple and len(shape) <= 8 and all(type(size) is int and 0 <= size < 2**40 for size in shape)
