"""Arguments that the engine does not have: refused by name, never silently ignored.

Keras code may spell out a default that we do not need (``kernel_constraint=None``, ``groups=1``). Such an argument
of Keras is let through when its value is the one by which Keras switches it off, and only then. A name that Keras does
not have either is a slip of the pen, whatever its value.

A file may come from a Keras that is newer than these lines. What it has switched off there is left out beforehand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sutja.errors import InvalidArgument, UnknownName, one_of
from sutja.language import translate as _

__all__ = ["refuse", "without_what_is_off"]

# Arguments of Keras, of today or of old, that no class here has.
_NAMES = """
    aggregation alpha_constraint autocast axis batch_input_shape batch_size beta_constraint bias_constraint
    bounding_box_format by_name call_function clone_function constraint data_format decay depthwise_constraint
    embeddings_constraint embeddings_freq embeddings_metadata from_sorted_ids gamma_constraint histogram_freq
    implementation input_axes input_length input_tensor input_tensors jit_compile kernel_constraint layout
    lora_alpha lora_rank loss_scale_factor max_shard_size objects_to_skip optional output_axes
    overwrite_with_gradient pointwise_constraint profile_batch quantization_config ragged recurrent_constraint
    recursive renorm renorm_clipping renorm_momentum rms_scaling run_eagerly sparse splines stateful
    steps_per_execution subgraph synchronized time_major use_cudnn weights write_graph write_images
    write_steps_per_second
"""
_OF_KERAS = frozenset(_NAMES.split())
_RENAMED = {"alpha": "negative_slope", "lr": "learning_rate"}


def refuse(owner: Callable[..., Any], arguments: Mapping[str, Any], harmless: Mapping[str, Any]) -> None:
    """Raise an error for the first of ``arguments``, given to the class or function ``owner``, that is not let through.

    ``None`` and ``False`` switch every optional argument of Keras off; ``harmless`` names further values that do.
    """
    for name, value in arguments.items():
        if name not in harmless and name not in _OF_KERAS and name not in _arguments_of(owner):
            raise _unknown(owner, name, value)
        if value is None or value is False or (name in harmless and _same(value, harmless[name])):
            continue
        expected = (
            repr(harmless[name])
            if name in harmless
            else _("to be left out: {owner} does not have it", owner=owner.__name__)
        )
        raise InvalidArgument(
            _(
                "Unsupported argument `{name}` of {owner}. Expected {expected}. Received: {name}={value!r}. "
                "For this one, train with Keras itself: `import keras`.",
                name=name,
                owner=owner.__name__,
                expected=expected,
                value=value,
            )
        )


def without_what_is_off(owner: type, config: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments ``config`` of a file for ``owner``, without those that are switched off and unknown here."""
    if not owner.__module__.startswith("sutja."):
        return dict(config)
    known = _arguments_of(owner)
    return {name: value for name, value in config.items() if name in known or not (value is None or value is False)}


@lru_cache
def _arguments_of(owner: Callable[..., Any]) -> tuple[str, ...]:
    """What ``owner`` takes by name; a class also what it hands on to those that it is derived from."""
    kinds = owner.__mro__ if isinstance(owner, type) else ()
    takers = [vars(kind)["__init__"] for kind in kinds if "__init__" in vars(kind) and kind is not object]
    parameters = [item for taker in takers or [owner] for item in inspect.signature(taker).parameters.values()]
    by_name = [item.name for item in parameters if item.kind not in (item.VAR_POSITIONAL, item.VAR_KEYWORD)]
    return tuple(dict.fromkeys(name for name in by_name if name != "self"))


def _unknown(owner: Callable[..., Any], name: str, value: Any) -> UnknownName:
    names = _arguments_of(owner)
    expected, nearest = one_of(names, name)
    if _RENAMED.get(name) in names:
        nearest = _RENAMED[name]
    message = _(
        "Unknown argument `{name}` of {owner}. Expected {expected}. Received: {name}={value!r}",
        name=name,
        owner=owner.__name__,
        expected=expected,
        value=value,
    )
    return UnknownName(f"{message}. " + _("Did you mean {name!r}?", name=nearest) if nearest else message)


def _same(value: Any, other: Any) -> bool:
    if isinstance(value, list | tuple) and isinstance(other, list | tuple):
        return list(value) == list(other)
    return bool(value == other)
