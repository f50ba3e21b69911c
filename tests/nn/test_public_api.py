"""What the engine offers by name, and that importing it stays light."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import sutja.nn

API = {
    "sutja.nn": """Input KerasTensor Layer Model Sequential Variable activations callbacks config initializers layers
        losses metrics models optimizers saving utils""",
    "sutja.nn.activations": "Activation deserialize elu get leaky_relu linear relu serialize sigmoid softmax tanh",
    "sutja.nn.callbacks": "Callback CallbackList History LambdaCallback ProgbarLogger",
    "sutja.nn.config": "epsilon floatx num_threads set_epsilon set_floatx set_num_threads",
    "sutja.nn.initializers": """Constant GlorotNormal GlorotUniform HeNormal HeUniform Initializer LecunNormal
        LecunUniform Ones RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros deserialize get serialize""",
    "sutja.nn.layers": """Activation Add AveragePooling2D BatchNormalization Conv2D Dense Dropout Flatten Input
        InputLayer Layer MaxPooling2D Reshape""",
    "sutja.nn.losses": """BinaryCrossentropy CategoricalCrossentropy Loss MeanAbsoluteError MeanSquaredError
        SparseCategoricalCrossentropy binary_crossentropy categorical_crossentropy deserialize get
        mean_absolute_error mean_squared_error serialize sparse_categorical_crossentropy""",
    "sutja.nn.metrics": """BinaryAccuracy CategoricalAccuracy Mean MeanAbsoluteError MeanSquaredError Metric
        SparseCategoricalAccuracy SparseTopKCategoricalAccuracy get serialize""",
    "sutja.nn.models": "Model Sequential load_model save_model",
    "sutja.nn.optimizers": "Adam Optimizer RMSprop SGD deserialize get schedules serialize",
    "sutja.nn.optimizers.schedules": "CosineDecay LearningRateSchedule deserialize serialize",
    "sutja.nn.saving": "load_model read_metadata save_model",
    "sutja.nn.utils": "Progbar PyDataset clear_session set_random_seed to_categorical",
}


@pytest.mark.parametrize("module", API)
def test_the_public_names_are_these(module: str) -> None:
    names = importlib.import_module(module).__all__
    assert sorted(names) == sorted(API[module].split())
    assert len(set(names)) == len(names)


def submodules() -> list[ModuleType]:
    found = pkgutil.walk_packages(sutja.nn.__path__, "sutja.nn.")
    return [sutja.nn, *(importlib.import_module(module.name) for module in found)]


def test_every_public_name_exists_and_is_explained() -> None:
    for module in submodules():
        assert module.__doc__, module.__name__
        for name in getattr(module, "__all__", []):
            assert hasattr(module, name), f"{module.__name__}.{name}"
            assert getattr(module, name).__doc__, f"{module.__name__}.{name}"


@pytest.mark.parametrize(
    ("module", "ours"), [("layers", {"Layer"}), ("models", set()), ("callbacks", set()), ("utils", {"draw_graph"})]
)
def test_a_name_that_keras_does_not_have_is_none_of_ours(keras: object, module: str, ours: set[str]) -> None:
    theirs = dir(importlib.import_module(f"keras.{module}"))
    assert set(API[f"sutja.nn.{module}"].split()) - set(theirs) <= ours


def test_importing_the_engine_imports_nothing_heavy() -> None:
    code = """
import sys
import sutja.nn
heavy = "h5py rich keras jax tensorflow torch scipy PIL matplotlib pooch mlxtend sklearn cv2 threadpoolctl"
print(*sorted(name for name in heavy.split() if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
