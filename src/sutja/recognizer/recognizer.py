"""The recogniser: a model and the preparation of pictures that belongs to it.

The picture goes through :mod:`sutja.ink`, which makes of it what the network was trained on, whether it was drawn,
photographed or scanned. The network that ships was trained by this engine; ``assets/digits.md`` is its model card.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja import ink, nn
from sutja.checks import whole
from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.models import Model, load_model
from sutja.nn.training.straight import StraightWay
from sutja.recognizer.answers import Digit, Prediction, Reading
from sutja.recognizer.search import best_choice, costs

__all__ = ["Recognizer", "shipped_model"]

_FEW = 31  # pictures; from 32 on, a batch is shared among threads
_BATCH = 64
_REFUSED = 0.5


class Recognizer:
    """Reads digits, one or many.

    ``model``: a ``.keras`` file, a model in memory, or nothing for the model that ships. It takes pictures of
    (28, 28, 1) with values in [0, 1] and gives the probabilities of the ten digits, or of these and an eleventh
    class, "no digit"; with that one, what is more likely no digit than a digit is refused. Several threads may use
    one recogniser.
    """

    def __init__(self, model: str | PathLike[str] | Model | None = None) -> None:
        if isinstance(model, Model):
            self.model = model
        else:
            self.model = load_model(shipped_model() if model is None else model, compile=False)
        self._check_shapes()
        self._straight = StraightWay(self.model.graph)

    def predict(self, picture: Any, *, scale_stroke_width: bool = False) -> Prediction:
        """Read one digit from a picture of any size and polarity.

        Args:
            picture: A path, the bytes of a file, a PIL image, or an array (H, W), (H, W, 1), (H, W, 3) or (H, W, 4).
            scale_stroke_width: Whether to bring the pen to the width usual in the training pictures first.

        Raises:
            NothingDrawn: There is no ink in the picture.
            PictureError: It is no picture, or too large.
        """
        return self._predict([ink.from_picture(picture, scale_stroke_width=scale_stroke_width)])[0]

    def predict_batch(self, pictures: Iterable[Any], *, scale_stroke_width: bool = False) -> list[Prediction]:
        """Read one digit from each picture, all at once."""
        return self._predict([ink.from_picture(p, scale_stroke_width=scale_stroke_width) for p in pictures])

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
        return self._predict([digit])[0]

    def read(self, picture: Any, length: int | None = None) -> Reading:
        """Read all digits on a page: a photograph, a scan, a screenshot or a drawing.

        Rules, frames, faint print, dots, commas and minus signs are passed over. Slashes and brackets are not: they are
        read as 1, since many people write a 1 so.

        Args:
            picture: As for :meth:`predict`.
            length: How many digits there are, if you know; ``digits`` has as many, as far as the ink allows it. The
                refused ones count, so ``text`` may have fewer.

        Returns:
            The digits in reading order; a reading without digits where there is no ink.

        Raises:
            PictureError: It is no picture, or too large.
            InvalidArgument: The length is not a positive whole number.
        """
        return self.read_page(ink.from_page(picture), length)

    def read_strokes(self, strokes: Iterable[Any], *, pen_width: float, length: int | None = None) -> Reading:
        """Read all digits that a pen has drawn.

        Args:
            strokes, pen_width: As for :meth:`predict_strokes`; the boxes of the digits are in their unit.
            length: As for :meth:`read`.

        Raises:
            NothingDrawn: There are no strokes.
            InvalidArgument: The strokes or the pen are none, or the length is not a positive whole number.
        """
        return self.read_page(ink.page_from_strokes(strokes, pen_width), length)

    def read_page(self, page: ink.Page, length: int | None = None) -> Reading:
        """Read a page whose ink was found before."""
        if length is not None:
            whole("length", length)
        candidates = [candidate for line in page.lines for candidate in line.candidates]
        if not candidates:
            return Reading(())
        seen = self._look(np.stack([candidate.pixels for candidate in candidates]))
        chosen = best_choice(page.lines, costs(candidates, seen.digits, seen.none), length)
        lines, offset = [], 0
        for line, choice in zip(page.lines, chosen, strict=True):
            if choice:
                lines.append(tuple(_digit(page, line.candidates[i], seen.of(offset + i)) for i in choice))
            offset += len(line.candidates)
        return Reading(tuple(lines))

    def _predict(self, digits: list[ink.Digit]) -> list[Prediction]:
        if not digits:
            return []
        pixels = np.stack([digit.pixels for digit in digits])
        seen = self._look(pixels)
        return [_prediction(seen.of(i), picture) for i, picture in enumerate(pixels)]

    def _look(self, pixels: NDArray[np.uint8]) -> _Seen:
        """What the network makes of digits (n, 28, 28)."""
        inputs = np.multiply(pixels[..., None], np.float32(1 / 255), dtype=np.float32)
        found = self._outputs(inputs)
        if found.shape[1] == 10:
            return _Seen(found, np.zeros(len(found), found.dtype))
        digits = np.maximum(found[:, :10], np.finfo(np.float32).tiny)
        return _Seen(digits / digits.sum(axis=1, keepdims=True), found[:, 10])

    def _outputs(self, inputs: NDArray[np.float32]) -> NDArray[np.floating]:
        """The outputs of the network, by the way that is quickest for so many pictures."""
        way, graph = self._straight, self.model.graph
        if way.graph is not graph:  # it is another model, or was given other layers
            way = self._straight = StraightWay(graph)
        network = way.network()
        if network is not None and (len(inputs) <= _FEW or nn.config.num_threads() == 1):
            return network(inputs)
        if len(inputs) <= _BATCH:  # here, all that predict does around its batches takes longer than the pictures
            return np.asarray(self.model.predict_on_batch(inputs))
        return np.asarray(self.model.predict(inputs, batch_size=_BATCH, verbose=0))

    def _check_shapes(self) -> None:
        given, result = self.model.input_shape, self.model.output_shape
        if given[1:] != (28, 28, 1) or result[1:] not in ((10,), (11,)):
            raise ModelFileError(
                _(
                    "This model does not read digits. Expected input (28, 28, 1) and 10 outputs, or 11. "
                    "Received: input {given}, output {result}",
                    given=given[1:],
                    result=result[1:],
                )
            )


class _Seen(NamedTuple):
    """The probabilities of the ten digits, if it is one (n, 10), and of no digit at all (n,)."""

    digits: NDArray[np.floating]
    none: NDArray[np.floating]

    def of(self, i: int) -> tuple[tuple[float, ...], float]:
        """Both for the picture ``i``."""
        return tuple(self.digits[i].tolist()), float(self.none[i])


def _prediction(seen: tuple[tuple[float, ...], float], pixels: NDArray[np.uint8]) -> Prediction:
    probabilities, none = seen
    probability = max(probabilities)
    digit = None if none > _REFUSED else probabilities.index(probability)
    return Prediction(digit, probability, probabilities, pixels, none)


def _digit(page: ink.Page, candidate: ink.Candidate, seen: tuple[tuple[float, ...], float]) -> Digit:
    probabilities, none = seen
    probability = max(probabilities)
    box = page.box_in_picture(candidate.box)
    return Digit(probabilities.index(probability), probability, probabilities, box, candidate.pixels, none)


def shipped_model() -> Path:
    """The file of the model that comes with the package."""
    return Path(str(resources.files("sutja") / "assets" / "digits.keras"))
