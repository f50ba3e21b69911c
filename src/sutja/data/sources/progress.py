"""Showing how far a download is: a bar with the time left on a terminal, one line where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from sutja.language import translate as _

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["DownloadProgress", "progress_of"]


class DownloadProgress:
    """What pooch calls while it downloads; it takes ``CHUNK`` bytes at a time."""

    CHUNK: ClassVar[int] = 2**16

    def __init__(self, bars: Progress, task: TaskID, size: int) -> None:
        self._bars, self._task = bars, task
        self.total = size

    def update(self, size: int) -> None:
        """``size`` more bytes have arrived."""
        self._bars.update(self._task, advance=size)

    def reset(self) -> None:
        """Count from zero again."""
        self._bars.reset(self._task)

    def close(self) -> None:
        """Nothing to do; ``progress_of`` closes the bar."""


@contextmanager
def progress_of(url: str, size: int) -> Iterator[DownloadProgress]:
    """Show on standard error the download of ``size`` bytes from ``url``."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    text = _("Downloading {url}", url=url)
    if not console.is_terminal:
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        yield DownloadProgress(bars, bars.add_task(text, total=size), size)
