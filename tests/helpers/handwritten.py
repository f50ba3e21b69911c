"""Numbers as a pen writes them, on a sheet of paper: strokes for each digit, drawn by OpenCV."""

from __future__ import annotations

import cv2
import numpy as np

# One list of strokes a digit, in a square of 100, y down.
STROKES = {
    "0": [[(50, 4), (22, 20), (14, 52), (26, 86), (52, 96), (76, 82), (84, 48), (74, 16), (50, 4)]],
    "1": [[(50, 4), (50, 96)]],
    "2": [[(20, 26), (34, 8), (58, 6), (74, 22), (66, 46), (40, 72), (16, 94), (50, 92), (82, 94)]],
    "3": [[(20, 14), (48, 4), (74, 18), (68, 40), (42, 48), (72, 58), (80, 78), (54, 96), (18, 88)]],
    "4": [[(36, 6), (18, 58), (78, 56)], [(66, 30), (60, 96)]],
    "5": [[(76, 6), (30, 8), (26, 44), (54, 40), (78, 60), (70, 86), (42, 96), (16, 86)]],
    "6": [[(64, 4), (34, 34), (20, 68), (34, 92), (60, 94), (74, 76), (60, 56), (36, 58), (24, 74)]],
    "7": [[(16, 10), (48, 8), (82, 10), (62, 46), (48, 96)]],
    "8": [
        [(70, 16), (48, 4), (28, 18), (40, 42), (68, 62), (72, 84), (48, 96), (24, 82), (36, 58), (66, 38), (70, 16)]
    ],
    "9": [[(74, 30), (56, 44), (32, 38), (28, 16), (50, 4), (72, 14), (74, 34), (68, 66), (56, 96)]],
}


def write(sheet, text, left, top, height=60, pen=6, tone=30, gap=0.35):
    """Write ``text`` onto ``sheet`` (H, W); where each digit is, (left, top, right, bottom)."""
    boxes = []
    for char in text:
        lines = [np.array(stroke) * height / 100 for stroke in STROKES[char]]
        points = np.concatenate(lines)
        shift = np.array([left - points[:, 0].min(), top])
        for line in lines:
            at = np.round((line + shift) * 16).astype(np.int32)
            cv2.polylines(sheet, [at], False, tone, pen, cv2.LINE_AA, 4)
        moved = points + shift
        boxes.append((*(moved.min(axis=0) - pen / 2).tolist(), *(moved.max(axis=0) + pen / 2).tolist()))
        left = moved[:, 0].max() + gap * height
    return boxes


def sheet(*lines, height=60, paper=235, pitch=2.0, margin=60, **settings):
    """A sheet of paper (H, W), uint8, with ``lines`` of digits."""
    longest = max(map(len, lines))
    size = (int(2 * margin + pitch * height * len(lines)), int(2 * margin + longest * 1.25 * height))
    blank = np.full(size, paper, np.uint8)
    for i, line in enumerate(lines):
        write(blank, line, margin, margin + int(i * pitch * height), height, **settings)
    return blank
