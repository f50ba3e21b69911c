"""Pydantic's findings as Sutja's errors: one line that names the field, what was expected and what was received.

Pydantic describes an error in English, to a developer of the server. The people who use the API read the same
wording as everywhere else in Sutja, in their language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.errors import InvalidArgument, invalid
from sutja.language import translate as _

__all__ = ["explained"]


def explained(finding: Mapping[str, Any], *, whole: str = "") -> InvalidArgument:
    """The error that ``finding``, one item of a pydantic ``ValidationError.errors()``, amounts to.

    Args:
        finding: what pydantic found: its ``type``, the path ``loc`` to it, the ``input``, the limits in ``ctx``.
        whole: what the validated value as a whole is called, where the path is empty.
    """
    name = _path(finding["loc"]) or whole
    if finding["type"] == "missing":
        return InvalidArgument(_("`{name}` is missing", name=name))
    if finding["type"] == "extra_forbidden":
        return InvalidArgument(_("There is no field `{name}`", name=name))
    return invalid(name, _expected(finding), finding["input"])


def _path(location: tuple[str | int, ...]) -> str:
    """``("strokes", 0, 2)`` as ``strokes[0][2]``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _expected(finding: Mapping[str, Any]) -> str:
    limits = finding.get("ctx", {})
    match finding["type"]:
        case "finite_number" | "float_type":
            return _("a finite number")
        case "greater_than":
            return _("a number greater than {limit}", limit=limits["gt"])
        case "greater_than_equal":
            return _("a number of at least {limit}", limit=limits["ge"])
        case "less_than_equal":
            return _("a number of at most {limit}", limit=limits["le"])
        case "int_type" | "int_parsing" | "int_from_float":
            return _("a whole number")
        case "list_type":
            return _("a list")
        case "tuple_type" | "too_long":
            return _("a point [x, y]")
        case "bool_type" | "bool_parsing":
            return _("true or false")
        case "model_type":
            return _("an object with the fields `strokes` and `pen_width`")
        case _other:
            return str(finding["msg"])
