"""How many numbers this processor adds at once, and how many such sums it can hold in its registers.

A register of vectors holds 16 numbers of float32 with AVX-512, 8 with AVX2, 4 with NEON; there are 32, 16 and 32 of
them. A few must stay free for what is being multiplied.
"""

from __future__ import annotations

from llvmlite import binding

__all__ = ["LANES", "SUMS"]

_features = binding.get_host_cpu_features()

if _features.get("avx512f"):
    LANES, SUMS = 16, 28
elif _features.get("avx2"):
    LANES, SUMS = 8, 12
else:
    LANES, SUMS = 4, 24
