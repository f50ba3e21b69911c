"""A few of the files that fuzz.py makes by the thousand, always the same ones."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

COUNT = 25


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("saving_fuzz", Path(__file__).with_name("fuzz.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_forged_files_give_a_model_or_one_line(fuzz: ModuleType, tmp_path: Path) -> None:
    files = fuzz.originals(tmp_path)
    model = fuzz.sample()
    for kind, name in fuzz.FORMATS.items():
        results = []
        for number in range(COUNT):
            (tmp_path / name).write_bytes(fuzz.forged(kind, files[kind], number, seed=0))
            results.append(fuzz.outcome(kind, tmp_path / name, model))
            assert results[-1] in ("read", "refused"), f"{kind}, number {number}: {results[-1]}"
        assert 0 < results.count("read") < COUNT
