"""The API for pages: what is read from pictures and strokes of several digits, and where each digit stands."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

READ = "/api/v1/read"
PNG = {"Content-Type": "image/png"}


def written(strokes: dict[int, list], *lines: str, size: float = 1.0) -> list:
    """The strokes of ``lines`` of digits, each in a square of ``size``."""
    return [
        [[size * (0.8 * i + x), size * (1.3 * row + y)] for x, y in stroke]
        for row, line in enumerate(lines)
        for i, digit in enumerate(line)
        for stroke in strokes[int(digit)]
    ]


@pytest.fixture
def page(strokes):
    """``page("42", "7")`` -> a picture of these lines, black on white."""

    def draw(*lines: str) -> Image.Image:
        image = Image.new("L", (600, 100 + 130 * len(lines)), 255)
        for stroke in written(strokes, *lines, size=100):
            ImageDraw.Draw(image).line([(40 + x, 40 + y) for x, y in stroke], fill=0, width=7, joint="curve")
        return image

    return draw


def file_of(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def test_a_page_is_read_from_the_body_and_from_a_form(client, page):
    content = file_of(page("314", "59"))
    plain = client.post(READ, content=content, headers=PNG)
    form = client.post(READ, files={"picture": ("page", content, "image/png")})
    assert plain.status_code == form.status_code == 200
    assert plain.json() == form.json()
    answer = plain.json()
    assert list(answer) == ["text", "lines", "digits", "width", "height"]
    assert (answer["text"], answer["lines"]) == ("314\n59", [3, 2])
    assert (answer["width"], answer["height"]) == (600, 360)
    for digit, expected in zip(answer["digits"], "31459", strict=True):
        assert list(digit) == ["digit", "probability", "probabilities", "box", "refused", "no_digit"]
        assert digit["digit"] == int(expected)
        assert digit["probability"] == max(digit["probabilities"])
        assert digit["refused"] is False
        assert digit["no_digit"] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_boxes_and_size_are_those_of_the_picture_held_upright(client, page, orientation, kind):
    turned = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    image = page("27").resize((1800, 690))  # larger than it is read
    stored = image if orientation == 1 else image.transpose(turned[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = file_of(stored, kind, exif=exif)
    answer = client.post(READ, content=content, headers={"Content-Type": f"image/{kind.lower()}"}).json()
    assert answer["text"] == "27"
    assert (answer["width"], answer["height"]) == (1800, 690)
    dark = np.asarray(image) < 128
    for digit in answer["digits"]:
        left, top, right, bottom = (round(side) for side in digit["box"])
        assert dark[top:bottom, left:right].any(axis=1).mean() > 0.95
        assert dark[top:bottom, left:right].any(axis=0).mean() > 0.95


@pytest.mark.parametrize("size", [1, 300])
def test_strokes_of_several_digits(client, strokes, size):
    drawing = {"strokes": written(strokes, "608", "12", size=size), "pen_width": 0.06 * size}
    answer = client.post(READ, json=drawing).json()
    assert (answer["text"], answer["lines"]) == ("608\n12", [3, 2])
    assert answer["width"] is answer["height"] is None
    left, top, right, bottom = answer["digits"][1]["box"]
    assert 0.8 * size < left < right < 1.6 * size
    assert 0 < top < bottom < size


def test_a_picture_without_digits_is_an_empty_reading(client):
    answer = client.post(READ, content=file_of(Image.new("L", (300, 200), 240)), headers=PNG)
    assert answer.status_code == 200
    assert answer.json() == {"text": "", "lines": [], "digits": [], "width": 300, "height": 200}


def test_refused_digits_are_told_and_stay_out_of_the_text(studio, knows_none, page):
    answer = studio(knows_none(0.95)).post(READ, content=file_of(page("31", "42")), headers=PNG).json()
    assert answer["text"] == ""
    assert len(answer["lines"]) == 2
    for digit in answer["digits"]:
        assert (digit["refused"], digit["digit"]) == (True, 4)
        assert digit["no_digit"] == pytest.approx(0.95, abs=1e-4)


@pytest.mark.parametrize("length", [1, 2])
def test_a_known_length(client, page, strokes, length):
    content, drawing = file_of(page("26")), {"strokes": written(strokes, "26"), "pen_width": 0.06}
    for request in ({"content": content, "headers": PNG}, {"json": drawing}):
        assert len(client.post(READ, params={"length": length}, **request).json()["digits"]) == length


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("0", "a number of at least 1"),
        ("1001", "a number of at most 1000"),
        ("two", "a whole number"),
        ("1.5", "a whole number"),
    ],
)
def test_a_length_that_is_none(client, length, expected):
    response = client.post(READ, params={"length": length}, content=b"", headers=PNG)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_argument"
    assert f"`length`. Expected {expected}. Received" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"content": b"no picture", "headers": PNG}, 422, "unreadable_picture"),
        ({"content": b"3", "headers": {"Content-Type": "image/heic"}}, 415, "unsupported_media_type"),
        ({"json": {"strokes": [], "pen_width": 1}}, 422, "nothing_drawn"),
        ({"json": {"strokes": [[[1, 1]]], "pen_width": 0}}, 422, "invalid_argument"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "malformed_json"),
    ],
)
def test_errors_are_those_of_a_single_digit(client, request_, status, code):
    for path in (READ, "/api/v1/recognize"):
        response = client.post(path, **request_)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)
