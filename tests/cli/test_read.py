"""``sutja read``: text, JSON, several photos, pictures of what was done, and one line for what went wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest
from handwritten import sheet
from PIL import Image


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


def test_a_known_length(sutja, photo):
    assert len(sutja("read", photo, "--length", "7").out.strip()) == 7
    assert sutja("read", photo, "--length", "0").code == 2


def test_a_photo_without_digits_is_said_but_no_failure(sutja, tmp_path):
    Image.fromarray(np.full((200, 200), 240, np.uint8)).save(tmp_path / "blank.png")
    result = sutja("read", "blank.png")
    assert (result.code, result.out) == (0, "\n")
    assert "no digits" in result.err


def test_what_cannot_be_read_does_not_stop_the_others(sutja, photo, tmp_path):
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    result = sutja("read", "broken.jpg", photo)
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "broken.jpg" in result.err
    assert "20260714" in result.out


def test_korean(sutja, tmp_path):
    Image.fromarray(np.full((200, 200), 240, np.uint8)).save(tmp_path / "blank.png")
    assert "숫자를 찾지 못했습니다" in sutja("read", "blank.png", "--lang", "ko").err
    assert "사진" in sutja("read", "--help", "--lang", "ko").out
