"""The family of convolutions, against differences, Keras, files of Keras, and the loops of the course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument
from sutja.nn import config, layers
from sutja.nn.layers import conv2d_loops, patches

SEEDS = st.integers(0, 2**32 - 1)
MARKS = st.sampled_from(["valid", "same"])
ACTIVATIONS = st.sampled_from(["linear", "relu", "silu"])


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(config.floatx())


@st.composite
def cases(draw: Any, kind: str) -> tuple[dict[str, Any], Any]:
    """Arguments of ``kind``, and an input that its window fits into."""
    rank = 1 if kind == "Conv1D" else 2
    groups = draw(st.integers(1, 2)) if kind in ("Conv1D", "Conv2D") else 1
    channels = groups * draw(st.integers(1, 2))
    size = tuple(draw(st.integers(1, 3)) for _ in range(rank))
    dilated = draw(st.booleans())
    arguments: dict[str, Any] = {
        "kernel_size": size,
        "strides": 1 if dilated else tuple(draw(st.integers(1, 3)) for _ in range(rank)),
        "dilation_rate": tuple(draw(st.integers(1, 2)) for _ in range(rank)) if dilated else 1,
        "padding": draw(st.sampled_from(["valid", "same", "causal"]) if rank == 1 else MARKS),
        "activation": draw(ACTIVATIONS),
        "use_bias": draw(st.booleans()),
    }
    if kind in ("DepthwiseConv2D", "SeparableConv2D"):
        stride = draw(st.integers(1, 3))  # JAX has one stride for both directions here
        arguments["strides"] = 1 if dilated else (stride, stride)
        arguments["depth_multiplier"] = draw(st.integers(1, 2))
    if kind != "DepthwiseConv2D":
        arguments["filters"] = groups * draw(st.integers(1, 2))
    if groups > 1:
        arguments["groups"] = groups
    if kind == "Conv2DTranspose" and draw(st.booleans()):
        strides = arguments["strides"]
        most = min(strides) if isinstance(strides, tuple) else 1
        arguments["output_padding"] = draw(st.integers(0, most - 1))
    sizes = (
        [draw(st.integers(5, 7)) for _ in range(rank)] if kind != "Conv2DTranspose" else [draw(st.integers(1, 3))] * 2
    )
    return arguments, (draw(SEEDS), draw(st.integers(1, 2)), *sizes, channels)


KINDS = ["Conv1D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10, deadline=None, derandomize=True)
@given(data=st.data())
def test_gradients(gradient_check: Any, kind: str, data: Any) -> None:
    config.set_floatx("float64")
    arguments, shape = data.draw(cases(kind))
    gradient_check.check_layer(getattr(layers, kind)(**arguments), numbers(*shape), seed=shape[0])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=6, deadline=None, derandomize=True)
@given(data=st.data())
def test_as_keras(twin: Any, kind: str, data: Any) -> None:
    arguments, shape = data.draw(cases(kind))
    twin.compare_layer(kind, arguments, numbers(*shape), seed=shape[0])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("output_padding", [None, 0, 1])
def test_every_way_to_pad_a_transposed_convolution(twin: Any, size: int, padding: str, output_padding: Any) -> None:
    for stride in (2, 3):
        arguments = {"filters": 1, "kernel_size": size, "strides": stride, "padding": padding}
        twin.compare_layer("Conv2DTranspose", {**arguments, "output_padding": output_padding}, numbers(0, 1, 3, 2, 1))


FILES: dict[str, dict[str, Any]] = {
    "Conv1D": {"filters": 4, "kernel_size": 2, "padding": "causal", "dilation_rate": 2, "groups": 2},
    "Conv2D": {"filters": 4, "kernel_size": 2, "groups": 2, "kernel_regularizer": "l2", "activation": "gelu"},
    "DepthwiseConv2D": {"kernel_size": (2, 3), "depth_multiplier": 2, "depthwise_regularizer": "l2"},
    "SeparableConv2D": {"filters": 3, "kernel_size": 2, "depth_multiplier": 2, "padding": "same"},
    "Conv2DTranspose": {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1},
}


@pytest.mark.parametrize("kind", KINDS)
def test_files(twin: Any, tmp_path: Path, kind: str) -> None:
    shape = (2, 5, 4) if kind == "Conv1D" else (2, 4, 5, 4)
    twin.compare_files(kind, FILES[kind], numbers(0, *shape), tmp_path)


def test_conv2d_is_the_loops_of_the_course() -> None:
    config.set_floatx("float64")
    layer, x = layers.Conv2D(3, 2, strides=2), numbers(1, 2, 5, 6, 2)
    layer.build_once((None, 5, 6, 2))
    kernel, bias = layer.get_weights()
    np.testing.assert_allclose(layer(x), conv2d_loops.conv2d(x, kernel, bias, stride=2))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures one at a time or all at once."""
    for kind in ("Conv2D", "Conv2DTranspose"):
        layer, x = getattr(layers, kind)(2, 3), numbers(0, 5, 6, 6, 2)
        whole = layer(x)
        with monkeypatch.context() as patched:
            patched.setattr(patches, "BLOCK_BYTES", 1)
            np.testing.assert_allclose(layer(x), whole, rtol=1e-5, atol=1e-6)


def test_causal_sees_nothing_ahead() -> None:
    layer, x = layers.Conv1D(2, 3, padding="causal"), numbers(0, 1, 6, 2)
    before = layer(x)
    x[:, 4:] += 1
    np.testing.assert_array_equal(layer(x)[:, :4], before[:, :4])
    assert not np.allclose(layer(x)[:, 4:], before[:, 4:])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: layers.Conv2D(2, 3, strides=2, dilation_rate=2),
            "Invalid value for argument `dilation_rate`. Expected 1 where `strides` are above 1. "
            "Received: dilation_rate=2",
        ),
        (
            lambda: layers.Conv2D(3, 3, groups=2),
            "Invalid value for argument `groups`. Expected a divisor of `filters`, 3. Received: groups=2",
        ),
        (
            lambda: layers.Conv2D(4, 3, groups=2)(layers.Input((5, 5, 3))),
            "Invalid value for argument `groups`. Expected a divisor of the channels, 3. Received: groups=2",
        ),
        (
            lambda: layers.Conv2D(4, 3, padding="causal"),
            "Invalid value for argument `padding`. Expected 'valid' or 'same'. Received: padding='causal'",
        ),
        (
            lambda: layers.Conv1D(4, 3, padding="full"),
            "Invalid value for argument `padding`. Expected 'valid', 'same' or 'causal'. Received: padding='full'",
        ),
        (
            lambda: layers.Conv2DTranspose(1, 3, strides=2, output_padding=2),
            "Invalid value for argument `output_padding`. Expected a whole number below `strides`, or two of them. "
            "Received: output_padding=2",
        ),
        (
            lambda: layers.DepthwiseConv2D(3, depth_multiplier=0),
            "Invalid value for argument `depth_multiplier`. Expected a whole number of at least 1. "
            "Received: depth_multiplier=0",
        ),
        (
            lambda: layers.Conv2D(1, 3, data_format="channels_first"),
            "Unsupported argument `data_format` of Conv2D. Expected 'channels_last'. "
            "Received: data_format='channels_first'. For this one, train with Keras itself: `import keras`.",
        ),
    ],
)
def test_misuse(make: Any, message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make()
    assert str(caught.value) == message
