"""What the tests of the labs share."""

from __future__ import annotations

import pytest

from sutja import nn


@pytest.fixture(autouse=True)
def _the_same_on_every_machine():
    """Each test draws its own random numbers, and steps are not cut into as many parts as there are processors."""
    nn.utils.set_random_seed(0)
    nn.config.set_num_threads(1)
    yield
    nn.config.set_num_threads(None)
    nn.utils.set_random_seed(0)
