"""The files of the web pages: ``/`` to read with, ``/docs`` to read about the API, and what they load.

Browsers ask each time whether a file has changed, and are told by its ETag: a page never runs with the scripts
of an older version.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["STATIC", "install"]

STATIC = Path(__file__).parent / "static"
"""The directory of the pages' files."""

_ASK_AGAIN = {"Cache-Control": "no-cache"}


def install(app: FastAPI) -> None:
    """Let ``app`` serve the pages."""

    @app.get("/", include_in_schema=False)
    async def draw() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=_ASK_AGAIN)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html", headers=_ASK_AGAIN)

    app.mount("/static", _CheckedFiles(directory=STATIC), name="static")


class _CheckedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_ASK_AGAIN)
        return response
