"""``sutja read``: text, JSON, several photos, pictures of what was done, and one line for what went wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest
from handwritten import sheet
from PIL import Image

from sutja import nn


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "number.png"
    Image.fromarray(sheet("20260714")).save(path)
    return str(path)


def test_the_digits_alone(sutja, photo):
    result = sutja("read", photo)
    assert (result.code, result.out, result.err) == (0, "20260714\n", "")


def test_several_photos(sutja, photo, tmp_path):
    Image.fromarray(sheet("42", "7")).save(tmp_path / "lines.png")
    result = sutja("read", photo, "lines.png")
    assert result.out == f"{photo}: 20260714\nlines.png: 42\nlines.png: 7\n"


def test_json(sutja, photo):
    found = json.loads(sutja("read", photo, "--json").out)
    assert found["text"] == "20260714"
    assert found["lines"] == [8]
    assert [digit["digit"] for digit in found["digits"]] == [2, 0, 2, 6, 0, 7, 1, 4]
    assert set(found["digits"][0]) == {"digit", "probability", "probabilities", "box", "refused", "no_digit"}


def test_pictures_of_what_was_done(sutja, photo, tmp_path):
    assert sutja("read", photo, "--annotate", "a.png", "--explain", "e.png").code == 0
    assert np.asarray(Image.open(tmp_path / "a.png")).ndim == 3
    assert np.asarray(Image.open(tmp_path / "e.png")).shape[0] > 500
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "e.png", "number.png"]
    assert sutja("read", photo, photo, "--annotate", "a.png").code == 2


@pytest.mark.parametrize("option", ["--annotate", "--explain"])
@pytest.mark.parametrize("name", ["a.jpg", "a", ".png"])
def test_pictures_are_written_as_png_only(sutja, option, name):
    result = sutja("read", "there-is-no-such.png", option, name)  # which is said before anything is read
    assert (result.code, result.out) == (2, "")
    assert f"`{option}`. Expected a name that ends in .png. Received: {option}='{name}'" in result.err


@pytest.mark.parametrize("option", ["--annotate", "--explain"])
def test_a_picture_that_cannot_be_written(sutja, photo, option, tmp_path):
    result = sutja("read", photo, option, "nowhere/A.PNG")
    assert result.code == 1
    assert result.err == "sutja: nowhere/A.PNG cannot be written: No such file or directory\n"
    assert [p.name for p in tmp_path.iterdir()] == ["number.png"]


def test_a_known_length(sutja, photo):
    assert len(sutja("read", photo, "--length", "7").out.strip()) == 7
    assert sutja("read", photo, "--length", "0").code == 2


def test_a_photo_without_digits_is_said_but_no_failure(sutja, tmp_path):
    Image.fromarray(np.full((200, 200), 240, np.uint8)).save(tmp_path / "blank.png")
    result = sutja("read", "blank.png")
    assert (result.code, result.out) == (0, "\n")
    assert "no digits" in result.err


def refusing_model(path):
    """A model that takes everything for no digit, at 0.95, or else for a 4."""
    layers = [nn.Input((28, 28, 1)), nn.layers.Flatten(), nn.layers.Dense(11, activation="softmax")]
    model = nn.Sequential(layers)
    probabilities = np.full(11, 1e-9, np.float32)
    probabilities[[4, 10]] = 0.05, 0.95
    model.set_weights([np.zeros((784, 11), np.float32), np.log(probabilities)])
    model.save(path)
    return str(path)


def test_lines_of_refused_digits_are_no_digits(sutja, tmp_path):
    Image.fromarray(sheet("42", "7")).save(tmp_path / "lines.png")
    model = refusing_model(tmp_path / "refuses.keras")
    result = sutja("read", "lines.png", "--model", model)
    assert (result.code, result.out) == (0, "\n")
    assert result.err == "sutja: lines.png: no digits found\n"
    assert sutja("read", "lines.png", "lines.png", "--model", model).out == "lines.png: \n" * 2
    found = json.loads(sutja("read", "lines.png", "--model", model, "--json").out)
    assert (found["text"], found["lines"]) == ("", [2, 1])


def write_broken(path):
    path.write_bytes(b"\xff\xd8\xff\xe0 nothing")


def write_without_numbers(path):
    Image.fromarray(np.full((40, 40), np.nan, np.float32)).save(path, "TIFF")


@pytest.mark.parametrize("write_odd", [write_broken, write_without_numbers])
def test_what_cannot_be_read_does_not_stop_the_others(sutja, photo, tmp_path, write_odd):
    write_odd(tmp_path / "odd.tif")
    result = sutja("read", "odd.tif", photo)
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "odd.tif" in result.err
    assert "20260714" in result.out


def test_a_scan_in_32_bits_with_values_below_0(sutja, tmp_path):
    Image.fromarray(sheet("2607").astype(np.float32) - 200).save(tmp_path / "scan.tif")
    assert sutja("read", "scan.tif").out == "2607\n"


def test_korean(sutja, tmp_path):
    Image.fromarray(np.full((200, 200), 240, np.uint8)).save(tmp_path / "blank.png")
    assert "숫자를 찾지 못했습니다" in sutja("read", "blank.png", "--lang", "ko").err
    assert "사진" in sutja("read", "--help", "--lang", "ko").out
