"""The limit on the threads of BLAS: who asks for how many, what comes back, and libraries that come later."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from sutja.nn.blas import blas_threads


@pytest.fixture
def two_blas_threads() -> Iterator[None]:
    with threadpool_limits(2, user_api="blas"):
        yield


def threads_of_blas() -> set[int]:
    """Of NumPy's BLAS; other packages may bring one of their own, with which the engine does not compute."""
    own = np.__name__ + ".libs"
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return {pool["num_threads"] for pool in pools if own in pool["filepath"] or len(pools) == 1}


@pytest.mark.usefixtures("two_blas_threads")
def test_blas_has_one_thread_inside_and_its_own_number_again_outside() -> None:
    with blas_threads(1):
        assert threads_of_blas() == {1}
        with blas_threads(1):
            assert threads_of_blas() == {1}
        assert threads_of_blas() == {1}
    assert threads_of_blas() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_the_limit_holds_until_the_last_of_overlapping_users_leaves() -> None:
    entered, leave_first, leave_last = threading.Event(), threading.Event(), threading.Event()
    inside: list[set[int]] = []

    def first() -> None:
        with blas_threads(1):
            entered.set()
            leave_first.wait(5)

    def last() -> None:
        entered.wait(5)
        with blas_threads(1):
            leave_first.set()
            thread.join(5)
            inside.append(threads_of_blas())
            leave_last.set()

    thread = threading.Thread(target=first)
    other = threading.Thread(target=last)
    thread.start()
    other.start()
    assert leave_last.wait(5)
    other.join(5)
    assert inside == [{1}]
    assert threads_of_blas() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_any_thread_can_limit_blas_after_another_one_has() -> None:
    with blas_threads(1):
        pass
    inside: list[set[int]] = []

    def later() -> None:
        with blas_threads(1):
            inside.append(threads_of_blas())

    thread = threading.Thread(target=later)
    thread.start()
    thread.join(5)
    assert inside == [{1}]
    assert threads_of_blas() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_the_limit_is_lifted_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), blas_threads(1):
        raise ZeroDivisionError
    assert threads_of_blas() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_what_comes_back_is_the_number_of_the_last_time_not_of_the_first() -> None:
    with blas_threads(1):
        pass
    with threadpool_limits(3, user_api="blas"):
        before = threads_of_blas()
        with blas_threads(1):
            assert threads_of_blas() == {1}
        assert threads_of_blas() == before
        assert before != {2}


def test_a_library_that_comes_later_keeps_to_the_limit_and_is_as_before_in_the_end() -> None:
    code = """
from threadpoolctl import threadpool_info
from sutja.nn.blas import blas_threads, look_again

def threads():
    return {pool["filepath"]: pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

with blas_threads(1):
    before = threads()
    import scipy.linalg.cython_blas
    alone = threads()
    look_again()
    assert set(threads().values()) == {1}, threads()
assert all(threads()[path] == count for path, count in alone.items() if path not in before), threads()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
