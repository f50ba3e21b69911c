"""The body of a request to read something: strokes as JSON, or a picture, plain or as an upload from a form."""

from __future__ import annotations

from typing import Literal, NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sutja.language import translate as _
from sutja.studio.errors import MalformedBody, UnsupportedType

__all__ = ["PICTURE_TYPES", "UPLOAD_FIELD", "Body", "read_body"]

PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/tiff")
"""The types of picture that the API takes."""

UPLOAD_FIELD = "picture"
"""The name of the form field that holds an uploaded picture."""


class Body(NamedTuple):
    """The bytes that were sent, and what they are: strokes as JSON, or a picture file."""

    kind: Literal["strokes", "picture"]
    content: bytes


async def read_body(request: Request) -> Body:
    """What ``request`` carries.

    Raises:
        UnsupportedType: it is neither JSON nor one of `PICTURE_TYPES`, nor a form with such a file.
        MalformedBody: it is a broken form, or one without the field `UPLOAD_FIELD`.
        PictureTooLarge: it is larger than `sutja.studio.limits.MAX_BODY_BYTES`.
    """
    content_type = _media_type(request.headers.get("content-type"))
    if content_type == "application/json":
        return Body("strokes", await request.body())
    if content_type in PICTURE_TYPES:
        return Body("picture", await request.body())
    if content_type == "multipart/form-data":
        return Body("picture", await _upload(request))
    raise _unsupported(content_type)


async def _upload(request: Request) -> bytes:
    try:
        async with request.form(max_files=1, max_fields=1) as form:
            upload = form.get(UPLOAD_FIELD)
            if not isinstance(upload, UploadFile):
                raise MalformedBody(_("The form has no file in a field named `{name}`", name=UPLOAD_FIELD))
            content_type = _media_type(upload.content_type)
            if content_type not in PICTURE_TYPES:
                raise _unsupported(content_type)
            return await upload.read()
    except HTTPException as error:  # how Starlette reports a form that it cannot parse
        raise MalformedBody(_("The form cannot be read: {why}", why=error.detail)) from None


def _media_type(header: str | None) -> str:
    """The type in a ``Content-Type`` header without its parameters, such as ``image/png``."""
    return (header or "").partition(";")[0].strip().lower()


def _unsupported(content_type: str) -> UnsupportedType:
    types = ", ".join(("application/json", *PICTURE_TYPES))
    if not content_type:
        return UnsupportedType(_("The body has no Content-Type. Send one of: {types}", types=types))
    return UnsupportedType(_("{received} is not read here. Send one of: {types}", received=content_type, types=types))
