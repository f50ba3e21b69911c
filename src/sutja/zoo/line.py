"""The smallest network: one unit without an activation is a straight line, y = w x + b. ``A-linear-regression``."""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["LINE", "line"]


def line(nn: Any, input_shape: tuple[int, ...] = (1,), classes: int = 1) -> Any:
    """``classes`` numbers from ``input_shape`` numbers."""
    return nn.Sequential([nn.Input(input_shape), nn.layers.Dense(classes)])


LINE = (Architecture("line", line, reads="columns"),)
