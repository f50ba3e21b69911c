"""Bytes of a file changed at random, for readers that must only ever say that it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def mutated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[st.DataObject, bytes], Path]:
    """Write ``content`` with bytes replaced, a piece cut out and one put in, and give the file."""
    file = tmp_path_factory.mktemp("mutated") / "file"

    def mutated(data: st.DataObject, content: bytes) -> Path:
        changed = bytearray(content)
        position = st.integers(0, len(content) - 1)
        for at, value in data.draw(st.lists(st.tuples(position, st.integers(0, 255)), max_size=4), "replaced"):
            changed[at] = value
        start, end = sorted((data.draw(position, "cut from"), data.draw(position, "to")))
        if data.draw(st.booleans(), "cut out"):
            del changed[start:end]
        if data.draw(st.booleans(), "put in"):
            changed[start:start] = data.draw(st.binary(max_size=8), "piece")
        file.write_bytes(changed)
        return file

    return mutated
