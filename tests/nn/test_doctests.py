"""The examples in the docstrings of the engine and of the errors give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import sutja.errors
from sutja import nn

MODULES = ["sutja.errors", *(module.name for module in pkgutil.walk_packages(nn.__path__, "sutja.nn."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_some() -> None:
    assert doctest.testmod(sutja.errors).attempted >= 2
