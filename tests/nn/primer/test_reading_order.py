"""The primer can be read in the order that it gives: no file needs one that comes later."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sutja.nn import primer

FOLDER = Path(primer.__file__).parent
IN_ORDER = re.findall(r"^ +\d+  (\w+)\.py", primer.__doc__ or "", re.MULTILINE)
FOR_ALL = {"sutja.checks", "sutja.errors", "sutja.language", "sutja.nn.typing", "sutja.nn.primer.checks"}


def test_the_order_names_every_file_once() -> None:
    assert sorted([*IN_ORDER, "__init__", "checks"]) == sorted(path.stem for path in FOLDER.glob("*.py"))


def test_a_file_needs_numpy_and_the_files_before_it() -> None:
    for number, name in enumerate(IN_ORDER):
        tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
        used = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        ours = {module for module in used if module.startswith("sutja")} - FOR_ALL
        assert ours <= {f"sutja.nn.primer.{earlier}" for earlier in IN_ORDER[:number]}, name


def test_every_file_names_its_twin_in_the_engine() -> None:
    for name in IN_ORDER:
        tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
        assert "he engine's part:" in (ast.get_docstring(tree) or ""), name
