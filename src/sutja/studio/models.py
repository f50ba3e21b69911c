"""What goes in and comes out of the API: a drawing as strokes, the answer, an error, the server's health.

These models are the API's documentation as well: their descriptions are shown at ``/docs``, in either language.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

import sutja
from sutja.language import mark as N_
from sutja.language import translate as _
from sutja.recognizer import Prediction
from sutja.studio.errors import MalformedJson
from sutja.studio.validation import explained

__all__ = ["Answer", "Drawing", "ErrorAnswer", "Health"]

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
            "right and y down, in any unit. A single point is a dot. At most 20,000 points."
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


class Answer(_Model):
    """The digit that was read, and how sure the network is of it."""

    digit: int = Field(ge=0, le=9, description=N_("The most probable digit."), examples=[7])
    probability: float = Field(ge=0, le=1, description=N_("The probability of that digit."), examples=[0.98])
    probabilities: list[float] = Field(
        min_length=10,
        max_length=10,
        description=N_("The probability of each digit from 0 to 9."),
        examples=[[0.0, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.98, 0.0, 0.01]],
    )
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
            pixels=prediction.pixels.tolist(),
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
