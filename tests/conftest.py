"""What all tests share: the backend of Keras, NumPy without the accelerator, and complete data where it exists."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["KERAS_BACKEND"] = "jax"  # read when Keras is imported
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("SUTJA_ACCELERATE", "0")  # NumPy is what is tested; compiled routines are held equal to it
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # tests compile much and compute little

# The same examples each time, so that a change is to blame for a failure; HYPOTHESIS_PROFILE=new looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # started in the background: programs of tests would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def full_data() -> Path:
    """The folder of the complete data sets; the test is skipped where there is none."""
    folder = os.environ.get("SUTJA_DATA", "")
    if not folder:
        pytest.skip("needs the complete data sets: set SUTJA_DATA to the folder that holds them")
    return Path(folder)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes have no place in the name of a test; what is zipped even holds the time, and differs between workers."""
    return "bytes" if isinstance(val, bytes) else None
