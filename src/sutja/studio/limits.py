"""The limit on the size of a request: what is larger is refused while it arrives, and never kept whole.

A length that is declared is believed when it is too large; bytes that arrive are counted in any case, since a
chunked request declares none. The refusal is raised where the route reads its body, so it becomes the same JSON
as every other error.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sutja.errors import PictureTooLarge
from sutja.language import translate as _

__all__ = ["MAX_BODY_BYTES", "BodyLimit"]

MAX_BODY_BYTES = 10 * 2**20
"""The largest request body that is read: 10 MiB, a photograph at full size."""


class BodyLimit:
    """ASGI middleware: raises `PictureTooLarge` out of ``receive`` once a body exceeds `MAX_BODY_BYTES`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
                raise _too_large()
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise _too_large()
            return message

        await self._app(scope, receive_counted, send)


def _too_large() -> PictureTooLarge:
    return PictureTooLarge(
        _(
            "The request is larger than {limit} MiB. Send a smaller picture; 1000 pixels a side are plenty",
            limit=MAX_BODY_BYTES // 2**20,
        )
    )
