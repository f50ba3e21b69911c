"""The pictures in docs/ are those that the program draws, and the example there prints what it says."""

from __future__ import annotations

import importlib.util
import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from sutja import nn

DOCS = Path(__file__).parents[3] / "docs"


def test_pictures() -> None:
    spec = importlib.util.spec_from_file_location("make_graphs", DOCS / "make_graphs.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    for name, draw in made.PICTURES.items():
        nn.utils.clear_session()
        assert (DOCS / "graphs" / f"{name}.svg").read_text(encoding="utf-8") == draw().svg, "run: make pictures"


@pytest.mark.parametrize("page", ["graphs.md", "graphs.ko.md"])
def test_examples(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / page).read_text(encoding="utf-8")
    said = io.StringIO()
    for code in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL):
        with redirect_stdout(said):
            exec(code, {})
    (shown,) = re.findall(r"(?<=\n\n)```\n(.*?)```", text, flags=re.DOTALL)
    assert said.getvalue() == shown
    assert (tmp_path / "model.svg").exists()
