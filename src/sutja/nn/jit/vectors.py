"""Instructions for vectors of float32 that compiled routines are written in."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils

__all__ = ["everywhere", "multiply_add", "unaligned"]


def everywhere(builder: Any, number: Any, vector: Any) -> Any:
    """A vector with ``number`` in each place."""
    undefined = ir.Constant(vector, ir.Undefined)
    first = builder.insert_element(undefined, number, ir.IntType(32)(0))
    return builder.shuffle_vector(first, undefined, ir.Constant(ir.VectorType(ir.IntType(32), vector.count), None))


def multiply_add(builder: Any, vector: Any, x: Any, y: Any, z: Any) -> Any:
    """x y + z, rounded once: one instruction."""
    kind = ir.FunctionType(vector, [vector] * 3)
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{vector.count}f32"), [x, y, z])


def unaligned(instruction: Any) -> Any:
    """Let ``instruction`` meet any address, not only multiples of a vector's size."""
    instruction.align = 4
    return instruction
