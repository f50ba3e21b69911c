"""What an architecture is: a name, where it comes from, and a function that builds it on an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Architecture"]


@dataclass(frozen=True)
class Architecture:
    """``builder(nn, input_shape, classes)`` returns a model of the engine module ``nn``.

    ``experiments``: the deck experiments that use it (ids of the course's list), empty for our own.
    """

    name: str
    builder: Callable[[Any, tuple[int, ...], int], Any]
    experiments: tuple[str, ...] = ()
