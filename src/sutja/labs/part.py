"""A part of an engine, as a declaration: which class, with which settings.

``part("optimizers.SGD", learning_rate=0.1)`` is made into an optimizer by whichever engine runs the experiment, and
into the line of code that makes it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sutja.errors import SutjaError
from sutja.language import translate as _

__all__ = ["Part", "call_in_code", "code_of", "made", "part"]

WIDTH = 100  # of a line of code, in characters


@dataclass(frozen=True)
class Part:
    """``path`` below the module of an engine, such as "optimizers.SGD", and the ``settings`` it is made with."""

    path: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def make(self, nn: Any) -> Any:
        """The object, of the engine ``nn``."""
        found = nn
        for name in self.path.split("."):
            if not hasattr(found, name):
                raise SutjaError(
                    _(
                        "{engine} has no {path}. Run this experiment with --engine numpy",
                        engine=nn.__name__,
                        path=self.path,
                    )
                )
            found = getattr(found, name)
        return found(**{name: made(value, nn) for name, value in self.settings.items()})

    def code(self, indent: int = 0) -> str:
        """The code that makes it where the engine is called ``keras``; ``indent``: where in a line it begins."""
        settings = [f"{name}={code_of(value)}" for name, value in self.settings.items()]
        return call_in_code(f"keras.{self.path}", settings, indent)


def part(path: str, **settings: Any) -> Part:
    """A :class:`Part`, written as it is called."""
    return Part(path, settings)


def made(value: Any, nn: Any) -> Any:
    """``value``, or what it declares."""
    return value.make(nn) if isinstance(value, Part) else value


def code_of(value: Any) -> str:
    """``value`` in code."""
    return value.code() if isinstance(value, Part) else repr(value).replace("'", '"')


def call_in_code(what: str, arguments: Sequence[str], indent: int = 0) -> str:
    """A call on one line, or with a line for each argument where that would be too long."""
    line = f"{what}({', '.join(arguments)})"
    if indent + len(line) <= WIDTH:
        return line
    space = " " * indent
    return "\n".join([f"{what}(", *(f"{space}    {argument}," for argument in arguments), f"{space})"])
