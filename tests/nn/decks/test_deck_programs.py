"""What the decks teach to write for Keras runs with Keras and, but for the import line, with ours; and both learn."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ENGINES = {"keras": "keras", "sutja": "sutja.nn"}

# What a program must reach, well above chance and well below what it reaches
LEARNED = {
    "deck_a": {
        "linear_regression": (-4.01, -3.99),
        "softmax_regression": 0.75,
        "two_hidden_layers": 0.75,
        "convolutions": 0.5,
        "ensemble_with_a_residual_network": 0.75,
    },
    "deck_b": {
        "first_network": 0.8,
        "convolutions_on_pictures": 0.6,
        "clothes_saved_and_loaded": 0.8,
        "augmentation": 0.6,
    },
    "deck_c": {"wide_and_deep": 0.75},
    "deck_d": {"one_channel": 0.75, "normalized_and_stopped_early": 0.5, "folds": 0.7},
    "deck_e": {
        "two_blocks_with_dropout": 0.5,
        "all_convolutional": 0.6,
        "optimizers": 0.75,
        "transfer": 0.75,
        "an_output_at_each_step": 0.9,
        "the_whole_sequence_both_ways": 0.85,
        "teacher_forcing": 0.8,
    },
}
PROGRAMS = [(deck, name) for deck, programs in LEARNED.items() for name in programs]


def program_of(deck: str, engine: str) -> ModuleType:
    """The programs of a deck, with their imports from Keras turned into imports from ``engine``."""
    path = Path(__file__).with_name(f"{deck}.py")
    source = path.read_text(encoding="utf-8")
    source = re.sub(r"^import keras$", f"import {engine} as keras", source, flags=re.MULTILINE)
    source = re.sub(r"^from keras\b", f"from {engine}", source, flags=re.MULTILINE)
    module = ModuleType(f"{deck}_with_{engine}")
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("deck", "name"), PROGRAMS)
def test_it_runs_and_learns(deck: str, name: str, engine: str, keras: Any, data: Any) -> None:
    keras.utils.set_random_seed(0)
    reached = getattr(program_of(deck, ENGINES[engine]), name)(data)
    wanted = LEARNED[deck][name]
    least, most = wanted if isinstance(wanted, tuple) else (wanted, 1)
    assert least <= reached <= most


def test_every_program_is_run() -> None:
    for deck, programs in LEARNED.items():
        source = Path(__file__).with_name(f"{deck}.py").read_text(encoding="utf-8")
        assert re.findall(r"^def (\w+)", source, flags=re.MULTILINE) == list(programs)
