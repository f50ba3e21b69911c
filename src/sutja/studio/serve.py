"""Running the studio: on this machine only, until Ctrl-C."""

from __future__ import annotations

import errno
import socket
import threading
import time
import webbrowser

import uvicorn

from sutja.checks import is_whole
from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _
from sutja.recognizer import Recognizer
from sutja.studio.app import create_app

__all__ = ["DEFAULT_PORT", "HOST", "serve"]

HOST = "127.0.0.1"
"""The address that the studio listens on: this machine alone can reach it."""

DEFAULT_PORT = 8000
"""The port that is tried first when none is asked for."""


def serve(port: int | None = None, *, recognizer: Recognizer | None = None, open_browser: bool = True) -> None:
    """Serve the studio until Ctrl-C, and say where.

    Args:
        port: the TCP port, 0 for any free one. ``None`` is `DEFAULT_PORT`, or any free one when that is taken.
        recognizer: what reads the digits; the pretrained one when none is given.
        open_browser: open the page in the default browser.

    Raises:
        InvalidArgument: ``port`` is no port, is taken, or may not be used by this user.
    """
    with _listen(port) as listener:
        server = uvicorn.Server(
            uvicorn.Config(create_app(recognizer), log_level="warning", timeout_graceful_shutdown=2)
        )
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        print(_("The studio is at {address} (Ctrl-C ends it)", address=address), flush=True)
        if open_browser:
            threading.Thread(target=_open, args=(server, address), daemon=True).start()
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:  # uvicorn has shut down, and passes the signal on
            print(_("The studio is closed"), flush=True)


def _open(server: uvicorn.Server, address: str) -> None:
    """Open the page once the ``server`` answers; a browser in a terminal returns only when it is closed."""
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.02)
    webbrowser.open(address)


def _listen(port: int | None) -> socket.socket:
    """A socket that listens on ``port`` of this machine."""
    if port is not None and not is_whole(port, 0, 65535):
        raise invalid("port", _("a number from 0 to 65535"), port)
    try:
        return socket.create_server((HOST, DEFAULT_PORT if port is None else port))
    except OSError as error:
        if port is None and error.errno == errno.EADDRINUSE:
            return socket.create_server((HOST, 0))
        raise InvalidArgument(_("Port {port} cannot be used: {why}", port=port, why=error.strerror)) from None
