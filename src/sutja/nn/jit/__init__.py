"""The accelerator: where NumPy ends, Numba compiles a routine for this very processor.

Numba turns functions of Python into machine code. It is an extra (``pip install 'sutja[fast]'``) and never needed:
each routine stands in a file of its own, ``..._jit.py``, beside the one in NumPy that it takes the place of, and a test
holds the two equal. Compiling takes a second or so the first time; Numba keeps the result on disk for later, but takes
the best part of a second to start. So it is loaded only where there is much to do (see
:mod:`sutja.nn.training.loading`).

Only float32 is accelerated, which is what training uses. The two add up in different orders, so their numbers agree to
float32's precision, not to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.util import find_spec

import numpy as np

from sutja.nn import config
from sutja.nn.typing import Array

__all__ = ["available", "loaded_if", "wanted"]

_FLOAT = np.dtype(np.float32)
_worth: ContextVar[bool] = ContextVar("sutja_worth_loading", default=True)


@lru_cache
def available() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


@contextmanager
def loaded_if(worth: bool) -> Iterator[None]:
    """Inside, compiled routines are wanted only if ``worth`` their loading; outside, they always are."""
    token = _worth.set(worth)
    try:
        yield
    finally:
        _worth.reset(token)


def wanted(*arrays: Array) -> bool:
    """Whether compiled routines are to compute with ``arrays``, all of them float32 and in one piece."""
    return (
        _worth.get()
        and config.accelerated()
        and available()
        and all(array.dtype == _FLOAT and array.flags.c_contiguous for array in arrays)
    )
