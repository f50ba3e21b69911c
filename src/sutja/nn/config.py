"""Settings of the whole engine: the float type, the number of threads, and the small constant of divisions.

``floatx`` is "float32"; gradient checks run in "float64". A training step is cut into as many shards as threads were
chosen, or as pay if nobody chose (see :mod:`sutja.nn.training.sharing`). So the number of threads is part of what makes
two runs give the same bits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from sutja.checks import between_0_and_1, whole
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = [
    "accelerated",
    "chosen_threads",
    "epsilon",
    "floatx",
    "num_threads",
    "processors",
    "set_accelerated",
    "set_epsilon",
    "set_floatx",
    "set_num_threads",
    "threads_chosen",
]

_floatx = "float32"
_epsilon = 1e-7
_num_threads: int | None = None
_accelerated: bool | None = None


def floatx() -> str:
    """The float type of new weights and of computation, "float32" or "float64"."""
    return _floatx


def set_floatx(value: str) -> None:
    """Make "float32" or "float64" the float type from now on; models that exist keep theirs."""
    global _floatx
    if value not in ("float32", "float64"):
        raise invalid("value", _("'float32' or 'float64'"), value)
    _floatx = value


def epsilon() -> float:
    """The small constant that keeps logarithms and divisions finite, 1e-7."""
    return _epsilon


def set_epsilon(value: float) -> None:
    """Replace :func:`epsilon`."""
    global _epsilon
    _epsilon = between_0_and_1("value", value)


def chosen_threads() -> int | None:
    """The number of threads that somebody chose, by :func:`set_num_threads` or ``$SUTJA_THREADS``; else ``None``."""
    if _num_threads is not None:
        return _num_threads
    if value := os.environ.get("SUTJA_THREADS"):
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise invalid("SUTJA_THREADS", _("a whole number above 0"), value)
        return int(value)
    return None


def num_threads() -> int:
    """How many threads share a step at most: as many as were chosen, else every processor we may use."""
    chosen = chosen_threads()
    if chosen is not None:
        return chosen
    return processors()


@lru_cache
def processors() -> int:
    """How many this process may use, as it was when somebody first asked: asking takes longer than a small layer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def set_num_threads(value: int | None) -> None:
    """Cut each step into ``value`` shards, a thread each; ``None`` goes back to the automatic choice."""
    global _num_threads
    _num_threads = None if value is None else whole("value", value)


@contextmanager
def threads_chosen(value: int | None) -> Iterator[None]:
    """Inside, as after ``set_num_threads(value)``; afterwards as before."""
    before = _num_threads
    set_num_threads(value)
    try:
        yield
    finally:
        set_num_threads(before)


def accelerated() -> bool:
    """Whether compiled routines may take the place of NumPy's, if Numba is installed (see :mod:`sutja.nn.jit`).

    What was set, else ``$SUTJA_ACCELERATE``, 0 or 1, else yes.
    """
    return _by_environment() if _accelerated is None else _accelerated


@lru_cache
def _by_environment() -> bool:
    value = os.environ.get("SUTJA_ACCELERATE", "1")
    if value not in ("0", "1"):
        raise invalid("SUTJA_ACCELERATE", _("0 or 1"), value)
    return value == "1"


def set_accelerated(value: bool | None) -> None:
    """Allow or forbid compiled routines; ``None`` goes back to the automatic choice."""
    global _accelerated
    if value is not None and not isinstance(value, bool):
        raise invalid("value", _("True, False or None"), value)
    _accelerated = value
