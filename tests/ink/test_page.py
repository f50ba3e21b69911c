"""A page: what it offers to a recogniser, and that no picture breaks it."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from handwritten import sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sutja import ink
from sutja.errors import PictureError
from sutja.ink.explain import explain
from sutja.ink.page import _find_pieces


def encoded(image, kind, **settings):
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def alone(page):
    """For each line, the candidates of whole pieces that stand apart."""
    return [[c for c in line.candidates if c.crossed == 0 and c.breaks == 0] for line in page.lines]


def test_each_digit_is_offered_where_it_stands():
    page = ink.from_page(sheet("4207"))
    (line,) = alone(page)
    lefts = sorted(page.box_in_picture(c.box)[0] for c in line)
    assert len(lefts) == 4
    assert lefts[0] == pytest.approx(60, abs=6)
    for candidate in line:
        assert candidate.pixels.shape == (28, 28)
        assert candidate.pixels.max() > 240
        assert 0.8 < candidate.height < 1.2


def test_candidates_cover_each_line_from_end_to_end():
    for line in ink.from_page(sheet("0000", "88", gap=0.0)).lines:
        reached = {0}
        for candidate in sorted(line.candidates, key=lambda c: c.first):
            if candidate.first in reached:
                reached.add(candidate.last)
        assert reached == set(range(line.atoms + 1))


def test_a_piece_is_offered_whole_and_in_parts():
    (line,) = ink.from_page(sheet("00", gap=-0.05)).lines
    widths = sorted(c.width for c in line.candidates)
    assert widths[-1] > 1.2
    assert sum(0.5 < width < 1.0 for width in widths) >= 2


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((1, 1), np.uint8),
        np.full((1, 500), 255, np.uint8),
        np.full((300, 400), 200, np.uint8),
        np.zeros((40, 40, 4), np.uint8),
        np.random.default_rng(0).normal(128, 3, (200, 300)).clip(0, 255).astype(np.uint8),
    ],
    ids=["one-pixel", "one-row", "blank", "transparent", "noise"],
)
def test_pages_without_writing_have_no_lines(picture):
    page = ink.from_page(picture)
    assert page.lines == []
    assert explain(page).ndim == 3


@pytest.mark.parametrize(
    "data_of",
    [
        lambda image: encoded(image.convert("CMYK"), "TIFF"),
        lambda image: encoded(image.convert("P"), "GIF", save_all=True, append_images=[image.convert("P").rotate(90)]),
        lambda image: encoded(image.convert("1", dither=Image.Dither.NONE), "PNG"),
        lambda image: encoded(Image.fromarray(np.asarray(image).astype(np.uint16) * 257), "PNG"),
        lambda image: encoded(image, "JPEG", quality=30),
        lambda image: encoded(image.resize((5200, 5200 * image.height // image.width)), "JPEG"),
    ],
    ids=["cmyk", "animated", "bilevel", "16-bit", "jpeg", "huge"],
)
def test_formats(data_of):
    page = ink.from_page(data_of(Image.fromarray(sheet("4207"))))
    assert [len(line) for line in alone(page)] == [4]


def test_exif_turns_a_photograph_upright():
    image = Image.fromarray(sheet("4207")).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    page = ink.from_page(encoded(image, "JPEG", exif=exif, quality=95))
    assert [len(line) for line in alone(page)] == [4]


def test_a_drawing_on_nothing():
    drawn = 255 - sheet("4207", paper=255, tone=0)
    rgba = np.dstack([np.zeros((*drawn.shape, 3), np.uint8), drawn])
    assert [len(line) for line in alone(ink.from_page(rgba))] == [4]


def test_a_large_page_is_read_with_enough_pixels_for_its_digits():
    page = ink.from_page(sheet(*["1234567890123456789012345"] * 20, height=40, pen=4))
    assert [len(line) for line in alone(page)] == [25] * 20


def test_a_bridge_that_touches_nothing_is_no_piece():
    """Between three discs, a circle nearly fits: all that a closing fills there are three pixels in the middle."""
    drawing = np.zeros((120, 120), np.uint8)
    for turn in range(3):
        angle = 2 * np.pi * turn / 3 + 0.3
        middle = (round(60 + 16.35 * np.cos(angle)), round(60 + 16.35 * np.sin(angle)))
        cv2.circle(drawing, middle, 8, 1, -1)
    pieces = _find_pieces(drawing.astype(np.float32), 0.5)
    assert np.unique(pieces.labels).tolist() == [0, 1, 2, 3]
    assert len(pieces.boxes) == len(pieces.amounts) == 3
    for number, (left, top, right, bottom) in enumerate(pieces.boxes.tolist(), 1):
        assert (pieces.labels[top:bottom, left:right] == number).any()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damaged_files_give_a_picture_error_or_a_page(drawn):
    kind = drawn.draw(st.sampled_from(["PNG", "JPEG", "GIF", "BMP"]))
    content = bytearray(encoded(Image.fromarray(sheet("42", height=30, margin=10)), kind))
    for _ in range(drawn.draw(st.integers(1, 6))):
        content[drawn.draw(st.integers(0, len(content) - 1))] = drawn.draw(st.integers(0, 255))
    try:
        page = ink.from_page(bytes(content))
    except PictureError as error:
        assert "\n" not in str(error)
    else:
        assert explain(page).shape[2] == 3


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.booleans())
def test_any_small_picture_is_a_page(height, width, seed, sparse):
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, 256, (height, width), dtype=np.uint8)
    page = ink.from_page(
        np.where(rng.random((height, width)) < 0.1, picture, 255).astype(np.uint8) if sparse else picture
    )
    assert all(candidate.pixels.any() for line in page.lines for candidate in line.candidates)
