"""What goes in and comes out of the API: a drawing as strokes, the answers, an error, the server's health.

These models are the API's documentation as well: their descriptions are shown at ``/docs``, in either language.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

import sutja
from sutja.language import mark as N_
from sutja.language import translate as _
from sutja.recognizer import Digit, Prediction, Reading
from sutja.studio.errors import MalformedJson
from sutja.studio.validation import explained

__all__ = ["Answer", "Drawing", "ErrorAnswer", "Health", "PageAnswer"]

Coordinate = Annotated[float, Field(allow_inf_nan=False)]
Point = tuple[Coordinate, Coordinate]
Stroke = Annotated[list[Point], FailFast()]  # one fault is told, so a million of them are not collected


def _without_docstring(schema: dict[str, Any]) -> None:
    schema.pop("description", None)


class _Model(BaseModel):
    """A model whose docstring, which is for developers of the studio, stays out of the API's description."""

    model_config = ConfigDict(json_schema_extra=_without_docstring)


class Drawing(_Model):
    """A drawing as the way that the pen went."""

    model_config = ConfigDict(extra="forbid", strict=True)

    strokes: Annotated[list[Stroke], FailFast()] = Field(
        description=N_(
            "The strokes in the order in which they were drawn; each is a list of points [x, y], with x to the "
            "right and y down, in any unit. A single point is a dot. At most 20,000 points, and in all at most 1,000 "
            "times as long as the drawing is large."
        ),
        examples=[[[[30.0, 20.0], [90.0, 20.0], [72.0, 64.0], [55.0, 110.0]]]],
    )
    pen_width: float = Field(
        gt=0,
        allow_inf_nan=False,
        description=N_("How wide the pen is, in the unit of the points."),
        examples=[12.0],
    )

    @classmethod
    def from_json(cls, body: bytes) -> Self:
        """The drawing that ``body`` describes.

        Raises:
            MalformedJson: ``body`` is not JSON.
            InvalidArgument: a field is missing, unknown, or outside what it may be.
        """
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            finding = error.errors()[0]
            if finding["type"] == "json_invalid":
                raise MalformedJson(_("The body is not JSON: {why}", why=finding["ctx"]["error"])) from None
            raise explained(finding, whole=_("drawing")) from None


PROBABILITY = N_("The probability of the most likely digit, if it is a digit at all.")
PROBABILITIES = N_("The probability of each digit from 0 to 9, if it is a digit at all.")
NO_DIGIT = N_("How likely it is that this is no digit; 0 from a model that knows digits only.")


class Answer(_Model):
    """The digit that was read, and how sure the network is of it."""

    digit: int | None = Field(
        ge=0, le=9, description=N_("The most probable digit; null if the drawing or picture is refused."), examples=[7]
    )
    probability: float = Field(ge=0, le=1, description=PROBABILITY, examples=[0.98])
    probabilities: list[float] = Field(
        min_length=10,
        max_length=10,
        description=PROBABILITIES,
        examples=[[0.0, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.98, 0.0, 0.01]],
    )
    refused: bool = Field(description=N_("Whether this looks more like no digit than like one."), examples=[False])
    guess: int = Field(ge=0, le=9, description=N_("The most probable digit, refused or not."), examples=[7])
    reason: str | None = Field(
        description=N_("Why it is refused, for people, in their language; null if it is not."), examples=[None]
    )
    no_digit: float = Field(ge=0, le=1, description=NO_DIGIT, examples=[0.01])
    pixels: list[list[int]] = Field(
        description=N_("The picture that the network received: 28 rows of 28 grey levels, 255 for ink.")
    )

    @classmethod
    def of(cls, prediction: Prediction) -> Self:
        """The answer that tells ``prediction``."""
        return cls(
            digit=prediction.digit,
            probability=prediction.probability,
            probabilities=list(prediction.probabilities),
            refused=prediction.refused,
            guess=prediction.guess,
            reason=prediction.reason,
            no_digit=prediction.no_digit,
            pixels=prediction.pixels.tolist(),
        )


class DigitAnswer(_Model):
    """One of the digits on a page."""

    digit: int = Field(ge=0, le=9, description=N_("The most probable digit."), examples=[7])
    probability: float = Field(ge=0, le=1, description=PROBABILITY, examples=[0.98])
    probabilities: list[float] = Field(min_length=10, max_length=10, description=PROBABILITIES)
    box: tuple[float, float, float, float] = Field(
        description=N_(
            "Where it stands: left, top, right, bottom, in pixels of the picture held upright, or in the unit of the "
            "strokes."
        ),
        examples=[(120.0, 80.0, 152.0, 141.0)],
    )
    refused: bool = Field(
        description=N_("Whether this is hardly a digit; it is not in the text then."),
        examples=[False],
    )
    no_digit: float = Field(ge=0, le=1, description=NO_DIGIT, examples=[0.01])

    @classmethod
    def of(cls, digit: Digit) -> Self:
        """The answer that tells ``digit``."""
        return cls(
            digit=digit.digit,
            probability=digit.probability,
            probabilities=list(digit.probabilities),
            box=digit.box,
            refused=digit.refused,
            no_digit=digit.no_digit,
        )


class PageAnswer(_Model):
    """What is written on a page."""

    text: str = Field(
        description=N_("The digits that were read, a line feed between lines; empty if there are none."),
        examples=["42\n2026"],
    )
    lines: list[int] = Field(
        description=N_("How many of the digits stand in each line, from top to bottom."), examples=[[2, 4]]
    )
    digits: list[DigitAnswer] = Field(description=N_("All digits in reading order."))
    width: int | None = Field(
        description=N_("The width of the picture held upright, in pixels; null for strokes."), examples=[1200]
    )
    height: int | None = Field(
        description=N_("The height of the picture held upright, in pixels; null for strokes."), examples=[900]
    )

    @classmethod
    def of(cls, reading: Reading, size: tuple[int, int] | None = None) -> Self:
        """The answer that tells ``reading``, of a picture of that ``size`` or of strokes."""
        width, height = size or (None, None)
        return cls(
            text=reading.text,
            lines=[len(line) for line in reading.lines],
            digits=[DigitAnswer.of(digit) for digit in reading.digits],
            width=width,
            height=height,
        )


class Health(_Model):
    """That the server is there, and which one."""

    status: str = Field(examples=["ok"])
    version: str = Field(description=N_("The version of Sutja."), examples=[sutja.__version__])


class ErrorDetail(_Model):
    """What is wrong."""

    code: str = Field(description=N_("The kind of error, for programs."), examples=["nothing_drawn"])
    message: str = Field(description=N_("What is wrong and what to do, for people, in their language."))


class ErrorAnswer(_Model):
    """Every error of the API."""

    error: ErrorDetail
