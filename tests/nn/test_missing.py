"""Names that the engine does not have are answered in words, and ``hasattr`` still says no."""

from __future__ import annotations

import importlib

import pytest

from sutja import nn
from sutja.errors import SutjaError
from sutja.nn.missing import MissingName

ROOMS = ["", ".callbacks", ".layers", ".losses", ".metrics", ".models", ".optimizers", ".utils"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_that_is_not_there(room: str) -> None:
    module = importlib.import_module(f"sutja.nn{room}")
    for name in ("Lambda", "ops", "backend", "MultiHeadAttention"):
        assert not hasattr(module, name)
        with pytest.raises(
            MissingName, match=f"^sutja.nn{room} has no `{name}`.* use Keras itself: `import keras`"
        ) as e:
            getattr(module, name)
        assert isinstance(e.value, SutjaError)
        assert isinstance(e.value, AttributeError)
    with pytest.raises(ImportError):
        exec(f"from sutja.nn{room} import Lambda")


def test_the_nearest_name_and_what_to_do() -> None:
    with pytest.raises(MissingName) as caught:
        _layer = nn.layers.BatchNormalisation  # type: ignore[attr-defined]
    assert str(caught.value) == (
        "sutja.nn.layers has no `BatchNormalisation`. Did you mean 'BatchNormalization'? A layer of your own is a "
        "class derived from `sutja.nn.Layer`, with `forward` and `backward`. For what only Keras has, use Keras "
        "itself: `import keras`."
    )


@pytest.mark.parametrize("name", ["MultiHeadAttention", "AdditiveAttention", "LSTMCell", "RandomBrightness", "foo"])
def test_what_only_keras_has_is_taken_for_no_slip(name: str) -> None:
    with pytest.raises(MissingName) as caught:
        getattr(nn.layers, name)
    assert "Did you mean" not in str(caught.value)


def test_pythons_own_names_get_pythons_own_answer() -> None:
    with pytest.raises(AttributeError, match=r"module 'sutja.nn.layers' has no attribute '__wrapped__'") as caught:
        _wrapped = nn.layers.__wrapped__  # type: ignore[attr-defined]
    assert not isinstance(caught.value, SutjaError)
