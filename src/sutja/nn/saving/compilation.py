"""How a model was compiled, as plain values in Keras' format, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sutja.nn import losses, metrics, optimizers
from sutja.nn.metrics.metric import Metric
from sutja.nn.models.model import Model
from sutja.nn.typing import Config

__all__ = ["compile_from_config", "compile_to_config"]


def compile_to_config(model: Model) -> Config | None:
    """Optimizer, losses and metrics, in the form in which ``compile`` got them; ``None`` for a model without."""
    if model.optimizer is None:
        return None
    asked = model.compile_arguments
    return {
        "optimizer": optimizers.serialize(model.optimizer),
        "loss": _mapped(_plain_loss, _in_form_of(asked["loss_weights"], asked["loss"])),
        "loss_weights": asked["loss_weights"],
        "metrics": _mapped(_plain_metric, asked["metrics"]),
        "weighted_metrics": _mapped(_plain_metric, asked["weighted_metrics"]),
        "run_eagerly": False,
        "steps_per_execution": 1,
        "jit_compile": False,
    }


def compile_from_config(model: Model, config: Config) -> None:
    """Compile ``model`` as ``config`` says."""
    loss = _mapped(losses.get, config.get("loss"))
    model.compile(
        optimizer=optimizers.deserialize(config["optimizer"]),
        loss=loss,
        loss_weights=config.get("loss_weights"),
        metrics=_mapped(metrics.get, config.get("metrics"), _in_a_list),
        weighted_metrics=_mapped(metrics.get, config.get("weighted_metrics"), _in_a_list),
    )


def _mapped(change: Callable[[Any], Any], asked: Any, at_top: Callable[[Any], Any] = lambda item: item) -> Any:
    """``asked`` with every loss or metric changed, whatever lists and dicts they lie in; names stay as they are.

    Keras writes a function as a description of class "function"; here that is its name.
    """
    if asked is None or isinstance(asked, str):
        return at_top(asked)
    if isinstance(asked, list | tuple):
        return [_mapped(change, item) for item in asked]
    if isinstance(asked, Mapping):
        if asked.get("class_name") == "function":
            return at_top(asked.get("config"))
        if "class_name" not in asked:
            return {name: _mapped(change, item) for name, item in asked.items()}
    return at_top(change(asked))


def _in_form_of(weights: Any, loss: Any) -> Any:
    """One loss for all outputs, once for each of their weights: Keras wants as many of both."""
    if isinstance(loss, list | tuple | Mapping):
        return loss
    if isinstance(weights, Mapping):
        return dict.fromkeys(weights, loss)
    return [loss] * len(weights) if isinstance(weights, list | tuple) else loss


def _in_a_list(item: Any) -> Any:
    """Metrics come in a list, also a single one; so ``compile`` wants it."""
    return None if item is None else [item]


def _plain_loss(asked: Any) -> Any:
    """A loss as its description; a function, which is one of ours, as its name."""
    return losses.serialize(losses.get(asked))


def _plain_metric(asked: Any) -> Any:
    return metrics.serialize(asked) if isinstance(asked, Metric) else asked
