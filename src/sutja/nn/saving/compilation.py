"""How a model was compiled, as plain values in Keras' format, and back.

Losses, their weights and metrics may be given for each output, in a list or in a dict by output name; they are kept
in the form in which they were given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn import losses, metrics, optimizers
from sutja.nn.metrics.metric import Metric
from sutja.nn.models.model import Model
from sutja.nn.typing import Config

__all__ = ["compile_from_config", "compile_to_config"]

_MOST_THRESHOLDS = 1_000_000


def compile_to_config(model: Model) -> Config | None:
    """Optimizer, loss and metrics; ``None`` for a model that has not been compiled."""
    if model.optimizer is None:
        return None
    asked = model.compile_arguments
    return {
        "optimizer": optimizers.serialize(model.optimizer),
        "loss": _each(_in_form_of(asked["loss_weights"], asked["loss"]), _plain_loss),
        "loss_weights": asked.get("loss_weights"),
        "metrics": _each(asked["metrics"], _plain_metric),
        "weighted_metrics": _each(asked["weighted_metrics"], _plain_metric),
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }


def compile_from_config(model: Model, config: Config) -> None:
    """Compile ``model`` as ``config`` says.

    Without an optimizer, which Keras leaves out once it has saved the model in the older format as well, it takes the
    one that Keras takes.
    """
    single = len(model.outputs) == 1
    loss, watched = config.get("loss"), config.get("metrics")
    weighted = config.get("weighted_metrics")
    model.compile(
        optimizer=_optimizer(config["optimizer"]) if "optimizer" in config else "rmsprop",
        loss=_each(_of_single_output(loss) if single else loss, _loss),
        loss_weights=config.get("loss_weights"),
        metrics=_metrics(watched, single),
        weighted_metrics=_metrics(weighted, single),
    )


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    """``value`` with ``change`` applied to each loss or metric in it; a dict with a class is one of them."""
    if isinstance(value, dict) and "class_name" not in value:
        return {name: _each(item, change) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_each(item, change) for item in value]
    return None if value is None else change(value)


def _in_form_of(weights: Any, loss: Any) -> Any:
    """One loss for all outputs, once for each of their weights: Keras wants as many of both."""
    if isinstance(loss, list | tuple) or (isinstance(loss, dict) and "class_name" not in loss):
        return loss
    if isinstance(weights, dict):
        return dict.fromkeys(weights, loss)
    return [loss] * len(weights) if isinstance(weights, list | tuple) else loss


def _plain_loss(loss: Any) -> Any:
    return loss if isinstance(loss, str) else losses.serialize(losses.get(loss))


def _plain_metric(metric: Any) -> Any:
    return metrics.serialize(metric) if isinstance(metric, Metric) else metric


def _loss(item: Any) -> Any:
    return _name(item) or losses.get(item)


def _metrics(asked: Any, single: bool) -> Any:
    chosen = _of_single_output(asked) if single else asked
    if chosen is None:
        return None
    made = _each(chosen, _metric)
    return made if isinstance(made, list | dict) else [made]


def _metric(item: Any) -> Any:
    if isinstance(item, dict) and isinstance(item.get("config"), dict):
        count = item["config"].get("num_thresholds")
        if isinstance(count, int) and count > _MOST_THRESHOLDS:
            raise ModelFileError(_("The file asks for a metric with {count} thresholds.", count=count))
    return _name(item) or metrics.get(item)


def _optimizer(config: Config) -> optimizers.Optimizer:
    """The optimizer, unless it brings patterns for names along that could take for ever to look for."""
    inner = config.get("config")
    patterns = inner.get("exclude_layers") if isinstance(inner, dict) else None
    for pattern in patterns or []:
        if len(re.findall(r"[*+?{]", str(pattern))) > 1:
            raise ModelFileError(
                _(
                    "The file names layers by {pattern!r}, a pattern with several repetitions. It may have one.",
                    pattern=pattern,
                )
            )
    return optimizers.get(config)


def _name(item: Any) -> Any:
    """The name that ``item`` is, or that Keras wrote for a function; ``None`` for the description of an object."""
    if isinstance(item, dict) and item.get("class_name") == "function":
        return item.get("config")
    return item if isinstance(item, str) else None


def _of_single_output(value: Any) -> Any:
    """Keras may wrap what belongs to a model's single output in a list, or in a dict by the output's name."""
    if isinstance(value, dict) and "class_name" not in value and len(value) == 1:
        return next(iter(value.values()))
    return value[0] if isinstance(value, list) and len(value) == 1 else value
