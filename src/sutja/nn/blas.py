"""How many threads the BLAS libraries compute a matrix product in: for a while, then as before.

A process may hold several of them: NumPy brings one, SciPy another. All keep to the same limit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

__all__ = ["blas_threads", "in_one_thread", "look_again"]

_lock = threading.Lock()
_wishes: list[int] = []
_before: dict[str, int] = {}  # by the file of the library


@contextmanager
def blas_threads(count: int) -> Iterator[None]:
    """Inside, the BLAS libraries compute each product in ``count`` threads; with 1, in the thread that calls it.

    The setting belongs to the whole process: of several users at a time the most modest one has its way, and what was
    before comes back when the last one leaves, whichever thread that is.
    """
    with _lock:
        _wishes.append(count)
        _follow_wishes()
    try:
        yield
    finally:
        with _lock:
            _wishes.remove(count)
            _follow_wishes()


def in_one_thread() -> bool:
    """Whether it was asked for that each product is computed in the thread that calls it."""
    return 1 in _wishes


def look_again() -> None:
    """To be called when a module that brings a BLAS library has been loaded: now that one keeps to the limit, too."""
    with _lock:
        _blas.cache_clear()
        _follow_wishes()


def _follow_wishes() -> None:
    for library in _blas():
        now = library.num_threads  # asking takes a little time, setting more
        before = _before.setdefault(library.filepath, now)
        limit = min(_wishes) if _wishes else before
        if now != limit:
            _let_this_thread_decide()
            library.set_num_threads(limit)
    if not _wishes:
        _before.clear()


def _let_this_thread_decide() -> None:
    """From version 3.8 on, threadpoolctl ignores all threads but the first that ever set a limit on OpenBLAS."""
    from threadpoolctl import OpenBLASController

    release = getattr(OpenBLASController, "clear_controlling_thread", None)
    if release is not None:
        release(force=True)


@lru_cache
def _blas() -> list[Any]:
    from threadpoolctl import ThreadpoolController

    return [library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"]
