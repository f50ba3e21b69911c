"""The golden vectors: what the specification promises to every language."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

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


@pytest.mark.parametrize("file", sorted((FOLDER / "pages").glob("*.json")), ids=lambda file: file.stem)
def test_pages_are_found_as_the_specification_says(file):
    expected = json.loads(file.read_text(encoding="utf-8"))
    found = make_golden.found(np.asarray(Image.open(file.with_suffix(".png"))))
    lines, expected_lines = found.pop("lines"), expected.pop("lines")
    assert found == expected
    assert [line["atoms"] for line in lines] == [line["atoms"] for line in expected_lines]
    for line, expected_line in zip(lines, expected_lines, strict=True):
        for one, other in zip(line["candidates"], expected_line["candidates"], strict=True):
            difference = np.subtract(pixels(one), pixels(other), dtype=int)
            assert np.abs(difference).max() <= 1
            assert {**one, "pixels": ""} == {**other, "pixels": ""}


def test_the_pages_are_those_that_the_command_makes():
    for name, picture in make_golden.pages().items():
        np.testing.assert_array_equal(np.asarray(Image.open(FOLDER / "pages" / f"{name}.png")), picture)


def pixels(candidate):
    return np.frombuffer(bytes.fromhex(candidate["pixels"]), np.uint8)
