"""What keeps other web sites away from a server that runs on one's own machine.

A page from anywhere can make the visitor's browser send requests to ``http://127.0.0.1:8000``. Without CORS
headers it cannot read the answers; but a host name of its own that suddenly resolves to 127.0.0.1 (DNS
rebinding) would make it the same origin. So only the names in ``LOCAL_HOSTS`` are answered. The content security
policy lets our own pages load, and talk to, nothing but this server, and run no inline script.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOCAL_HOSTS", "SecurityHeaders"]

LOCAL_HOSTS = ("localhost", "127.0.0.1")
"""The values of a ``Host`` header, without the port, that are answered."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class SecurityHeaders:
    """ASGI middleware: puts the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
