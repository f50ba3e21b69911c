"""The studio: a web page that reads what one draws or photographs, and the HTTP API behind it.

``sutja studio`` serves both from the machine that one sits at, to that machine alone. The page is plain HTML,
CSS and ES modules in ``static``, with no build step and no request to another host; what it shows comes from
the same API that any other program may call. :func:`create_app` makes the ASGI application, :func:`serve` runs it.
Without the packages of the extra ``studio``, importing this raises :class:`sutja.errors.MissingExtra`.
"""

from __future__ import annotations

from sutja.errors import missing_extra
from sutja.language import translate as _

try:
    import fastapi  # noqa: F401
    import uvicorn  # noqa: F401
except ModuleNotFoundError as error:
    raise missing_extra(_("The studio"), "studio") from error

from sutja.studio.app import create_app
from sutja.studio.serve import serve

__all__ = ["create_app", "serve"]
