"""LambdaCallback: a callback made of functions, ``LambdaCallback(on_epoch_end=lambda epoch, logs: ...)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sutja.errors import unknown
from sutja.nn.callbacks.callback import Callback

__all__ = ["LambdaCallback"]

_MOMENTS = [name for name in vars(Callback) if name.startswith("on_")]


class LambdaCallback(Callback):
    """Calls each given function at the moment it is named for, with that moment's arguments."""

    def __init__(self, **functions: Callable[..., Any] | None) -> None:
        super().__init__()
        for name, function in functions.items():
            if name not in _MOMENTS:
                raise unknown("functions", name, _MOMENTS)
            if function is not None:
                setattr(self, name, function)
