"""Make the golden vectors of the preprocessing: ``python tests/ink/make_golden.py``.

Each file under ``golden/`` holds an input and the 28 x 28 grey levels that must come out, row by row. A version of
``sutja.ink`` in another language is right when it gives these to within one grey level.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from sutja import ink

FOLDER = Path(__file__).parent / "golden"
SEVEN = [[[0.2, 0.15], [0.8, 0.15], [0.6, 0.5], [0.42, 0.92]], [[0.35, 0.5], [0.7, 0.5]]]
FIVE = [[[70, 10], [20, 12], [18, 50], [45, 42], [72, 62], [60, 95], [20, 90]]]


def cases() -> dict[str, dict]:
    """The inputs by name."""
    found: dict[str, dict] = {}
    for name, strokes, pen_width in (
        ("seven", SEVEN, 0.08),
        ("five-thick", FIVE, 20),
        ("five-hairline", FIVE, 0.5),
        ("dot", [[[3, 4]]], 1),
    ):
        for scale in (False, True):
            kind = f"{name}{'-scaled' if scale else ''}"
            found[kind] = {"strokes": strokes, "pen_width": pen_width, "scale_stroke_width": scale}
    drawn = (255 * ink.from_strokes(SEVEN, 0.08).ink + 0.5).astype(int)
    found["picture-dark-on-light"] = {"picture": (255 - drawn).tolist()}
    found["picture-light-on-grey"] = {"picture": (60 + drawn * 150 // 255).tolist()}
    return found


def result(case: dict) -> np.ndarray:
    """What comes out of ``case``."""
    if "picture" in case:
        return ink.from_picture(np.array(case["picture"], np.uint8)).pixels
    return ink.from_strokes(case["strokes"], case["pen_width"], scale_stroke_width=case["scale_stroke_width"]).pixels


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, case in cases().items():
        text = json.dumps({**case, "pixels": result(case).tolist()}, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
