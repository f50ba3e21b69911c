"""The calculations of the course by the id of their experiment: those of :mod:`sutja.labs.worked`, and one of cost."""

from __future__ import annotations

from collections.abc import Callable

from sutja.labs.computed import Computed

__all__ = ["calculation"]


def calculation(id: str) -> Callable[[], Computed] | None:
    """The calculation of the experiment with this id; ``None`` if it has none."""
    from sutja.labs.numeric import two_layer_numeric
    from sutja.labs.worked import WORKED

    return {**WORKED, "B-two-layer-numeric": two_layer_numeric}.get(id)
