"""The file that keeps what was measured.

It is written anew after every run, under another name first, so that it is whole at any moment. While runs are
missing it is called ``NAME.part.json``; a measurement that was interrupted finds it and goes on, if plan, machine,
libraries and code are still the same. When all is done it becomes ``NAME.json``, in place of an older one.
"""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.plan import Run
from sutja.whole_file import write_whole

__all__ = ["FOLDER", "Results", "code_version"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "bench" / "results"
FORMAT = 1


class Results:
    """``heading`` says under which circumstances all ``runs`` were made."""

    def __init__(self, name: str, heading: dict[str, Any], folder: Path = FOLDER) -> None:
        self.name, self.folder = name, folder
        self.heading = {"format": FORMAT, "plan": name, **heading}
        self.started = datetime.now(UTC).strftime("%Y-%m-%d")
        self.runs: list[dict[str, Any]] = []
        self.skipped: list[str] = []
        self.continued = self._take_up()

    @property
    def file(self) -> Path:
        """Where the complete results are."""
        return self.folder / f"{self.name}.json"

    @property
    def part(self) -> Path:
        """Where they are until then."""
        return self.folder / f"{self.name}.part.json"

    def has(self, run: Run) -> bool:
        """Whether ``run`` was made, or tried and failed."""
        return any(made["run"] == run.as_dict() for made in self.runs)

    def add(self, run: Run, found: dict[str, Any] | None, error: str = "", took: float = 0.0) -> None:
        """Keep what ``run`` has found, or why it has found nothing; on the disk when this returns."""
        entry: dict[str, Any] = {"run": run.as_dict(), "took_seconds": round(took, 2)}
        entry |= {"error": error} if found is None else {"found": found}
        self.runs.append(entry)
        self.write()

    def write(self) -> None:
        """Write the file of the unfinished measurement."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.part, json.dumps(self.content(), indent=1) + "\n")

    def content(self) -> dict[str, Any]:
        """All that is known."""
        return {**self.heading, "started": self.started, "skipped": self.skipped, "runs": self.runs}

    def finish(self, table: str) -> None:
        """All runs are made: give the file its final name, and write the table beside it."""
        self.write()
        self.part.replace(self.file)
        write_whole(self.file.with_suffix(".md"), table)

    def _take_up(self) -> bool:
        try:
            kept = json.loads(self.part.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if any(kept.get(key) != value for key, value in self.heading.items()):
            return False
        self.started, self.runs, self.skipped = kept["started"], kept["runs"], kept["skipped"]
        return True


def code_version() -> str:
    """The commit that is measured, with a + if files differ from it; empty outside a repository."""
    try:
        commit = _git("rev-parse", "--short", "HEAD")
        return commit + ("+" if _git("status", "--porcelain", "--", "src", "bench/*.py") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
