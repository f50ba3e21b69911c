"""The HTTP API, version 1: read a digit, and say whether the server is there.

Recognition is computation, so it runs in a thread pool while the event loop goes on answering. So does the
parsing of what was sent, which takes time too when it is large.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

import sutja
from sutja.language import mark as N_
from sutja.recognizer import Recognizer
from sutja.studio.bodies import PICTURE_TYPES, UPLOAD_FIELD, Body, read_body
from sutja.studio.models import Answer, Drawing, ErrorAnswer, Health

__all__ = ["router"]

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

router = APIRouter(prefix="/api/v1")


@router.post(
    "/recognize",
    operation_id="recognize",
    summary=N_("Read one digit"),
    description=N_(
        "Takes strokes as JSON, or a picture: as the body itself or as a file in a form. Errors are in the language "
        "of the Accept-Language header, or of ?lang=en or ?lang=ko."
    ),
    response_description=N_("The digit that was read."),
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
    return await run_in_threadpool(_read_digit, request.app.state.recognizer, body, scale_stroke_width)


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


def _read_digit(recognizer: Recognizer, body: Body, scale_stroke_width: bool) -> Answer:
    if body.kind == "picture":
        return Answer.of(recognizer.predict(body.content, scale_stroke_width=scale_stroke_width))
    drawing = Drawing.from_json(body.content)
    return Answer.of(
        recognizer.predict_strokes(drawing.strokes, pen_width=drawing.pen_width, scale_stroke_width=scale_stroke_width)
    )
