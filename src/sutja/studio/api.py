"""The HTTP API, version 1: read one digit or a page of them, and say whether the server is there.

Recognition is computation, so it runs in threads while the event loop goes on answering. So does the parsing of what
was sent, which takes time too when it is large. A few run at once and the others wait, which bounds the memory that
large pictures take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request

import sutja
from sutja import ink
from sutja.language import mark as N_
from sutja.recognizer import Recognizer
from sutja.studio.bodies import PICTURE_TYPES, UPLOAD_FIELD, Body, read_body
from sutja.studio.models import Answer, Drawing, ErrorAnswer, Health, PageAnswer

__all__ = ["MOST_AT_ONCE", "router"]

MOST_AT_ONCE = 2
"""How many requests are read at once."""

MOST_DIGITS = 1000
"""The largest number of digits that may be announced; it bounds the search for them."""

_PICTURE_FILE = {"type": "string", "format": "binary"}
_REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": Drawing.model_json_schema()},
        **{content_type: {"schema": _PICTURE_FILE} for content_type in PICTURE_TYPES},
        "multipart/form-data": {
            "schema": {"type": "object", "required": [UPLOAD_FIELD], "properties": {UPLOAD_FIELD: _PICTURE_FILE}}
        },
    },
}
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": N_("The body is not JSON, or not a readable form.")},
    403: {"model": ErrorAnswer, "description": N_("A page of another web site asks.")},
    413: {
        "model": ErrorAnswer,
        "description": N_("The body has more bytes, or the picture more pixels, than allowed."),
    },
    415: {"model": ErrorAnswer, "description": N_("The body is of a type that is not read here.")},
    422: {
        "model": ErrorAnswer,
        "description": N_("Nothing is drawn, the picture cannot be read, or a value is outside what it may be."),
    },
}

_limiter: RunVar[CapacityLimiter] = RunVar("sutja_readings")  # each event loop has one

Result = TypeVar("Result")

router = APIRouter(prefix="/api/v1")


@router.post(
    "/recognize",
    operation_id="recognize",
    summary=N_("Read one digit"),
    description=N_(
        "Takes strokes as JSON, or a picture: as the body itself or as a file in a form. Reasons and errors are in "
        "the language of the Accept-Language header, or of ?lang=en or ?lang=ko."
    ),
    response_description=N_("The digit that was read, or why it is refused."),
    responses=_ERRORS,
    openapi_extra={"requestBody": _REQUEST_BODY},
)
async def recognize(
    request: Request,
    scale_stroke_width: Annotated[
        bool, Query(description=N_("Bring every pen to the width of the pens in the training data first."))
    ] = False,
) -> Answer:
    """Read the digit in the body of ``request``."""
    body = await read_body(request)
    return await _in_thread(_read_digit, request.app.state.recognizer, body, scale_stroke_width)


@router.post(
    "/read",
    operation_id="read",
    summary=N_("Read all digits on a page"),
    description=N_(
        "Takes a photograph, a scan or a screenshot with any number of digits in any number of lines, or strokes as "
        "JSON, in the same ways. A picture without digits is an answer without digits, not an error."
    ),
    response_description=N_("The digits that were read."),
    responses=_ERRORS,
    openapi_extra={"requestBody": _REQUEST_BODY},
)
async def read(
    request: Request,
    length: Annotated[
        int | None, Query(ge=1, le=MOST_DIGITS, description=N_("How many digits there are, if you know it."))
    ] = None,
) -> PageAnswer:
    """Read the digits in the body of ``request``."""
    body = await read_body(request)
    return await _in_thread(_read_page, request.app.state.recognizer, body, length)


@router.get(
    "/health",
    operation_id="health",
    summary=N_("Is the server there?"),
    description=N_("Answers as soon as digits can be read."),
    response_description=N_("It is ready."),
)
async def health() -> Health:
    """Say that the server is there."""
    return Health(status="ok", version=sutja.__version__)


async def _in_thread(function: Callable[..., Result], *arguments: Any) -> Result:
    """What ``function`` returns, once it was its turn."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(MOST_AT_ONCE)
        _limiter.set(limiter)
    return await run_sync(function, *arguments, limiter=limiter)


def _read_digit(recognizer: Recognizer, body: Body, scale_stroke_width: bool) -> Answer:
    if body.kind == "picture":
        return Answer.of(recognizer.predict(body.content, scale_stroke_width=scale_stroke_width))
    drawing = Drawing.from_json(body.content)
    return Answer.of(
        recognizer.predict_strokes(drawing.strokes, pen_width=drawing.pen_width, scale_stroke_width=scale_stroke_width)
    )


def _read_page(recognizer: Recognizer, body: Body, length: int | None) -> PageAnswer:
    if body.kind == "picture":
        page = ink.from_page(body.content)
    else:
        drawing = Drawing.from_json(body.content)
        page = ink.page_from_strokes(drawing.strokes, drawing.pen_width)
    return PageAnswer.of(recognizer.read_page(page, length), page.size)
