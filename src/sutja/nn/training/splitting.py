"""Splitting: the last samples are kept for validation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sutja.checks import fraction
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.training.batch import Batch, as_batch
from sutja.nn.training.interface import Interface
from sutja.nn.utils.py_dataset import PyDataset

__all__ = ["split"]


def split(
    x: Any, y: Any, sample_weight: Any, share: Any, interface: Interface
) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """The first samples for training and the last ``share`` of them for validation, as (x, y, sample_weight) each."""
    share = fraction("validation_split", share)
    if isinstance(x, PyDataset | Iterator):
        kind = "PyDataset" if isinstance(x, PyDataset) else _("generator")
        raise invalid("validation_split", _("0 when `x` is a {kind}", kind=kind), share)
    whole = as_batch(x, y, sample_weight, interface)
    edge = int(len(whole) * (1 - share))
    if edge in (0, len(whole)):
        expected = _("a share that leaves samples on both sides of {samples}", samples=len(whole))
        raise invalid("validation_split", expected, share)
    return _cut(whole, slice(0, edge), interface), _cut(whole, slice(edge, None), interface)


def _cut(whole: Batch, part: slice, interface: Interface) -> tuple[Any, Any, Any]:
    """Some of the samples, by the names of inputs and outputs."""
    inputs = dict(zip(interface.input_names, (array[part] for array in whole.inputs), strict=True))
    sides = [
        {name: array[part] for name, array in zip(interface.output_names, arrays, strict=True) if array is not None}
        for arrays in (whole.y, whole.weights)
    ]
    return inputs, sides[0] or None, sides[1] or None
