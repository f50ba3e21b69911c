"""Explain: what each stage made of a picture, as one picture a person can look at.

The panels, from top to bottom: the picture in grey; the picture without its paper; the ink, with the rules that were
removed in red; the page turned level, with tall pieces in green, small ones that belong to them in blue and ignored
ones in grey; and what the network may receive, every candidate of every line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sutja.ink.page import Page
from sutja.ink.straight_lines import StraightLine

__all__ = ["explain"]

_WIDTH = 900  # pixels of the panels
_RED, _GREEN, _BLUE, _GREY = (220, 40, 40), (30, 150, 60), (40, 90, 220), (160, 160, 160)
_GAP = 6

Colour = NDArray[np.uint8]


def explain(page: Page) -> Colour:
    """The stages of ``page`` as a picture (H, W, 3), RGB."""
    panels = [_scaled(_levels(page.stages.grey))]
    if page.stages.clean is not None:
        panels.append(_scaled(_levels(1 - page.stages.clean.darkness)))
    if page.stages.clean is not None and page.stages.ruled is not None:
        panels.append(_scaled(_rules_panel(page.stages.clean.ink, page.stages.ruled.across, page.stages.ruled.upright)))
    if page.stages.level is not None:
        panels.append(_scaled(_pieces_panel(page)))
    panels.extend(_candidates_panel(page))
    width = max(panel.shape[1] for panel in panels)
    spaced = [np.pad(panel, ((0, _GAP), (0, width - panel.shape[1]), (0, 0)), constant_values=128) for panel in panels]
    return np.concatenate(spaced)


def _levels(grey: NDArray[np.floating]) -> Colour:
    return np.repeat(np.asarray(255 * np.clip(grey, 0, 1) + 0.5, np.uint8)[..., None], 3, axis=2)


def _scaled(panel: Colour) -> Colour:
    import cv2

    scale = _WIDTH / panel.shape[1]
    size = (_WIDTH, max(1, round(panel.shape[0] * scale)))
    return np.asarray(cv2.resize(panel, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST))


def _rules_panel(ink: NDArray[np.float32], across: list[StraightLine], upright: list[StraightLine]) -> Colour:
    import cv2

    panel = _levels(1 - ink)
    for rule in across:
        start, end = ((x, round(rule.slope * x + rule.height)) for x in (rule.start, rule.end))
        cv2.line(panel, start, end, _RED, max(1, round(rule.thickness)))
    for rule in upright:
        start, end = ((round(rule.slope * y + rule.height), y) for y in (rule.start, rule.end))
        cv2.line(panel, start, end, _RED, max(1, round(rule.thickness)))
    return panel


def _pieces_panel(page: Page) -> Colour:
    import cv2

    assert page.stages.level is not None
    panel = _levels(1 - page.stages.level)
    if page.stages.boxes is None or page.stages.layout is None:
        return panel
    thick = max(1, panel.shape[1] // 600)
    for i, (box, owner) in enumerate(zip(page.stages.boxes.tolist(), page.stages.layout.owner.tolist(), strict=True)):
        colour = _GREEN if owner == i else _BLUE if owner >= 0 else _GREY
        cv2.rectangle(panel, (box[0], box[1]), (box[2], box[3]), colour, thick)
    return panel


def _candidates_panel(page: Page) -> list[Colour]:
    """The candidates of each line in rows of as many as fit."""
    rows = []
    for line in page.lines:
        tiles = [np.pad(255 - candidate.pixels, 2, constant_values=200) for candidate in line.candidates]
        fit = _WIDTH // tiles[0].shape[1] if tiles else 1
        for start in range(0, len(tiles), fit):
            row = np.hstack(tiles[start : start + fit])
            rows.append(np.repeat(row[..., None], 3, axis=2))
    return rows
