"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def full_data() -> Path:
    """The folder with the complete data sets, ``$SUTJA_DATA``; without it the test is skipped."""
    folder = os.environ.get("SUTJA_DATA")
    if not folder:
        pytest.skip("needs the complete data sets: set SUTJA_DATA to their folder")
    return Path(folder)
