"""What the tests of the labs share."""

from __future__ import annotations

import pytest

from sutja import nn


@pytest.fixture(autouse=True)
def _as_it_was():
    """Each test draws its own random numbers."""
    yield
    nn.utils.set_random_seed(0)
