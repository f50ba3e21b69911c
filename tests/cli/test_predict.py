"""``sutja predict``: one line a picture, and odd ones stop none of the others."""

from __future__ import annotations

import json

import numpy as np
import pytest
from handwritten import sheet
from PIL import Image


@pytest.fixture
def three(tmp_path):
    Image.fromarray(sheet("3")).save(tmp_path / "three.png")
    return "three.png"


def test_a_digit_and_how_sure_it_is(sutja, three):
    result = sutja("predict", "shipped", three)
    assert result.code == 0
    assert result.out.startswith("three.png: 3 (")


def test_json(sutja, three):
    found = json.loads(sutja("predict", "shipped", three, "--json").out)
    assert (found["image"], found["digit"], found["guess"], found["reason"]) == ("three.png", 3, 3, None)
    assert set(found) == {"image", "digit", "guess", "probabilities", "no_digit", "reason"}


@pytest.mark.parametrize("strange", [np.nan, np.inf])
def test_what_cannot_be_read_does_not_stop_the_others(sutja, three, tmp_path, strange):
    Image.fromarray(np.full((40, 40), strange, np.float32)).save(tmp_path / "odd.tif")
    result = sutja("predict", "shipped", "odd.tif", three)
    assert result.code == 1
    assert result.err.startswith("sutja: odd.tif: odd.tif has pixels that are not finite numbers.")
    assert result.err.count("\n") == 1
    assert result.out.startswith("three.png: 3 (")


def test_a_scan_in_32_bits_with_values_below_0(sutja, tmp_path):
    Image.fromarray((sheet("3").astype(np.int32) - 128) * 2**20).save(tmp_path / "scan.tif")
    assert sutja("predict", "shipped", "scan.tif").out.startswith("scan.tif: 3 (")
