"""Models: layers put together, trained, saved and read again."""

from __future__ import annotations

from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.saving import load_model, save_model

__all__ = ["Model", "Sequential", "load_model", "save_model"]
