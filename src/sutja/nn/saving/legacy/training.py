"""How a model was compiled, in files of Keras 2, turned into today's description, and back.

optimizer_config                    -> optimizer; its "lr" is learning_rate today
decay of an optimizer               -> the schedule that it means, InverseTimeDecay, lr / (1 + decay step)
"reduction": "auto" of a loss       -> the mean
MeanMetricWrapper with a "fn"       -> the metric of that name
"""

from __future__ import annotations

from typing import Any

from sutja.nn import losses
from sutja.nn.naming import to_snake_case
from sutja.nn.typing import Config

__all__ = ["modern_training", "old_training"]

_GONE = ("decay", "jit_compile", "is_legacy_optimizer", "lr")
_PARTS = ("loss", "metrics", "weighted_metrics")


def modern_training(config: Config) -> Config:
    """Today's description of how a model was compiled, from that of an old file."""
    return {
        "optimizer": _modern_optimizer(config["optimizer_config"]),
        "loss_weights": config.get("loss_weights"),
        **{name: _modern(config.get(name)) for name in _PARTS},
    }


def old_training(config: Config) -> Config:
    """``config``, today's description, as files of this format have it."""
    parts = {name: _old(value) for name, value in config.items() if name != "optimizer"}
    return {**parts, "loss": _in_full(parts["loss"]), "optimizer_config": _old(config["optimizer"])}


def _modern_optimizer(config: Config) -> Config:
    inner = dict(config["config"])
    decay, rate = inner.get("decay"), inner.get("learning_rate", inner.get("lr"))
    arguments = {name: value for name, value in inner.items() if name not in _GONE}
    if rate is not None:
        arguments["learning_rate"] = rate
    if decay and isinstance(rate, int | float):
        schedule = {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": decay}
        arguments["learning_rate"] = {"class_name": "InverseTimeDecay", "config": schedule}
    return {**config, "config": arguments}


def _modern(value: Any) -> Any:
    if isinstance(value, list):
        return [_modern(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = value.get("config")
    if "class_name" not in value or not isinstance(inner, dict):
        return {name: _modern(item) for name, item in value.items()}
    if value["class_name"] == "MeanMetricWrapper":
        return inner.get("fn") if inner.get("name") in (inner.get("fn"), None) else inner["name"]
    if inner.get("reduction") == "auto":
        inner = {**inner, "reduction": "sum_over_batch_size"}
    return {**value, "config": {name: item for name, item in inner.items() if name != "fn"}}


def _old(value: Any) -> Any:
    """``value`` with each description in it reduced to class and arguments."""
    if isinstance(value, list):
        return [_old(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "class_name" in value and "config" in value:
        name = value.get("registered_name") or value["class_name"]
        return {"class_name": name, "config": value["config"]}
    return {name: _old(item) for name, item in value.items()}


def _in_full(loss: Any) -> Any:
    """``loss`` with names in full, mean_squared_error for mse: Keras does not find short ones in such files."""
    if isinstance(loss, dict) and "class_name" not in loss:
        return {name: _in_full(item) for name, item in loss.items()}
    if isinstance(loss, list):
        return [_in_full(item) for item in loss]
    return to_snake_case(type(losses.get(loss)).__name__) if isinstance(loss, str) else loss
