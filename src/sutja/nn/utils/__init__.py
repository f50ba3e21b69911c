"""Small helpers, by Keras' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sutja.nn.missing import answer_to_missing
from sutja.nn.naming import clear_session
from sutja.nn.random import set_random_seed
from sutja.nn.utils.draw_graph import draw_graph
from sutja.nn.utils.normalize import normalize
from sutja.nn.utils.pad_sequences import pad_sequences
from sutja.nn.utils.plot_model import model_to_dot, plot_model
from sutja.nn.utils.progbar import Progbar
from sutja.nn.utils.py_dataset import PyDataset
from sutja.nn.utils.split_dataset import split_dataset
from sutja.nn.utils.to_categorical import to_categorical

__all__ = [
    "Progbar",
    "PyDataset",
    "clear_session",
    "draw_graph",
    "model_to_dot",
    "normalize",
    "pad_sequences",
    "plot_model",
    "set_random_seed",
    "split_dataset",
    "to_categorical",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)
