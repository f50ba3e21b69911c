"""Hostile pictures: files of every format damaged at random, and arrays that nobody meant to be a picture.

Whatever is given to a recogniser, it gives an answer or one of the errors of its documentation. An everyday run tries a
few hundred pictures; ``make fuzz-pictures`` some 25,000, and writes down what came of them:

    PYTHONPATH=tests/helpers python -m hostile --pictures 25000
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count, islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from damage import damaged
from PIL import Image

from sutja import Recognizer
from sutja.errors import InvalidArgument, NothingDrawn, PictureTooLarge, UnreadablePicture

ALLOWED = (InvalidArgument, NothingDrawn, PictureTooLarge, UnreadablePicture)
RESULT = Path("bench/results/hostile-pictures.json")
TURNED = 0x0112  # the EXIF tag of the orientation


def drawing(width: int = 72, height: int = 48) -> np.ndarray:
    """Two digits, 12, dark on light."""
    sheet = np.full((height, width), 235, np.uint8)
    cv2.line(sheet, (width // 4, 8), (width // 4, height - 10), 20, 4)
    points = [(width // 2, 14), (width * 5 // 8, 8), (width * 3 // 4, 16), (width // 2, height - 10)]
    cv2.polylines(sheet, [np.array([*points, (width * 3 // 4, height - 10)])], False, 20, 4)
    return sheet


def saved(image: Image.Image, kind: str, **settings: Any) -> bytes:
    """The bytes of ``image`` as a file."""
    content = io.BytesIO()
    image.save(content, kind, **settings)
    return content.getvalue()


def files() -> dict[str, bytes]:
    """A whole file of each kind."""
    grey = Image.fromarray(drawing())
    colour = grey.convert("RGB")
    clear = Image.merge("RGBA", (*colour.split(), Image.fromarray(255 - drawing())))
    deep = Image.fromarray(drawing().astype(np.uint16) * 257)
    measured = Image.fromarray(drawing().astype(np.float32) - 100)
    frames = [grey.rotate(10 * i) for i in range(1, 4)]
    turned = Image.Exif()
    turned[TURNED] = 6
    every = {"save_all": True, "append_images": frames}
    return {
        "PNG": saved(grey, "PNG"),
        "PNG, transparent": saved(clear, "PNG"),
        "PNG, palette": saved(colour.convert("P"), "PNG", transparency=3),
        "PNG, 16 bits": saved(deep, "PNG"),
        "PNG, animated": saved(grey, "PNG", **every),
        "PNG, 1x1": saved(grey.resize((1, 1)), "PNG"),
        "JPEG": saved(colour, "JPEG"),
        "JPEG, CMYK": saved(colour.convert("CMYK"), "JPEG"),
        "JPEG, turned": saved(colour, "JPEG", exif=turned),
        "JPEG, progressive": saved(grey, "JPEG", progressive=True),
        "GIF": saved(grey, "GIF"),
        "GIF, animated": saved(grey, "GIF", **every),
        "WebP": saved(colour, "WEBP"),
        "WebP, transparent": saved(clear, "WEBP", lossless=True),
        "WebP, animated": saved(colour, "WEBP", **every),
        "TIFF": saved(grey, "TIFF"),
        "TIFF, compressed": saved(colour, "TIFF", compression="tiff_lzw"),
        "TIFF, 16 bits": saved(deep, "TIFF"),
        "TIFF, 32 bits": saved(measured, "TIFF"),
        "TIFF, several": saved(colour.convert("CMYK"), "TIFF", **every),
        "BMP": saved(grey, "BMP"),
        "BMP, colour": saved(colour, "BMP"),
        "PPM": saved(colour, "PPM"),
    }


def arrays(seed: int = 0) -> Iterator[Any]:
    """Arrays without end, and what is none."""
    rng = np.random.default_rng(seed)
    dtypes = "?bBhHiIlLqQefdgFDSUOMmV"
    values: list[Callable[[tuple[int, ...]], Any]] = [
        lambda shape: rng.integers(0, 256, shape),
        lambda shape: rng.random(shape),
        lambda shape: np.full(shape, rng.choice([0, 1, 0.5, 255, 65535, 65536, -1, 1e300, np.nan, np.inf])),
        lambda shape: np.where(rng.random(shape) < 0.02, rng.choice([np.nan, np.inf, -np.inf]), rng.random(shape)),
        lambda shape: rng.random(shape) * 10.0 ** rng.integers(-320, 6),
        lambda shape: np.where(rng.random(shape) < rng.random(), 0, 255),
        lambda shape: np.indices(shape).sum(axis=0) % int(rng.integers(2, 40)) * 6 if shape else np.array(7),
        lambda shape: np.resize(drawing(*map(int, rng.integers(30, 90, 2))), shape),
    ]
    strange = [None, "", [], [[1], [1, 2]], {}, b"", 3, object(), "\0", [["a", "b"]], np.array(object()), {1, 2}]
    vast = [(8063, 8063), (65_000_001, 1), (1, 70_000_000, 3), (2**40, 2**20)]
    while True:
        kind = rng.random()
        if kind < 0.02:
            yield strange[rng.integers(len(strange))]
            continue
        if kind < 0.03:
            yield np.broadcast_to(np.uint8(7), vast[rng.integers(len(vast))])
            continue
        sides = [int(side) for side in rng.choice([0, 1, 2, 3, 5, 17, 28, 29, 64, 100, 151], rng.integers(0, 5))]
        if rng.random() < 0.7:
            sides = [int(side) for side in rng.integers(1, 120, 2)] + [[], [1], [3], [4]][rng.integers(4)]
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            made = np.asarray(values[rng.integers(len(values))](tuple(sides)))
            try:
                yield made.astype(dtypes[rng.integers(len(dtypes))] if rng.random() < 0.5 else made.dtype)
            except (TypeError, ValueError, OverflowError):
                yield made


def pictures(kind: str, seed: int = 0) -> Iterator[Any]:
    """Hostile pictures of one of KINDS without end, the same ones for the same ``seed``."""
    if kind == "array":
        yield from arrays(seed)
    content = files()[kind]
    yield content
    for more in count(1000 * seed):
        yield from damaged(more, content)


KINDS = (*files(), "array")


def outcome(read: Callable[[Any], Any], picture: Any) -> str:
    """``answer``, or the name of the documented error that ``read`` raised; anything else comes through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of damaged files
        warnings.simplefilter("error", RuntimeWarning)
        try:
            read(picture)
        except ALLOWED as error:
            assert str(error)
            return type(error).__name__
    return "answer"


def main() -> None:
    """Try many pictures and write down what came of them."""
    parser = argparse.ArgumentParser(prog="hostile")
    parser.add_argument("--pictures", type=int, default=25_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    recognizer = Recognizer()
    came: dict[str, dict[str, Counter[str]]] = {}
    for kind in KINDS:
        came[kind] = {"predict": Counter(), "read": Counter()}
        for number, picture in enumerate(islice(pictures(kind, wanted.seed), -(-wanted.pictures // len(KINDS)))):
            for name, counter in came[kind].items():
                try:
                    counter[outcome(getattr(recognizer, name), picture)] += 1
                except Exception as error:
                    raise SystemExit(f"{name}, {kind}, seed {wanted.seed}, number {number}: {error!r}") from error
        print(kind, {name: dict(counter) for name, counter in came[kind].items()}, flush=True)
    names = ("sutja", "numpy", "opencv-python-headless", "pillow")
    result = {
        "command": f"python -m hostile --pictures {wanted.pictures} --seed {wanted.seed}",
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in names}},
        "pictures": sum(counter.total() for counters in came.values() for counter in counters.values()) // 2,
        "outcomes": came,
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
