"""Models: layers put together, trained, saved and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sutja.nn.missing import answer_to_missing
from sutja.nn.models.cloning import clone_model
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.saving import load_model, save_model
from sutja.nn.saving.model_description import model_from_json

__all__ = ["Model", "Sequential", "clone_model", "load_model", "model_from_json", "save_model"]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)
