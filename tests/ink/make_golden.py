"""Make the golden vectors of the preprocessing: ``PYTHONPATH=tests/helpers python tests/ink/make_golden.py``.

Each file under ``golden/`` holds an input and the 28 x 28 grey levels that must come out, row by row. A version of
``sutja.ink`` in another language is right when it gives these to within one grey level.

Under ``golden/pages`` are pictures of pages, and for each what every stage must find: the polarity, the least of full
ink that counts, how many rules run across and upright, the slope, the height H, and the candidates of each line, with
the 28 x 28 grey levels of each as hexadecimal digits.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from handwritten import write
from PIL import Image

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


def pages() -> dict[str, np.ndarray]:
    """The pages by name, uint8 (H, W)."""
    blank = np.full((130, 330), 225, np.uint8)
    even, touching = blank.copy(), blank.copy()
    write(even, "2607", 40, 35)
    end = write(touching, "20", 40, 35, gap=0.0)[-1][2]
    write(touching, "14", end + 30, 35, gap=0.0)
    y, x = np.mgrid[0:130, 0:330]
    shadow = np.where(2 * x + y > 330, even * 0.5, even).astype(np.uint8)
    ruled = even.copy()
    for row in (20, 62, 104):
        ruled[row : row + 2] = np.minimum(ruled[row : row + 2], 120)
    for column in range(12, 330, 42):
        ruled[:, column] = np.minimum(ruled[:, column], 120)
    return {"even": even, "board": 255 - even, "shadow": shadow, "ruled": ruled, "touching": touching}


def found(picture: np.ndarray) -> dict:
    """What each stage finds on the page."""
    page = ink.from_page(picture)
    stages = page.stages
    return {
        "dark_ink": stages.clean.dark_ink,
        "faint": round(stages.clean.faint, 4),
        "rules": [len(stages.ruled.across), len(stages.ruled.upright)],
        "back": np.round(page.back, 4).tolist(),
        "height": stages.layout.height,
        "lines": [
            {
                "atoms": line.atoms,
                "candidates": [
                    {
                        "atoms": [c.first, c.last],
                        "box": list(c.box),
                        "crossed": round(c.crossed, 3),
                        "gap": round(c.gap, 3),
                        "breaks": c.breaks,
                        "pixels": c.pixels.tobytes().hex(),
                    }
                    for c in line.candidates
                ],
            }
            for line in page.lines
        ],
    }


if __name__ == "__main__":
    (FOLDER / "pages").mkdir(parents=True, exist_ok=True)
    for name, picture in pages().items():
        Image.fromarray(picture).save(FOLDER / "pages" / f"{name}.png", optimize=True)
        text = json.dumps(found(picture), separators=(",", ":"))
        (FOLDER / "pages" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    for name, case in cases().items():
        text = json.dumps({**case, "pixels": result(case).tolist()}, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
