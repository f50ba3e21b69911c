"""The peak: how many operations a second the processor does in NumPy's product of two matrices of float32.

No network trained through the same BLAS can be faster, so the share of this peak says how much of the machine a
network uses. The best of several products counts: a peak is what nothing disturbed.
"""

from __future__ import annotations

import time

import numpy as np
from threadpoolctl import threadpool_limits

__all__ = ["gflops"]

SIZE = 2048


def gflops(threads: int, seconds: float = 1.0) -> float:
    """Billions of operations a second with ``threads`` threads of BLAS."""
    rng = np.random.default_rng(0)
    a, b = (rng.random((SIZE, SIZE), dtype=np.float32) for _ in range(2))
    product = np.empty_like(a)
    best = float("inf")
    with threadpool_limits(threads, user_api="blas"):
        np.matmul(a, b, out=product)
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            np.matmul(a, b, out=product)
            best = min(best, time.perf_counter() - start)
    return 2 * SIZE**3 / best / 1e9
