"""Pictures that hold no writing at all: blank paper, dust, noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting import camera, papers
from bench.handwriting.papers import Colour
from bench.handwriting.show import Picture, as_picture

__all__ = ["blank", "noise"]

Maker = Callable[[tuple[int, int], np.random.Generator], Colour]


def _dusty(shape: tuple[int, int], rng: np.random.Generator) -> Colour:
    """Paper with a few specks."""
    sheet = papers.blank(shape, rng)
    for _ in range(int(rng.integers(1, 6))):
        at = (int(rng.integers(shape[1])), int(rng.integers(shape[0])))
        cv2.circle(sheet, at, int(rng.integers(1, 4)), [float(rng.uniform(0.2, 0.6))] * 3, -1, cv2.LINE_AA)
    return sheet


def _creased(shape: tuple[int, int], rng: np.random.Generator) -> Colour:
    """Paper that was folded twice: soft dark lines from edge to edge."""
    sheet = papers.blank(shape, rng)
    dark = np.zeros(shape, np.float32)
    x, y = int(rng.uniform(0.3, 0.7) * shape[1]), int(rng.uniform(0.3, 0.7) * shape[0])
    cv2.line(dark, (x, 0), (x + int(rng.integers(-8, 9)), shape[0]), 1.0, 2)
    cv2.line(dark, (0, y), (shape[1], y + int(rng.integers(-8, 9))), 1.0, 2)
    soft = cv2.GaussianBlur(dark, (0, 0), 3.0)
    return np.asarray(sheet * (1 - 0.3 * soft)[..., None], np.float32)


_PAPERS: tuple[Maker, ...] = (
    papers.blank,
    _dusty,
    lambda shape, rng: papers.ruled(shape, int(rng.integers(30, 70)), rng).colour,
    lambda shape, rng: papers.checked(shape, int(rng.integers(30, 70)), rng).colour,
    lambda shape, rng: papers.cheque(shape, int(rng.integers(40, 80)), rng).colour,
    lambda shape, rng: camera.shadow(camera.lamp(papers.blank(shape, rng), rng), rng),
    papers.blackboard,
    papers.screen,
    _creased,
)


def blank(number: int, rng: np.random.Generator) -> Picture:
    """A sheet that nobody has written on; the papers take turns."""
    side = int(rng.integers(120, 320))
    sheet = _PAPERS[number % len(_PAPERS)]((side, int(side * rng.uniform(0.8, 1.25))), rng)
    if _PAPERS[number % len(_PAPERS)] is papers.screen:
        return as_picture(sheet)
    return camera.jpeg(as_picture(camera.sensor(sheet, rng, 0.012, 0.7)), int(rng.integers(60, 95)))


def _grains(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    return rng.normal(0.5, rng.uniform(0.05, 0.4), shape)


def _even(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    return rng.random(shape)


def _salt(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    """White dots on black, or black dots on white."""
    dots = (rng.random(shape) < rng.uniform(0.02, 0.3)).astype(np.float64)
    return dots if rng.random() < 0.5 else 1 - dots


def _clouds(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    """Noise of a coarse scale, stretched to full contrast."""
    rough = cv2.GaussianBlur(rng.random(shape), (0, 0), shape[0] / float(rng.uniform(6, 30)))
    return np.asarray((rough - rough.min()) / np.ptp(rough))


def _blots(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    """The same in black and white."""
    return (_clouds(shape, rng) > rng.uniform(0.4, 0.6)).astype(np.float64)


def _interference(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[Any]:
    """Stripes of a bad cable."""
    bars = np.repeat(rng.random((shape[0], 1)), shape[1], axis=1)
    return np.asarray(0.7 * bars + 0.3 * rng.random(shape))


_NOISES = (_grains, _even, _salt, _clouds, _blots, _interference)


def noise(number: int, rng: np.random.Generator) -> Picture:
    """Noise of some kind, from 28 to 200 pixels wide; the kinds take turns."""
    side = int(rng.choice([28, 64, 128, 200]))
    return as_picture(_NOISES[number % len(_NOISES)]((side, side), rng))
