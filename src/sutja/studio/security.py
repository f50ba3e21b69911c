"""What keeps other web sites away from a server that runs on one's own machine.

A page from anywhere can make the visitor's browser send requests to ``http://127.0.0.1:8000``. Without CORS headers it
cannot read the answers; but forms and plain text are sent without asking first, so it could still make the studio
compute. So a browser's request to have something done is refused unless it comes from our own pages: browsers say so in
``Sec-Fetch-Site`` and ``Origin``, which no page can change; other programs send neither, and are answered. And a host
name of another site that suddenly resolves to 127.0.0.1 (DNS rebinding) would make it the same origin. So only the
names in ``LOCAL_HOSTS`` are answered. The content security policy lets our own pages load, and talk to, nothing but
this server, and run no inline script.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sutja.errors import SutjaError
from sutja.language import translate as _
from sutja.studio.errors import OtherSite, UnknownHost, response_to

__all__ = ["LOCAL_HOSTS", "OwnPagesOnly", "SecurityHeaders"]

LOCAL_HOSTS = ("localhost", "127.0.0.1")
"""The values of a ``Host`` header, without the port, that are answered."""

_ONLY_READING = ("GET", "HEAD", "OPTIONS")

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


class OwnPagesOnly:
    """ASGI middleware: refuses requests for other host names, and those that pages of other sites make to us."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        await (self._app if refusal is None else response_to(refusal))(scope, receive, send)


def _refusal(scope: Scope) -> SutjaError | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "").lower()
    if host.partition(":")[0] not in LOCAL_HOSTS:
        names = ", ".join(LOCAL_HOSTS)
        return UnknownHost(
            _("The studio answers to the host names {names} only. Received: {host!r}", names=names, host=host)
        )
    if scope["method"] not in _ONLY_READING and _from_another_site(headers, host):
        return OtherSite(_("Another web site asks for this. Ask from the studio's own page, or from a program"))
    return None


def _from_another_site(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = headers.get("origin")  # such as http://localhost:8000, or null
    return origin is not None and origin.lower().partition("://")[2] != host
