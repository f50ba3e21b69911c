"""Papers to write on: blank, ruled, checked, a form's boxes, a cheque with security print, a blackboard, a screen.

Each is a picture (H, W, 3), RGB in [0, 1], made for the line height of the writing: rules and boxes have the size
that people write in. Nothing on them is exactly uniform: fibres, faint stains, print that is a little off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

__all__ = ["Paper", "Rect", "blackboard", "blank", "boxes", "checked", "cheque", "label", "ruled", "screen"]

Colour = NDArray[np.float32]


class Rect(NamedTuple):
    """Where something is, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Paper(NamedTuple):
    """A sheet, and where its lines of writing start: ``baselines`` (y of each), and cells for single digits if any."""

    colour: Colour
    baselines: list[int]
    cells: list[Rect]


Maker = Callable[..., Paper]


def blank(shape: tuple[int, int], rng: np.random.Generator, tone: float | None = None) -> Colour:
    """Paper with fibres: white, cream, grey or recycled."""
    height, width = shape
    tint = np.array([[1, 1, 1], [1, 0.985, 0.94], [0.97, 0.98, 1], [0.96, 0.95, 0.93]][rng.integers(4)], np.float32)
    level = rng.uniform(0.86, 0.97) if tone is None else tone
    fine = rng.normal(0, 0.006, shape).astype(np.float32)
    small = rng.normal(0, 1, (height // 24 + 2, width // 24 + 2)).astype(np.float32)
    clouds = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * 0.006
    return np.asarray(np.clip((level + fine + clouds)[..., None] * tint, 0, 1), np.float32)


def ruled(shape: tuple[int, int], line_height: int, rng: np.random.Generator) -> Paper:
    """Writing paper with lines, and often a red margin."""
    sheet = blank(shape, rng)
    pitch = int(line_height * rng.uniform(1.25, 1.7))
    colour = _print_colour(rng)
    baselines = list(range(pitch + int(rng.integers(0, pitch // 2)), shape[0] - 4, pitch))
    for y in baselines:
        _rule(sheet, (0, y), (shape[1], y), colour, line_height, rng)
    if rng.random() < 0.4:
        x = int(shape[1] * rng.uniform(0.03, 0.08))
        _rule(sheet, (x, 0), (x, shape[0]), np.array([0.85, 0.45, 0.45]), line_height, rng)
    return Paper(sheet, [y for y in baselines if y > line_height * 1.3], [])


def checked(shape: tuple[int, int], line_height: int, rng: np.random.Generator) -> Paper:
    """Squared paper, written over without regard for its squares or two squares high."""
    sheet = blank(shape, rng)
    pitch = max(8, int(line_height / rng.choice([1.0, 1.6, 2.0])))
    colour = _print_colour(rng)
    for x in range(int(rng.integers(pitch)), shape[1], pitch):
        _rule(sheet, (x, 0), (x, shape[0]), colour, line_height * 0.7, rng)
    rows = list(range(int(rng.integers(pitch)), shape[0], pitch))
    for y in rows:
        _rule(sheet, (0, y), (shape[1], y), colour, line_height * 0.7, rng)
    return Paper(sheet, [y - 2 for y in rows if 1.4 * line_height < y < shape[0] - line_height / 2], [])


def boxes(shape: tuple[int, int], line_height: int, count: int, rng: np.random.Generator) -> Paper:
    """A form: a row of ``count`` boxes, joined or apart, with a small printed label above."""
    sheet = blank(shape, rng, 0.96)
    side = int(line_height * rng.uniform(1.35, 1.7))
    wide = int(side * rng.uniform(0.75, 1.0))
    gap = 0 if rng.random() < 0.6 else int(side * rng.uniform(0.12, 0.3))
    left = max(4, int((shape[1] - count * (wide + gap)) * rng.uniform(0.2, 0.6)))
    top = int((shape[0] - side) * rng.uniform(0.35, 0.6))
    colour = np.array([[0.1, 0.1, 0.1], [0.55, 0.55, 0.55], [0.8, 0.35, 0.3], [0.35, 0.55, 0.75]][rng.integers(4)])
    thick = max(1, int(line_height * rng.uniform(0.015, 0.05)))
    cells = []
    for i in range(count):
        x = left + i * (wide + gap)
        cv2.rectangle(sheet, (x, top), (x + wide, top + side), colour.tolist(), thick, cv2.LINE_AA)
        cells.append(Rect(x, top, x + wide, top + side))
    words = ["Account no.", "Customer number", "Telefon", "Postcode", "Reference"]
    label(
        sheet, words[rng.integers(len(words))], (left, top - int(0.42 * line_height)), int(0.28 * line_height), colour
    )
    return Paper(sheet, [top + int(side * 0.85)], cells)


def cheque(shape: tuple[int, int], line_height: int, rng: np.random.Generator) -> Paper:
    """A cheque: guilloche lines in two pale colours under everything, a rule to write on, small print."""
    sheet = blank(shape, rng, 0.95)
    height, width = shape
    x = np.arange(width, dtype=np.float64)
    for _ in range(2):
        tint = 1 - rng.uniform(0.06, 0.20) * (1 - np.array(rng.permutation([1.0, 0.75, 0.35])))
        waves, step = rng.uniform(1.5, 5), max(6, int(line_height * rng.uniform(0.12, 0.25)))
        swing = line_height * rng.uniform(0.2, 0.7)
        layer = np.zeros(shape, np.uint8)
        for offset in range(-int(swing), height + int(swing), step):
            y = offset + swing * np.sin(2 * np.pi * waves * x / width + offset * 0.01)
            points = np.stack([x[::6], y[::6]], axis=1).astype(np.int32)
            cv2.polylines(layer, [points], False, 255, 1 + (line_height > 90), cv2.LINE_AA)
        cover = (layer / np.float32(255))[..., None]
        sheet *= 1 - cover * (1 - tint.astype(np.float32))
    baseline = int(height * rng.uniform(0.55, 0.75))
    colour = np.array([0.35, 0.4, 0.5])
    _rule(sheet, (int(width * 0.03), baseline), (int(width * 0.97), baseline), colour, line_height * 0.6, rng)
    label(sheet, "PAY TO THE ORDER OF", (int(width * 0.03), int(height * 0.06)), int(0.2 * line_height), colour)
    return Paper(sheet, [baseline - int(line_height * rng.uniform(0.02, 0.2))], [])


def blackboard(shape: tuple[int, int], rng: np.random.Generator) -> Colour:
    """A dark board or dark paper, with wiped traces of old chalk."""
    base = np.array([[0.10, 0.16, 0.13], [0.11, 0.11, 0.12], [0.12, 0.13, 0.22]][rng.integers(3)], np.float32)
    rough = cv2.GaussianBlur(rng.random(shape, np.float32), (0, 0), 12, sigmaY=3)
    rough = (rough - rough.min()) / max(float(np.ptp(rough)), 1e-6)
    return np.asarray(base + 0.06 * rough[..., None] + rng.normal(0, 0.008, (*shape, 1)).astype(np.float32))


def screen(shape: tuple[int, int], rng: np.random.Generator) -> Colour:
    """A drawing program's window: one exact colour, with a bar of buttons at the top now and then."""
    tones = [(1, 1, 1), (0.97, 0.97, 0.98), (0.12, 0.12, 0.14), (0.0, 0.0, 0.0), (0.99, 0.96, 0.85)]
    sheet = np.empty((*shape, 3), np.float32)
    sheet[:] = tones[rng.integers(len(tones))]
    return sheet


def label(sheet: Colour, text: str, at: tuple[int, int], size: int, colour: NDArray[np.floating]) -> None:
    """Print ``text`` with its upper left corner ``at`` (x, y), ``size`` pixels high, onto ``sheet``."""
    layer = Image.new("L", (sheet.shape[1], sheet.shape[0]))
    ImageDraw.Draw(layer).text(at, text, fill=255, font=ImageFont.load_default(max(size, 6)))
    cover = np.asarray(layer, np.float32)[..., None] / 255
    sheet *= 1 - cover
    sheet += cover * colour.astype(np.float32)


def _print_colour(rng: np.random.Generator) -> NDArray[np.float64]:
    tones = [(0.62, 0.72, 0.88), (0.72, 0.72, 0.74), (0.45, 0.55, 0.75), (0.60, 0.80, 0.78), (0.45, 0.45, 0.47)]
    return np.array(tones[rng.integers(len(tones))])


def _rule(
    sheet: Colour,
    start: tuple[int, int],
    end: tuple[int, int],
    colour: NDArray[np.floating],
    line_height: float,
    rng: np.random.Generator,
) -> None:
    thick = max(1, round(line_height * rng.uniform(0.012, 0.03)))
    cv2.line(sheet, start, end, colour.tolist(), thick, cv2.LINE_AA)
