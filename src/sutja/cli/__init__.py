"""The command ``sutja``: one thin file a verb, and the rules that hold for all of them in :mod:`sutja.cli.app`."""

from __future__ import annotations

from sutja.cli.app import main

__all__ = ["main"]
