"""The few types that the engine's signatures share."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
"""A NumPy array; its shape and unit stand in the docstring of the function that takes it."""

Shape: TypeAlias = tuple[int | None, ...]
"""The shape of a tensor; ``None`` is a dimension known only when data arrives, mostly the batch."""

Config: TypeAlias = dict[str, Any]
"""What ``get_config`` returns: plain values that JSON can hold."""

DType: TypeAlias = str | np.dtype[Any] | type
