"""The answer to a name that a module does not have: the nearest one that it has, and what to do without."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NoReturn

from sutja.errors import UnknownName, nearest
from sutja.language import translate as _

__all__ = ["MissingName", "answer_to_missing"]

_LIKENESS = 0.75  # many names are Keras' own and no slips: MultiHeadAttention is not to be taken for Activation


class MissingName(UnknownName, AttributeError):
    """A module of the engine does not have a name; code that asks first, by ``hasattr``, is told no."""


def answer_to_missing(module: str, known: Collection[str]) -> Callable[[str], NoReturn]:
    """The ``__getattr__`` of ``module``, which has the names ``known``."""

    def __getattr__(name: str) -> NoReturn:
        if name.startswith("_"):  # Python's own, asked for behind the scenes
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        words = [_("{module} has no `{name}`.", module=module, name=name)]
        meant = nearest(known, name, _LIKENESS)
        if meant:
            words.append(_("Did you mean {name!r}?", name=meant))
        if module.endswith(".layers"):
            words.append(
                _("A layer of your own is a class derived from `sutja.nn.Layer`, with `forward` and `backward`.")
            )
        words.append(_("For what only Keras has, use Keras itself: `import keras`."))
        raise MissingName(" ".join(words))

    return __getattr__
