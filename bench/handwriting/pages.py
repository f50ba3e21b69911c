"""Pages to read: a number of 1 to 12 digits on paper, as a phone, a scanner or a screen shows it, and the truth.

``page(kind, seed)`` is always the same page. Each of KINDS shows one difficulty at full strength, on plain paper
otherwise; ``photo`` has everything at once, as in life.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting import camera, papers
from bench.handwriting.around import cropped, on_a_desk
from bench.handwriting.papers import Colour, Rect
from bench.handwriting.pen import INKS, Tool, write
from bench.handwriting.writers import Writers, writers

__all__ = ["KINDS", "Page", "page"]

# What each kind is, in words for the table.
KINDS = {
    "plain": "blank paper, flat light",
    "scan": "black and white, specks of dust",
    "ruled": "ruled paper",
    "checked": "checked paper",
    "boxes": "a form's boxes",
    "cheque": "security print behind",
    "shadow": "a shadow across",
    "light": "light from one side",
    "perspective": "seen at an angle",
    "rotated": "turned by up to 12 degrees",
    "phone": "blur, noise, strong JPEG",
    "dark": "chalk on a board",
    "screen": "a screenshot of a drawing",
    "touching": "digits that touch",
    "broken": "strokes with gaps",
    "marks": "dots, commas, minus signs, a frame",
    "lines": "two to four lines",
    "photo": "all at once",
    "desk": "a sheet on a desk",
    "close": "cropped to the writing",
    "pale": "a pen that hardly writes",
}
_TOOLS: list[Tool] = ["fineliner", "ballpoint", "pencil"]


@dataclass
class Page:
    """A page and what it says.

    Attributes:
        picture: uint8 (H, W, 3), RGB.
        text: The digits from left to right, lines parted by a line feed.
        boxes: Where each digit is, in the same order.
        kind: One of KINDS.
    """

    picture: NDArray[np.uint8]
    text: str
    boxes: list[Rect]
    kind: str


@dataclass
class _Sheet:
    """A page while it is being written."""

    colour: Colour
    rng: np.random.Generator
    tool: Tool
    ink: NDArray[np.float32]
    boxes: list[Rect] = field(default_factory=list)

    @property
    def holds_all(self) -> bool:
        """Whether no digit runs off the sheet."""
        height, width = self.colour.shape[:2]
        return all(b.left >= 0 and b.top >= 0 and b.right <= width and b.bottom <= height for b in self.boxes)

    def put(self, drawn: NDArray[np.float32], left: int, top: int) -> None:
        """Write ``drawn`` over what is there."""
        height, width = drawn.shape
        y, x = max(top, 0), max(left, 0)
        part = self.colour[y : top + height, x : left + width]
        cover = drawn[y - top :, x - left :][: part.shape[0], : part.shape[1], None]
        part *= 1 - cover * (1 - self.ink) if self.tool != "chalk" else 1 - cover
        if self.tool == "chalk":
            part += cover * self.ink


def page(kind: str, seed: int, source: str = "mnist", length: int | None = None) -> Page:
    """The page of ``kind`` with number ``seed``, written with digits of ``source``.

    Where the writing runs off the sheet, it is thrown away and written anew.
    """
    stream = [list(KINDS).index(kind), seed]
    lines, sheet = _written(kind, np.random.default_rng(stream), source, length)
    attempt = 0
    while not sheet.holds_all:
        attempt += 1
        lines, sheet = _written(kind, np.random.default_rng([*stream, attempt]), source, length)
    picture, boxes = _photograph(sheet, kind)
    return Page(picture, "\n".join(lines), boxes, kind)


def _written(kind: str, rng: np.random.Generator, source: str, length: int | None) -> tuple[list[str], _Sheet]:
    hands = writers(source)
    count = int(rng.integers(1, 13)) if length is None else length
    lines = [_number(count, rng)]
    if kind == "lines":
        lines = [_number(int(rng.integers(1, 11)), rng) for _ in range(rng.integers(2, 5))]
    size = int(rng.integers(40, 130))
    sheet, baselines, cells = _paper(kind, size, max(map(len, lines)), len(lines), rng)
    for line, baseline in zip(lines, baselines, strict=False):
        if cells:
            _fill_boxes(sheet, line, cells, size, hands)
        else:
            _write_line(sheet, line, baseline, size, hands, kind)
    if kind == "marks" and rng.random() < 0.5:
        _frame(sheet, size)
    return lines, sheet


def _number(count: int, rng: np.random.Generator) -> str:
    return "".join(map(str, rng.integers(0, 10, count)))


def _paper(
    kind: str, size: int, longest: int, lines: int, rng: np.random.Generator
) -> tuple[_Sheet, list[int], list[Rect]]:
    """A sheet large enough for the writing, with the baseline of each line."""
    width = max(int((longest * rng.uniform(1.0, 1.25) + rng.uniform(1.5, 5)) * size), 4 * size)
    height = int(size * (rng.uniform(2.6, 5.5) + 2.0 * (lines - 1)))
    shape = (height, width)
    tool: Tool = _TOOLS[rng.integers(3)]
    cells: list[Rect] = []
    middle = int(height / 2 - size * (lines - 1) + size * 0.5 * rng.uniform(0.6, 1.4))
    baselines = [middle + int(2.0 * size * i) for i in range(lines)]
    made = None
    base = kind if kind != "photo" else str(rng.choice(["plain", "ruled", "checked", "boxes", "cheque"]))
    match base:
        case "ruled":
            made = papers.ruled(shape, size, rng)
        case "checked":
            made = papers.checked(shape, size, rng)
        case "cheque":
            made = papers.cheque(shape, size, rng)
        case "boxes":
            shape = (max(height, 3 * size), max(width, int(size * longest * 2.3)))
            made = papers.boxes(shape, size, longest, rng)
            cells = made.cells
    if made is not None:
        colour = made.colour
        baselines = [made.baselines[rng.integers(len(made.baselines))]] if made.baselines else baselines
    elif kind == "dark":
        colour, tool = papers.blackboard(shape, rng), "chalk"
    elif kind == "screen":
        colour, tool = papers.screen(shape, rng), "fineliner"
    else:
        colour = papers.blank(shape, rng)
    choices = INKS[tool]
    ink = np.array(choices[rng.integers(len(choices))], np.float32)
    if kind == "screen":
        light = colour[0, 0].mean() > 0.5
        ink = np.array([(0, 0, 0), (0.8, 0.1, 0.1), (0.1, 0.3, 0.9)][rng.integers(3)], np.float32)
        ink, tool = (ink, tool) if light else (1 - ink * 0.5, "chalk")
    if kind == "pale":
        ink = colour.mean(axis=(0, 1)) * np.float32(rng.uniform(0.68, 0.84))
    return _Sheet(colour, rng, tool, ink), baselines, cells


def _write_line(sheet: _Sheet, line: str, baseline: int, size: int, hands: Writers, kind: str) -> None:
    rng = sheet.rng
    tool = "fineliner" if kind == "screen" else sheet.tool
    drawn = [write(hands.pick(int(d), rng), max(12, int(size * rng.uniform(0.88, 1.12))), tool, rng) for d in line]
    if kind == "broken":
        drawn = [_break(part, rng) for part in drawn]
    gap = rng.uniform(0.12, 0.4) * size
    left = float(rng.uniform(0.6, 1.6) * size)
    for i, part in enumerate(drawn):
        top = baseline - part.shape[0] + int(size * rng.normal(0, 0.035))
        if i:
            left += (
                _touch(drawn[i - 1], part, rng)
                if kind == "touching" and rng.random() < 0.5
                else gap * rng.uniform(0.5, 1.5)
            )
        if kind == "marks" and i and rng.random() < 0.35:
            left = _dot(sheet, left, baseline, size, gap)
        if kind == "marks" and not i and rng.random() < 0.4:
            left = _minus(sheet, left, baseline, size)
        sheet.put(part, int(left), top)
        sheet.boxes.append(Rect(int(left), top, int(left) + part.shape[1], top + part.shape[0]))
        left += part.shape[1]


def _fill_boxes(sheet: _Sheet, line: str, cells: list[Rect], size: int, hands: Writers) -> None:
    rng = sheet.rng
    for d, cell in zip(line, cells, strict=False):
        part = write(hands.pick(int(d), rng), max(12, int(size * rng.uniform(0.85, 1.1))), sheet.tool, rng)
        left = int((cell.left + cell.right - part.shape[1]) / 2 + size * rng.normal(0, 0.06))
        top = int((cell.top + cell.bottom - part.shape[0]) / 2 + size * rng.normal(0, 0.06))
        sheet.put(part, left, top)
        sheet.boxes.append(Rect(left, top, left + part.shape[1], top + part.shape[0]))


def _touch(before: NDArray[np.float32], after: NDArray[np.float32], rng: np.random.Generator) -> float:
    """How far to move ``after`` from the right edge of ``before`` (to the left: below 0) so that their strokes meet.

    Digits nest by a quarter of the narrower at most: more could not be read by anyone.
    """
    height = min(before.shape[0], after.shape[0])
    a, b = before[-height:] > 0.5, after[-height:] > 0.5
    right = np.where(a.any(axis=1), np.argmax(a[:, ::-1], axis=1), 9999)  # paper to the right of each row
    left = np.where(b.any(axis=1), np.argmax(b, axis=1), 9999)
    nearest = int((left + right).min()) + float(rng.uniform(0.0, 0.04)) * height
    return -min(nearest, 0.25 * min(before.shape[1], after.shape[1]))


def _break(part: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Gaps across the strokes, as a dry pen or a bad copy leaves them."""
    part = part.copy()
    height = part.shape[0]
    for _ in range(rng.integers(1, 3)):
        rows, columns = np.nonzero(part > 0.5)
        at = rng.integers(rows.size)
        angle = rng.uniform(0, np.pi)
        reach = 0.16 * height
        dx, dy = reach * np.cos(angle), reach * np.sin(angle)
        start = (int(columns[at] - dx), int(rows[at] - dy))
        end = (int(columns[at] + dx), int(rows[at] + dy))
        cv2.line(part, start, end, 0.0, max(1, int(height * rng.uniform(0.02, 0.06))))
    return part


