"""Perceptrons as gates: deck experiment B-gates, the limit of one perceptron, and Dense as its twin."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import Input, Sequential, layers, primer

X1, X2 = [0, 1, 0, 1], [0, 0, 1, 1]
TABLES = {"AND": [0, 0, 0, 1], "NAND": [1, 1, 1, 0], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}


@pytest.mark.parametrize(("name", "table"), TABLES.items())
def test_truth_tables(name: str, table: list[int]) -> None:
    """B-gates: the tables that the deck prints, in its order."""
    gate = getattr(primer, name)
    np.testing.assert_array_equal(gate(X1, X2), table)
    assert [int(gate(a, b)) for a, b in zip(X1, X2, strict=True)] == table


def test_weights_of_the_deck() -> None:
    """B-gates: w and b as printed."""
    gates = primer.AND, primer.NAND, primer.OR
    assert [gate.weights for gate in gates] == [(0.5, 0.5), (-0.5, -0.5), (0.5, 0.5)]
    assert [gate.bias for gate in gates] == [-0.7, 0.7, -0.2]


def test_or_with_the_other_weights_of_the_deck() -> None:
    """B-gates: the picture of the boundary is drawn for -0.5 + x1 + x2."""
    np.testing.assert_array_equal(primer.Perceptron((1, 1), -0.5)(X1, X2), TABLES["OR"])


def test_the_first_layer_of_xor_as_in_the_deck() -> None:
    """B-gates: columns s1 (NAND) and s2 (OR) of the deck's last table."""
    np.testing.assert_array_equal(primer.NAND(X1, X2), [1, 1, 1, 0])
    np.testing.assert_array_equal(primer.OR(X1, X2), [0, 1, 1, 1])


def test_on_the_line_it_does_not_fire() -> None:
    assert primer.Perceptron((1.0, 1.0), -1.0)(0.5, 0.5) == 0


def test_no_perceptron_is_xor() -> None:
    """Of all settings on a grid that finds the other gates hundreds of times over, none is XOR."""
    grid = np.linspace(-1, 1, 21)
    found = dict.fromkeys(TABLES, 0)
    for w1, w2 in itertools.product(grid, grid):
        for b in grid + 0.03:  # beside the grid of the weights, so that no total is 0 but for rounding
            table = primer.Perceptron((w1, w2), b)(X1, X2).tolist()
            for name, wanted in TABLES.items():
                found[name] += table == wanted
    assert found.pop("XOR") == 0
    assert min(found.values()) > 100


def test_twin_of_dense() -> None:
    """Dense is the sum inside; where it is above 0, the perceptron fires."""
    model = Sequential([Input((2,)), layers.Dense(1)])
    x = np.random.default_rng(0).uniform(-1, 2, (50, 2))
    for gate in (primer.AND, primer.NAND, primer.OR):
        model.set_weights([np.array(gate.weights).reshape(2, 1), np.array([gate.bias])])
        np.testing.assert_array_equal(gate(x[:, 0], x[:, 1]), model.predict(x, verbose=0)[:, 0] > 0)


def test_xor_is_two_layers_of_dense() -> None:
    """NAND and OR side by side are one layer of two units, whose weights are theirs as columns."""
    first = np.stack([primer.NAND.weights, primer.OR.weights], axis=1), [primer.NAND.bias, primer.OR.bias]
    x = np.array([X1, X2], dtype=float).T
    hidden = primer.step(x @ first[0] + first[1])
    out = primer.step(hidden @ np.array(primer.AND.weights) + primer.AND.bias)
    np.testing.assert_array_equal(out, primer.XOR(X1, X2))


MISUSE: list[tuple[Any, str]] = [
    (lambda: primer.AND(1), "`inputs`. Expected 2 of them, one for each weight. Received: inputs=(1,)"),
    (lambda: primer.OR([0, 1], [1]), "`inputs`. Expected inputs of one shape. Received: inputs=[(2,), (1,)]"),
    (lambda: primer.XOR("0", "1"), "`inputs`. Expected numbers, in rows of one length. Received: inputs='0'"),
]


@pytest.mark.parametrize(("call", "text"), MISUSE)
def test_misuse(call: Any, text: str) -> None:
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        call()
