"""Running the command line inside the test."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sutja import language
from sutja.cli import main


@dataclass
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def sutja(capsys, monkeypatch, tmp_path):
    """``sutja("train", "--epochs", "1")`` in an empty folder -> exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    for name in ("SUTJA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    capsys.readouterr()

    def run(*words: str) -> Result:
        with pytest.raises(SystemExit) as ended:
            main(words)
        printed = capsys.readouterr()
        return Result(int(ended.value.code or 0), printed.out, printed.err)

    yield run
    language.use(None)
