"""Errors as HTTP: each kind has one status and one code, and each message is in the language of the request.

Every error leaves the application as ``{"error": {"code": "nothing_drawn", "message": "..."}}``. A program looks at the
code, a person reads the message.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sutja.errors import InvalidArgument, NothingDrawn, PictureError, PictureTooLarge, SutjaError, UnreadablePicture
from sutja.language import current, speaking
from sutja.language import translate as _
from sutja.studio.speech import language_of
from sutja.studio.validation import explained

__all__ = ["MalformedBody", "MalformedJson", "OtherSite", "UnknownHost", "UnsupportedType", "install", "response_to"]


class MalformedBody(SutjaError):
    """The body of a request is not in the format that its ``Content-Type`` says, or lacks a part."""


class MalformedJson(MalformedBody):
    """The body of a request is not JSON."""


class UnsupportedType(SutjaError):
    """The body of a request is of a type that the API does not take."""


class UnknownHost(SutjaError):
    """The request is for a host name that is none of this machine."""


class OtherSite(SutjaError):
    """A page of another web site asks for something to be done."""


_STATUS_AND_CODE: dict[type[SutjaError], tuple[int, str]] = {
    NothingDrawn: (422, "nothing_drawn"),
    UnreadablePicture: (422, "unreadable_picture"),
    PictureTooLarge: (413, "picture_too_large"),
    PictureError: (422, "unreadable_picture"),
    InvalidArgument: (422, "invalid_argument"),
    MalformedJson: (400, "malformed_json"),
    MalformedBody: (400, "malformed_body"),
    UnknownHost: (400, "unknown_host"),
    OtherSite: (403, "other_site"),
    UnsupportedType: (415, "unsupported_media_type"),
    SutjaError: (500, "internal_error"),
}


def install(app: FastAPI) -> None:
    """Let ``app`` answer every error as JSON."""
    app.add_exception_handler(SutjaError, _own_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen_error)


def response_to(error: Exception) -> JSONResponse:
    """The answer to one of Sutja's errors."""
    kind = next(kind for kind in type(error).__mro__ if kind in _STATUS_AND_CODE)
    status, code = _STATUS_AND_CODE[kind]
    return _response(status, code, str(error))


def _own_error(_request: Request, error: Exception) -> JSONResponse:
    return response_to(error)


def _invalid_parameter(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    finding = error.errors()[0]
    _where, *path = finding["loc"]  # ("query", name)
    return response_to(explained({**finding, "loc": tuple(path)}))


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            message = _("There is nothing at {path}", path=request.url.path)
        case 405:
            message = _("{method} is not possible at {path}", method=request.method, path=request.url.path)
        case _other:
            message = error.detail
    code = HTTPStatus(error.status_code).name.lower()
    response = _response(error.status_code, code, message)
    response.headers.update(error.headers or {})
    return response


def _unforeseen_error(request: Request, _error: Exception) -> JSONResponse:
    """The answer to a defect of ours; Starlette logs its traceback. It runs outside the request's language."""
    with speaking(language_of(request.scope) or current()):
        return _response(500, "internal_error", _("Something went wrong in the studio; its terminal says more"))


def _response(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
