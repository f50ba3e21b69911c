"""What an architecture is: a name, where it comes from, and a function that builds it on an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Architecture", "Reads"]

Reads = Literal["pictures", "sequences", "columns"]


@dataclass(frozen=True)
class Architecture:
    """``builder(nn, input_shape, classes)`` returns a model of the engine module ``nn``.

    ``builder`` may take settings of its own by keyword. ``reads``: what an input is.
    """

    name: str
    builder: Callable[..., Any]
    reads: Reads = "pictures"
