"""``/openapi.json``: the description of the API that programs read, with its sentences in the reader's language.

The sentences stand in the routes and models in English, marked for the catalogue; they are translated when the
description is sent.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from sutja.language import mark as N_
from sutja.language import translate as _

__all__ = ["install"]

_SENTENCES = ("summary", "description")


def install(app: FastAPI) -> None:
    """Let ``app`` describe itself at ``/openapi.json``."""
    schema = get_openapi(
        title=app.title,
        version=app.version,
        description=N_("Reads handwritten digits, drawn or photographed."),
        routes=app.routes,
    )

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> JSONResponse:
        return JSONResponse(_translated(schema), headers={"Vary": "Accept-Language"})


def _translated(schema: Any) -> Any:
    """``schema`` with every summary and description in the language in use."""
    match schema:
        case dict():
            return {
                key: _(value) if key in _SENTENCES and isinstance(value, str) else _translated(value)
                for key, value in schema.items()
            }
        case list():
            return [_translated(item) for item in schema]
        case _:
            return schema
