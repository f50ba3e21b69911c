"""Small helpers, by Keras' names."""

from __future__ import annotations

from sutja.nn.naming import clear_session
from sutja.nn.random import set_random_seed
from sutja.nn.utils.progbar import Progbar
from sutja.nn.utils.py_dataset import PyDataset
from sutja.nn.utils.to_categorical import to_categorical

__all__ = ["Progbar", "PyDataset", "clear_session", "set_random_seed", "to_categorical"]
