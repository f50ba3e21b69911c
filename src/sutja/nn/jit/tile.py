"""A tile of sums of products, held in the processor's registers: the inner loop of a convolution.

    sums[m, v] = start[v] + sum over p, r, k of  a[p, r, k, m] b[p, r, k, v]        m < rows, v < columns

for a few rows and a few vectors of columns. Each step takes one number of ``a`` for every row and one vector of ``b``
for every column, and multiplies all with all: with 14 rows and 2 vectors, 28 multiplications for 16 numbers read. So
the processor multiplies in every cycle and hardly waits for memory; matrix products in BLAS work the same way. They
need ``a`` as a matrix, though, while here it may lie in any regular way: p, r, k and m are loops with a stride each.
Windows of a picture lie like that, and need not be copied.

Compilers do not find this shape by themselves, so it is written in LLVM's vectors, which Numba lets us do: Python
writes the instructions out, once for each row and column.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from sutja.nn.jit.vectors import everywhere, multiply_add, unaligned

__all__ = ["at", "tile"]

_INDEX = ir.IntType(64)


def _at(_context: Any, array: Any, offset: Any) -> Any:
    """at(array, offset): the address of number ``offset`` of ``array``, which is contiguous."""

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = context.make_array(signature.args[0])(context, builder, arguments[0])
        return builder.gep(whole.data, [arguments[1]])

    return types.CPointer(array.dtype)(array, types.intp), write


def _tile(
    _context: Any,
    rows: Any,
    columns: Any,
    lanes: Any,
    a: Any,
    b: Any,
    out: Any,
    loops: Any,
    strides_of_a: Any,
    strides_of_b: Any,
    rows_of_a: Any,
    row_of_out: Any,
    start: Any,
    least: Any,
) -> Any:
    """tile(rows, columns, ...): write the sums above to ``out``, none of them below ``least``.

    A row of ``columns`` vectors of ``lanes`` numbers goes to every ``row_of_out`` numbers of it. ``start`` is where the
    vectors lie with which the sums of every row begin; with ``None`` they begin with 0, with ``True`` with what ``out``
    holds. With ``None`` for ``least`` they stay as they are.

    ``rows``: (groups, rows in a group). ``loops``: how many p, r, k there are; ``strides_of_a``, ``strides_of_b``: how
    many numbers apart they lie. ``rows_of_a``: how far apart in ``a`` two groups, and two rows of a group, are. The
    numbers of rows and columns, and ``lanes``, must be constants.
    """
    constants = (*rows, columns, lanes)
    if not all(isinstance(size, types.IntegerLiteral) for size in constants):
        return None
    groups, in_group, v, width = (size.literal_value for size in constants)
    m = groups * in_group

    def write(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        first_a, first_b, first_out, counts, a_strides, b_strides, a_rows, out_row, first, lowest = arguments[3:]
        vector = ir.VectorType(ir.FloatType(), width)

        def column(address: Any, number: int) -> Any:
            return builder.bitcast(builder.gep(address, [_INDEX(number * width)]), vector.as_pointer())

        def vectors_at(address: Any) -> list[Any]:
            return [unaligned(builder.load(column(address, number))) for number in range(v)]

        sums = [[cgutils.alloca_once(builder, vector) for _ in range(v)] for _ in range(m)]
        rows_of_out = [builder.gep(first_out, [builder.mul(out_row, _INDEX(number))]) for number in range(m)]
        begin = [ir.Constant(vector, [0.0] * width)] * v if start is types.none else []
        if isinstance(start, types.CPointer):
            begin = vectors_at(first)
        for line, here in zip(sums, rows_of_out, strict=True):
            for accumulator, value in zip(line, begin or vectors_at(here), strict=True):
                builder.store(value, accumulator)

        def multiply(a_here: Any, b_here: Any) -> None:
            vectors = vectors_at(b_here)
            for line, offset in zip(sums, offsets, strict=True):
                number = everywhere(builder, builder.load(builder.gep(a_here, [offset])), vector)
                for accumulator, other in zip(line, vectors, strict=True):
                    product = multiply_add(builder, vector, number, other, builder.load(accumulator))
                    builder.store(product, accumulator)

        def loop(level: int, a_here: Any, b_here: Any) -> None:
            if level == 3:
                multiply(a_here, b_here)
                return
            with cgutils.for_range(builder, builder.extract_value(counts, level), intp=_INDEX) as step:
                a_next, b_next = (
                    builder.gep(here, [builder.mul(step.index, builder.extract_value(strides, level))])
                    for here, strides in ((a_here, a_strides), (b_here, b_strides))
                )
                loop(level + 1, a_next, b_next)

        group, row = (builder.extract_value(a_rows, place) for place in range(2))
        offsets = [
            builder.add(builder.mul(group, _INDEX(number // in_group)), builder.mul(row, _INDEX(number % in_group)))
            for number in range(m)
        ]
        loop(0, first_a, first_b)
        floor = None if least is types.none else everywhere(builder, lowest, vector)
        for line, here in zip(sums, rows_of_out, strict=True):
            for place, accumulator in enumerate(line):
                value = builder.load(accumulator)
                if floor is not None:  # what is no number is not below it, and stays
                    value = builder.select(builder.fcmp_ordered("<", value, floor), floor, value)
                unaligned(builder.store(value, column(here, place)))
        return context.get_dummy_value()

    others = (a, b, out, loops, strides_of_a, strides_of_b, rows_of_a, types.intp, start, least)
    return types.void(rows, columns, lanes, *others), write


at: Any = intrinsic(_at)
tile: Any = intrinsic(prefer_literal=True)(_tile)
