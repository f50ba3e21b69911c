"""What goes into a model and what comes out of it: names, shapes and the float type, by which data is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.typing import Shape

__all__ = ["Interface", "by_output", "fits"]


@dataclass(frozen=True)
class Interface:
    """``trained``: the places of the outputs that have a loss; without ``input_shapes`` any shape will do."""

    input_names: Sequence[str] = ("x",)
    input_shapes: Sequence[Shape] = ()
    output_names: Sequence[str] = ("y",)
    trained: Sequence[int] = (0,)
    dtype: str = "float32"


def by_output(argument: str, value: Any, names: Sequence[str]) -> list[Any] | None:
    """One item for each output, of a list or of a dict by output name; ``None`` if ``value`` is neither.

    Outputs that a dict does not name get ``None``.
    """
    if isinstance(value, Mapping):
        for name in value:
            if name not in names:
                raise unknown(argument, name, names, _("These are the outputs of the model."))
        return [value.get(name) for name in names]
    if isinstance(value, list | tuple):
        if len(value) != len(names):
            expected = _("one item for each of the {count} outputs: {names}", count=len(names), names=", ".join(names))
            raise invalid(argument, expected, value)
        return list(value)
    return None


def fits(given: Shape, expected: Shape) -> bool:
    """Whether both shapes agree behind the batch, wherever both are known."""
    return len(given) == len(expected) and all(
        a is None or b is None or a == b for a, b in zip(given[1:], expected[1:], strict=True)
    )
