"""The golden vectors: what the specification promises to every language."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parent / "golden"
_spec = importlib.util.spec_from_file_location("make_golden", Path(__file__).with_name("make_golden.py"))
make_golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_golden)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.json")), ids=lambda file: file.stem)
def test_pixels_are_within_one_grey_level(file):
    case = json.loads(file.read_text(encoding="utf-8"))
    difference = make_golden.result(case).astype(int) - np.array(case["pixels"])
    assert np.abs(difference).max() <= 1


def test_the_files_are_those_that_the_command_makes():
    assert {file.stem for file in FOLDER.glob("*.json")} == set(make_golden.cases())
