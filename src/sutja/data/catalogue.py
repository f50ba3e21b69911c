"""The data sets by name. A new one is a module in ``sets/`` and one line here."""

from __future__ import annotations

from collections.abc import Callable

from sutja.data.sets import (
    boston_housing,
    cifar10,
    cifar100,
    digits8x8,
    fashion_mnist,
    imdb,
    mnist,
    mnist5k,
    reuters,
)
from sutja.data.spec import Spec
from sutja.errors import unknown

__all__ = ["describe", "names"]

# Functions, because the sentences in a specification are in the language of the moment in which it is asked for.
_SPECS: dict[str, Callable[[], Spec]] = {
    "mnist": mnist.spec,
    "mnist5k": mnist5k.spec,
    "fashion_mnist": fashion_mnist.spec,
    "digits8x8": digits8x8.spec,
    "cifar10": cifar10.spec,
    "cifar100": cifar100.spec,
    "imdb": imdb.spec,
    "reuters": reuters.spec,
    "boston_housing": boston_housing.spec,
}


def names() -> tuple[str, ...]:
    """The names of the data sets that :func:`~sutja.data.load` knows."""
    return tuple(_SPECS)


def describe(name: str) -> Spec:
    """What is declared about the data set ``name``: shapes, classes, licence, citation, where it lies.

    Raises:
        UnknownName: There is no such data set; the nearest name is suggested.
    """
    if name not in _SPECS:
        raise unknown("name", name, _SPECS)
    return _SPECS[name]()
