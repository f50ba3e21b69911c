"""Downloading a file over HTTP so that an interrupted download goes on where it stopped.

What has arrived stands in ``<name>.part`` beside the place of the file. The next attempt asks for the rest of it
(``Range: bytes=n-``, RFC 9110, 14.2), from whichever mirror, since all of them have the same file; a server that
cannot do this sends all of it, and one whose file is shorter is asked for all of it. Only whole files with the right
checksum get their name. One process downloads a file at a time: others wait at a lock and then find it whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sutja.data.sources.progress import DownloadProgress

__all__ = ["Resuming", "locked", "part_of"]

_SECONDS_TO_CONNECT, _SECONDS_OF_SILENCE = 10, 30
_PARTIAL_CONTENT, _RANGE_NOT_SATISFIABLE = 206, 416


def part_of(file: Path) -> Path:
    """Where a part of ``file`` stands while it arrives."""
    return file.with_name(f"{file.name}.part")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Be the only process that downloads ``file``."""
    from filelock import FileLock

    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file.with_name(f".{file.name}.lock")):
        yield


class Resuming:
    """What pooch calls to download from ``url``; it appends to ``part`` and moves it to ``output_file`` when whole."""

    def __init__(self, part: Path, progress: DownloadProgress) -> None:
        self.part, self.progress = part, progress

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        """Download; the errors are those of ``requests`` and of the operating system."""
        import requests

        already = self.part.stat().st_size if self.part.exists() else 0
        headers = {"Accept-Encoding": "identity"}  # a .gz file is to arrive as it is
        if already:
            headers["Range"] = f"bytes={already}-"
        with requests.get(
            url, headers=headers, stream=True, timeout=(_SECONDS_TO_CONNECT, _SECONDS_OF_SILENCE)
        ) as response:
            if already and response.status_code == _RANGE_NOT_SATISFIABLE:
                self.part.unlink()
                return self(url, output_file, pooch)
            response.raise_for_status()
            resumed = response.status_code == _PARTIAL_CONTENT
            self.progress.reset()
            self.progress.update(already if resumed else 0)
            with self.part.open("ab" if resumed else "wb") as stream:
                for piece in response.iter_content(self.progress.CHUNK):
                    stream.write(piece)
                    self.progress.update(len(piece))
        self.part.replace(output_file)
        return None
