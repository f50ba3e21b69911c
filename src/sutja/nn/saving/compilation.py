"""How a model was compiled, as plain values in Keras' format, and back."""

from __future__ import annotations

from typing import Any

from sutja.nn import losses, metrics, optimizers
from sutja.nn.losses.loss import Loss
from sutja.nn.metrics.metric import Metric
from sutja.nn.models.model import Model
from sutja.nn.typing import Config

__all__ = ["compile_from_config", "compile_to_config"]


def compile_to_config(model: Model) -> Config | None:
    """Optimizer, loss and metrics; ``None`` for a model that has not been compiled."""
    if model.optimizer is None:
        return None
    asked = model.compile_arguments
    return {
        "optimizer": optimizers.serialize(model.optimizer),
        "loss": _plain(asked["loss"], model.loss),
        "loss_weights": None,
        "metrics": _all_plain(asked["metrics"]),
        "weighted_metrics": _all_plain(asked["weighted_metrics"]),
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }


def compile_from_config(model: Model, config: Config) -> None:
    """Compile ``model`` as ``config`` says."""
    loss = _of_single_output(config.get("loss"))
    model.compile(
        optimizer=optimizers.deserialize(config["optimizer"]),
        loss=loss and (_name(loss) or losses.get(loss)),
        metrics=_metrics(config.get("metrics")),
        loss_weights=config.get("loss_weights"),
        weighted_metrics=_metrics(config.get("weighted_metrics")),
    )


def _all_plain(asked: Any) -> Any:
    return None if asked is None else [_plain(item, item) for item in asked]


def _metrics(asked: Any) -> Any:
    chosen = _of_single_output(asked)
    return None if chosen is None else [_name(item) or metrics.get(item) for item in _listed(chosen)]


def _plain(asked: Any, found: Any) -> Any:
    """A name stays a name; an object becomes its description."""
    if isinstance(asked, str):
        return asked
    if isinstance(found, Loss):
        return losses.serialize(found)
    return metrics.serialize(found) if isinstance(found, Metric) else None


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


def _listed(items: Any) -> list[Any]:
    return items if isinstance(items, list) else [items]
