"""The accelerator: where NumPy ends, Numba compiles a routine for this very processor.

Numba turns functions of Python into machine code. It is an extra (``pip install 'sutja[fast]'``) and never needed:
each routine stands in a file of its own, ``..._jit.py``, beside the one in NumPy that it takes the place of, and a test
holds the two equal. Compiling takes a second or so the first time; Numba keeps the result on disk for later, but takes
the best part of a second to start. So training uses it, and a prediction only if there is much to predict.

Only float32 is accelerated, which is what training uses. The two add up in different orders, so their numbers agree to
float32's precision, not to the bit.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

import numpy as np

from sutja.nn import config

__all__ = ["available", "wanted"]


@lru_cache
def available() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


def wanted(dtype: np.typing.DTypeLike) -> bool:
    """Whether numbers of ``dtype`` are computed with compiled routines."""
    return dtype == np.float32 and config.accelerated() and available()
