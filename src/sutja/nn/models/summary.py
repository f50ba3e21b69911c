"""The table that ``model.summary()`` prints, in Keras' layout."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sutja.nn.layers.layer import Layer
from sutja.nn.variables import Variable

if TYPE_CHECKING:
    from sutja.nn.models.model import Model

__all__ = ["print_summary"]

_PLAIN = (88, (0.45, 0.80, 1.0))
_WITH_CONNECTIONS = (108, (0.3, 0.56, 0.74, 1.0))


def print_summary(model: Model, line_length: int | None, print_fn: Callable[[str], Any] | None) -> None:
    """Print one row a layer, with its connections if the graph is not a plain chain, and the sums."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    connected = _branches(model)
    length, positions = _WITH_CONNECTIONS if connected else _PLAIN
    length = line_length or min(length, shutil.get_terminal_size().columns - 4)
    table = Table(width=length, show_lines=True)
    edges = [0, *(int(p * length) for p in positions)]
    titles = ("Layer (type)", "Output Shape", "Param #", "Connected to")
    for title, start, end in zip(titles, edges, edges[1:], strict=False):
        table.add_column(title, width=end - start, justify="right" if title == "Param #" else "left")
    for layer in model.layers:
        row = [f"{escape(layer.name)} ([color(33)]{type(layer).__name__}[/])", _shape_of(layer), _params_of(layer)]
        table.add_row(*row, *([escape(_connections(model, layer))] if connected else []))

    console = Console(highlight=False) if print_fn is None else Console(highlight=False, color_system=None)
    with console.capture() as captured:
        console.print(f'[bold]Model: "{escape(model.name)}"[/]')
        console.print(table)
        for title, count, size in _sums(model):
            console.print(f"[bold] {title}: [/]{count:,} ({_readable(size)})")
    (print_fn or (lambda text: print(text, end="")))(captured.get())


def _branches(model: Model) -> bool:
    from sutja.nn.models.sequential import Sequential

    if isinstance(model, Sequential):
        return False
    nodes = model.graph.nodes
    used = [tensor.node for node in nodes for tensor in node.inputs]
    several_inputs, shared_layers = len(model.inputs) > 1, len(model.layers) < len(nodes)
    return (
        several_inputs
        or shared_layers
        or any(len(node.inputs) > 1 for node in nodes)
        or len(set(map(id, used))) < len(used)
    )


def _shape_of(layer: Layer) -> str:
    if not layer.nodes:
        return "?"
    node = layer.nodes[-1]
    shapes = [f"({', '.join(map(str, tensor.shape))})" for tensor in node.outputs]
    return f"[{', '.join(shapes)}]" if node.gives_list else shapes[0]


def _params_of(layer: Layer) -> str:
    return f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"


def _connections(model: Model, layer: Layer) -> str:
    own = {id(node) for node in model.graph.nodes}
    sources = [tensor for node in layer.nodes if id(node) in own for tensor in node.inputs]
    return ", ".join(f"{tensor.node.layer.name}[{tensor.node.index}][{tensor.index}]" for tensor in sources) or "-"


def _sums(model: Model) -> list[tuple[str, int, int]]:
    groups = [
        ("Trainable params", model.trainable_weights),
        ("Non-trainable params", model.non_trainable_weights),
    ]
    rows = [(title, sum(v.size for v in weights), sum(map(_bytes, weights))) for title, weights in groups]
    if model.optimizer is not None and model.optimizer.built:
        state = model.optimizer.variables()
        rows.append(("Optimizer params", sum(a.size for a in state), sum(a.nbytes for a in state)))
    return [("Total params", sum(r[1] for r in rows), sum(r[2] for r in rows)), *rows]


def _bytes(variable: Variable) -> int:
    return variable.value.nbytes


def _readable(size: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.2f} {unit}"
        size /= 1024
    raise AssertionError