def _dot(sheet: _Sheet, left: float, baseline: int, size: int, gap: float) -> float:
    """A dot or a comma on the baseline; the place after it."""
    radius = max(2, int(size * sheet.rng.uniform(0.035, 0.06)))
    drawn = np.zeros((8 * radius, 4 * radius), np.float32)
    cv2.circle(drawn, (2 * radius, 2 * radius), radius, 1.0, -1, cv2.LINE_AA)
    if sheet.rng.random() < 0.5:
        cv2.line(drawn, (2 * radius, 2 * radius), (radius, 5 * radius), 1.0, radius, cv2.LINE_AA)
    sheet.put(drawn, int(left), baseline - 3 * radius)
    return left + 4 * radius + gap * 0.5


def _minus(sheet: _Sheet, left: float, baseline: int, size: int) -> float:
    length, thick = int(size * sheet.rng.uniform(0.35, 0.55)), max(2, int(size * 0.07))
    drawn = np.zeros((3 * thick, length + 2 * thick), np.float32)
    cv2.line(drawn, (thick, thick), (length, int(thick * 1.4)), 1.0, thick, cv2.LINE_AA)
    sheet.put(drawn, int(left), baseline - size // 2)
    return left + length + 0.3 * size


def _frame(sheet: _Sheet, size: int) -> None:
    """A rectangle drawn by hand around all digits."""
    left, top = min(b.left for b in sheet.boxes), min(b.top for b in sheet.boxes)
    right, bottom = max(b.right for b in sheet.boxes), max(b.bottom for b in sheet.boxes)
    drawn = np.zeros(sheet.colour.shape[:2], np.float32)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    away = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * size * 0.45
    corners = corners + away + sheet.rng.normal(0, 0.04 * size, (4, 2))
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        cv2.line(drawn, a.astype(int).tolist(), b.astype(int).tolist(), 1.0, max(2, int(size * 0.05)), cv2.LINE_AA)
    sheet.put(drawn, 0, 0)


def _photograph(sheet: _Sheet, kind: str) -> tuple[NDArray[np.uint8], list[Rect]]:
    colour, boxes, rng = sheet.colour, sheet.boxes, sheet.rng
    shape = (colour.shape[0], colour.shape[1])
    many = kind == "photo"
    if kind == "light" or (many and rng.random() < 0.7):
        colour = camera.lamp(colour, rng, 0.6 if kind == "light" else 0.4)
    if kind == "shadow" or (many and rng.random() < 0.5):
        colour = camera.shadow(colour, rng)
    if kind == "rotated" or many:
        degrees = rng.uniform(-12, 12) if kind == "rotated" else rng.uniform(-4, 4)
        colour, boxes = _turn(colour, boxes, float(degrees))
        shape = (colour.shape[0], colour.shape[1])
    if kind == "desk":
        colour, boxes = on_a_desk(colour, boxes, rng)
    if kind == "close":
        colour, boxes = cropped(colour, boxes, rng)
    if kind == "perspective" or many:
        colour, boxes = camera.look(colour, camera.perspective(shape, rng, 0.10 if not many else 0.05), boxes)
    if kind == "scan":
        return _scan(colour, rng), boxes
    if kind == "screen":
        return np.asarray(255 * np.clip(colour, 0, 1) + 0.5, np.uint8), boxes
    strong = kind == "phone"
    colour = camera.sensor(colour, rng, 0.05 if strong else 0.012, 1.6 if strong else 0.7)
    picture = np.asarray(255 * np.clip(colour, 0, 1) + 0.5, np.uint8)
    return camera.jpeg(picture, int(rng.integers(18, 40) if strong else rng.integers(70, 95))), boxes


def _turn(colour: Colour, boxes: list[Rect], degrees: float) -> tuple[Colour, list[Rect]]:
    """Turn the sheet on a larger one, so that no digit leaves it."""
    extra = int(abs(np.sin(np.radians(degrees))) * max(colour.shape[:2]) / 2) + 1
    larger = np.asarray(np.pad(colour, ((extra, extra), (extra, extra), (0, 0)), mode="edge"), np.float32)
    moved = [Rect(b.left + extra, b.top + extra, b.right + extra, b.bottom + extra) for b in boxes]
    return camera.look(larger, camera.rotation((larger.shape[0], larger.shape[1]), degrees), moved)


def _scan(colour: Colour, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Black and white, with dust, a little thicker or thinner than it was written."""
    grey = cv2.GaussianBlur(colour.mean(axis=2), (0, 0), 0.8) + rng.normal(0, 0.02, colour.shape[:2])
    black = grey < grey.max() * rng.uniform(0.55, 0.75)
    for _ in range(int(rng.integers(5, 60))):
        y, x, side = rng.integers(0, black.shape[0] - 4), rng.integers(0, black.shape[1] - 4), rng.integers(1, 4)
        black[y : y + side, x : x + side] = True
    return np.repeat(np.where(black, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
