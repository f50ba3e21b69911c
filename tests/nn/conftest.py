"""What the tests of the engine share: settings that end with the test, and Keras on JAX, the engine's twin.

Helpers stand in modules of their own beside this file; tests get them as fixtures, since test folders are not
packages.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sutja import language
from sutja.nn import config, utils

os.environ["KERAS_BACKEND"] = "jax"  # Keras reads it when it is imported, so it must stand here
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # what is compiled here runs a few times only


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    """Every test starts from the default settings, and leaves them behind."""
    floatx, epsilon = config.floatx(), config.epsilon()
    utils.clear_session()
    utils.set_random_seed(0)
    with language.speaking("en"):
        yield
    config.set_floatx(floatx)
    config.set_epsilon(epsilon)
    config.set_num_threads(None)


@pytest.fixture(scope="session")
def keras() -> Any:
    """Keras 3 on JAX."""
    module = pytest.importorskip("keras", reason="Keras is not installed: pip install 'sutja[keras]'")
    if module.backend.backend() != "jax":
        pytest.skip(f"Keras runs on {module.backend.backend()} already; these tests need JAX")
    return module


@pytest.fixture(scope="session")
def gradient_check() -> ModuleType:
    """``gradient_check.py``: analytic gradients against differences."""
    return _beside("gradient_check")


@pytest.fixture(scope="session")
def twin(keras: Any) -> ModuleType:
    """``keras_twin.py``: the engine against Keras, number by number."""
    return _beside("keras_twin")


def _beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"nn_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
