"""A picture in, a digit with its probability out.

>>> from sutja import Recognizer
>>> recognizer = Recognizer()
>>> answer = recognizer.predict("three.png")  # doctest: +SKIP
>>> answer.digit, answer.probability          # doctest: +SKIP
(3, 0.998)

The picture goes through :mod:`sutja.ink`, which makes of it what the network was trained on, whether it was drawn,
photographed or scanned. The network that ships was trained by this engine; ``assets/digits.md`` is its model card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja import ink
from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.models import Model, load_model

__all__ = ["Prediction", "Recognizer", "shipped_model"]


@dataclass(frozen=True, eq=False)
class Prediction:
    """What was read.

    Attributes:
        digit: The digit, 0 to 9.
        probability: How likely it is, in [0, 1], as the network sees it.
        probabilities: The probabilities of all ten digits, adding up to 1.
        pixels: The picture that the network received, uint8 (28, 28), ink 255 on 0.
    """

    digit: int
    probability: float
    probabilities: tuple[float, ...]
    pixels: NDArray[np.uint8]


class Recognizer:
    """Reads single digits.

    ``model``: a ``.keras`` file, a model in memory, or nothing for the model that ships. It takes pictures of
    (28, 28, 1) with values in [0, 1] and gives ten probabilities. Several threads may use one recogniser.
    """

    def __init__(self, model: str | PathLike[str] | Model | None = None) -> None:
        if isinstance(model, Model):
            self.model = model
        else:
            self.model = load_model(shipped_model() if model is None else model, compile=False)
        self._check_shapes()

    def predict(self, picture: Any, *, scale_stroke_width: bool = False) -> Prediction:
        """Read one digit from a picture of any size and polarity.

        Args:
            picture: A path, the bytes of a file, a PIL image, or an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4).
            scale_stroke_width: Whether to bring the pen to the width usual in the training pictures first.

        Raises:
            NothingDrawn: There is no ink in the picture.
            PictureError: It is no picture, or too large.
        """
        return self._read([ink.from_picture(picture, scale_stroke_width=scale_stroke_width)])[0]

    def predict_batch(self, pictures: Iterable[Any], *, scale_stroke_width: bool = False) -> list[Prediction]:
        """Read one digit from each picture, all at once."""
        return self._read([ink.from_picture(p, scale_stroke_width=scale_stroke_width) for p in pictures])

    def predict_strokes(
        self, strokes: Iterable[Any], *, pen_width: float, scale_stroke_width: bool = False
    ) -> Prediction:
        """Read one digit from the way of a pen.

        Args:
            strokes: One array (n, 2) of points (x, y) a stroke, y downwards, in any unit.
            pen_width: The width of the pen, in the same unit.
            scale_stroke_width: Whether to draw it with the pen width usual in the training pictures instead.

        Raises:
            NothingDrawn: There are no strokes.
        """
        digit = ink.from_strokes(strokes, pen_width=pen_width, scale_stroke_width=scale_stroke_width)
        return self._read([digit])[0]

    def _read(self, digits: list[ink.Digit]) -> list[Prediction]:
        if not digits:
            return []
        pixels = np.stack([digit.pixels for digit in digits])
        inputs = np.multiply(pixels[..., None], np.float32(1 / 255), dtype=np.float32)
        probabilities = self.model.predict(inputs, verbose=0)
        return [
            Prediction(int(p.argmax()), float(p.max()), tuple(map(float, p)), picture)
            for p, picture in zip(probabilities, pixels, strict=True)
        ]

    def _check_shapes(self) -> None:
        given, result = self.model.input_shape, self.model.output_shape
        if given[1:] != (28, 28, 1) or result[1:] != (10,):
            raise ModelFileError(
                _(
                    "This model does not read digits. Expected input (28, 28, 1) and 10 outputs. "
                    "Received: input {given}, output {result}",
                    given=given[1:],
                    result=result[1:],
                )
            )


def shipped_model() -> Path:
    """The file of the model that comes with the package."""
    return Path(str(resources.files("sutja") / "assets" / "digits.keras"))
