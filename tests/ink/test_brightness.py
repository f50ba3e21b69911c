"""Brightness: what shows through a transparent picture, and the range of numbers of any file."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from handwritten import sheet

from sutja.ink.brightness import brightness, to_scale


def page(paper=255, tone=20):
    """A page with a small number on it, far less than a twentieth of it ink: its grey levels, and RGBA, opaque."""
    grey = cv2.copyMakeBorder(sheet("42", paper=paper, tone=tone), 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=paper)
    assert ((grey != paper).mean()) < 0.05
    return grey, np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def drawing(tone, hidden):
    """Digits in one colour on nothing, ``hidden`` where nothing is: RGBA, and how opaque each pixel is."""
    opacity = 255 - sheet("42", paper=255, tone=0)
    colour = np.where(opacity > 0, tone, hidden).astype(np.uint8)
    return np.dstack([colour, colour, colour, opacity])


@pytest.mark.parametrize(("paper", "tone"), [(255, 20), (15, 230)])
def test_a_pixel_that_is_not_quite_opaque_is_no_drawing_on_nothing(paper, tone):
    grey, rgba = page(paper, tone)
    rgba[0, 0, 3] = 254
    np.testing.assert_allclose(brightness(rgba), grey / 255, atol=2 / 255)


@pytest.mark.parametrize(("paper", "tone"), [(255, 20), (15, 230)])
def test_rounded_corners_continue_the_paper(paper, tone):
    grey, rgba = page(paper, tone)
    height, width = grey.shape
    y, x = np.mgrid[:height, :width]
    dx = np.maximum(np.abs(x - (width - 1) / 2) - width / 2 + 40, 0)
    dy = np.maximum(np.abs(y - (height - 1) / 2) - height / 2 + 40, 0)
    rgba[..., 3] = 255 * np.clip(40.5 - np.hypot(dx, dy), 0, 1)
    rgba[rgba[..., 3] == 0, :3] = 0
    assert rgba[0, 0, 3] == 0
    found = brightness(rgba)
    np.testing.assert_allclose(found, grey / 255, atol=0.02 if paper == 255 else 0.07)  # there, the ground is black


@pytest.mark.parametrize(("paper", "tone"), [(255, 20), (15, 230)])
def test_the_soft_shadow_of_a_window_leaves_its_page(paper, tone):
    grey, inner = page(paper, tone)
    rgba = cv2.copyMakeBorder(inner, 50, 50, 50, 50, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    shadow = cv2.GaussianBlur(0.5 * rgba[..., 3].astype(np.float32), (0, 0), 14)
    rgba[..., 3] = np.maximum(rgba[..., 3], shadow)
    found = brightness(rgba)
    np.testing.assert_allclose(found[50:-50, 50:-50], grey / 255, atol=1e-5)
    assert found[0, 0] == (1 if paper == 255 else 0)


@pytest.mark.parametrize("tone", [0, 120, 255])
@pytest.mark.parametrize("hidden", [0, 255])
@pytest.mark.parametrize("opacity", [1, 0.4])
def test_a_drawing_on_nothing_is_its_opacity(tone, hidden, opacity):
    rgba = drawing(tone, hidden)
    rgba[..., 3] = np.round(opacity * rgba[..., 3])
    np.testing.assert_allclose(brightness(rgba), 1 - rgba[..., 3] / 255, atol=1e-5)


@pytest.mark.parametrize("tone", [0, 255])
@pytest.mark.parametrize("interpolation", [cv2.INTER_AREA, cv2.INTER_CUBIC])
def test_edges_that_have_taken_on_the_colour_of_nothing_do_not_matter(tone, interpolation):
    scale = 0.6 if interpolation == cv2.INTER_AREA else 1.7
    rgba = cv2.resize(drawing(tone, 255 - tone), None, fx=scale, fy=scale, interpolation=interpolation)
    np.testing.assert_allclose(brightness(rgba), 1 - rgba[..., 3] / 255, atol=1e-5)


def test_a_dark_drawing_with_a_spot_of_another_colour_lies_on_white():
    rgba = drawing(0, 0)
    rgba[0:8, 0:8] = (255, 60, 60, 255)
    found = brightness(rgba)
    np.testing.assert_allclose(found[8:], 1 - rgba[8:, :, 3] / 255, atol=1e-5)


def test_nothing_at_all_is_white():
    assert (brightness(np.zeros((5, 5, 4), np.uint8)) == 1).all()


@pytest.mark.parametrize(
    "values",
    [
        np.array([[-3, 5, 1]], np.int32),
        np.array([[-3e38, 3e38, -1e38]], np.float32),
        np.array([[0, 2**31 - 1, 2**30]], np.int32),
        np.array([[1e9, 1.5e9, 1.25e9]], np.float32),
        np.array([[-1, -0.5, -0.75]], np.float32),
    ],
)
def test_numbers_that_fit_no_scale_run_from_their_lowest_to_their_highest(values):
    found = brightness(to_scale(values))
    low, high = values.min().astype(float), values.max().astype(float)
    np.testing.assert_allclose(found, (values - low) / (high - low), atol=1e-6)
    assert (found.min(), found.max()) == (0, 1)


def test_numbers_that_fit_a_scale_stay():
    for values in (np.array([[0, 0.5]], np.float32), np.array([[7, 200]], np.int32), np.array([[0, 65_535]], np.int32)):
        assert to_scale(values) is values


def test_one_number_alone_is_no_range():
    assert (to_scale(np.full((2, 2), -7.0)) == 0).all()
