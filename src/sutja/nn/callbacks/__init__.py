"""Callbacks, by Keras' names: what else is to happen at certain moments of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sutja.nn.callbacks.backup_and_restore import BackupAndRestore
from sutja.nn.callbacks.callback import Callback, CallbackList
from sutja.nn.callbacks.csv_logger import CSVLogger
from sutja.nn.callbacks.early_stopping import EarlyStopping
from sutja.nn.callbacks.history import History
from sutja.nn.callbacks.lambda_callback import LambdaCallback
from sutja.nn.callbacks.learning_rate_scheduler import LearningRateScheduler
from sutja.nn.callbacks.model_checkpoint import ModelCheckpoint
from sutja.nn.callbacks.progbar_logger import ProgbarLogger
from sutja.nn.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau
from sutja.nn.callbacks.swap_ema_weights import SwapEMAWeights
from sutja.nn.callbacks.tensorboard import TensorBoard
from sutja.nn.callbacks.terminate_on_nan import TerminateOnNaN
from sutja.nn.missing import answer_to_missing

__all__ = [
    "BackupAndRestore",
    "CSVLogger",
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ProgbarLogger",
    "ReduceLROnPlateau",
    "SwapEMAWeights",
    "TensorBoard",
    "TerminateOnNaN",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)
