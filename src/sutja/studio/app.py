"""The application: pages, API, and what stands around every request, put together.

A request passes, from the outside in: the security headers, the choice of its language, the check of where it comes
from, the limit of its size; then its route, and on the way out the translation of errors into JSON.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware

import sutja
from sutja.recognizer import Recognizer
from sutja.studio import api, errors, pages, reference
from sutja.studio.limits import BodyLimit
from sutja.studio.security import OwnPagesOnly, SecurityHeaders
from sutja.studio.speech import RequestLanguage

__all__ = ["create_app"]


def create_app(recognizer: Recognizer | None = None) -> FastAPI:
    """The studio as an ASGI application.

    Args:
        recognizer: what reads the digits; the pretrained one when none is given.

    The application answers to ``localhost`` and its addresses only, whatever it is bound to, and of the pages in a
    browser only its own may have something read.
    """
    app = FastAPI(
        title="Sutja",
        version=sutja.__version__,
        docs_url=None,  # FastAPI's own pages load their scripts from another host; `pages` has one that does not
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RequestLanguage),
            Middleware(OwnPagesOnly),
            Middleware(BodyLimit),
        ],
    )
    app.state.recognizer = Recognizer() if recognizer is None else recognizer
    errors.install(app)
    app.include_router(api.router)
    reference.install(app)
    pages.install(app)
    return app
