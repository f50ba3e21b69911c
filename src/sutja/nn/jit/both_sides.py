"""Small matrices on both sides of many others: out = M s M^T, a vector of numbers at a time.

``s`` is a square of numbers for each channel, say 6 x 6 pixels of a picture; the channels lie side by side, so a vector
takes as many of them as it holds. The entries of M are few and known when this is compiled, most of them 0 or 1, so
each becomes an addition, a multiplication with a constant, or nothing at all, and the squares stay in registers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from sutja.nn.jit.vectors import everywhere, multiply_add, unaligned

__all__ = ["both_sides", "written"]

_INDEX = ir.IntType(64)


def written(matrix: Sequence[Sequence[Fraction]]) -> str:
    """``matrix`` as :func:`both_sides` takes it, such as "1 0|1/2 -1": compiled code has no other constant tables."""
    return "|".join(" ".join(map(str, row)) for row in matrix)


def _both_sides(
    _context: Any,
    matrix: Any,
    lanes: Any,
    s: Any,
    steps_of_s: Any,
    out: Any,
    steps_of_out: Any,
    start: Any,
    least: Any,
) -> Any:
    """both_sides(matrix, lanes, ...): write M s M^T + start, nothing below ``least``, to ``out``.

    ``steps_of_s``, ``steps_of_out``: how many numbers apart two rows, and two columns, lie. ``start`` is where a vector
    lies that is added to each entry; ``None`` for it and for ``least`` leaves the entries as they are. ``matrix``, as
    :func:`written` has it, and ``lanes``, the numbers in a vector, must be constants.
    """
    if not (isinstance(matrix, types.StringLiteral) and isinstance(lanes, types.IntegerLiteral)):
        return None
    rows = [[Fraction(number) for number in row.split()] for row in matrix.literal_value.split("|")]
    vector = ir.VectorType(ir.FloatType(), lanes.literal_value)

    def write(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        first_s, s_steps, first_out, out_steps, first, lowest = arguments[2:]

        def address(base: Any, steps: Any, *place: int) -> Any:
            moves = [builder.mul(builder.extract_value(steps, axis), _INDEX(n)) for axis, n in enumerate(place)]
            return builder.bitcast(builder.gep(base, [builder.add(*moves)]), vector.as_pointer())

        def combined(factors: Sequence[Fraction], vectors: Sequence[Any]) -> Any:
            """The sum of ``factors`` times ``vectors``."""
            total = None
            for factor, value in zip(factors, vectors, strict=True):
                if factor == 0:
                    continue
                if total is None:
                    total = value if factor == 1 else builder.fmul(_constant(factor, vector), value)
                elif factor == 1:
                    total = builder.fadd(total, value)
                elif factor == -1:
                    total = builder.fsub(total, value)
                else:
                    total = multiply_add(builder, vector, _constant(factor, vector), value, total)
            return _constant(Fraction(0), vector) if total is None else total

        size = range(len(rows[0]))
        columns = [[unaligned(builder.load(address(first_s, s_steps, i, j))) for i in size] for j in size]
        half = [[combined(row, column) for column in columns] for row in rows]
        begin = None if start is types.none else unaligned(builder.load(address(first, s_steps, 0, 0)))
        floor = None if least is types.none else everywhere(builder, lowest, vector)
        for i, line in enumerate(half):
            for j, row in enumerate(rows):
                value = combined(row, line)
                if begin is not None:
                    value = builder.fadd(value, begin)
                if floor is not None:  # what is no number is not below it, and stays
                    value = builder.select(builder.fcmp_ordered("<", value, floor), floor, value)
                unaligned(builder.store(value, address(first_out, out_steps, i, j)))
        return context.get_dummy_value()

    return types.void(matrix, lanes, s, steps_of_s, out, steps_of_out, start, least), write


def _constant(number: Fraction, vector: Any) -> Any:
    return ir.Constant(vector, [float(number)] * vector.count)


both_sides: Any = intrinsic(prefer_literal=True)(_both_sides)
