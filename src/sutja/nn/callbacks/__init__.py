"""Callbacks, by Keras' names: what else is to happen at certain moments of training."""

from __future__ import annotations

from sutja.nn.callbacks.callback import Callback, CallbackList
from sutja.nn.callbacks.history import History
from sutja.nn.callbacks.lambda_callback import LambdaCallback
from sutja.nn.callbacks.progbar_logger import ProgbarLogger

__all__ = ["Callback", "CallbackList", "History", "LambdaCallback", "ProgbarLogger"]
