"""Reading the content of a file that nobody vouches for.

A data file may be cut short, be something else than its name says, or be made to harm: a few kilobytes that
unzip to gigabytes, a header that declares more values than there is memory. So a reader asks here for exactly
the bytes that it needs; nothing more is unzipped, and nothing is allocated that the file cannot hold. DEFLATE,
the method of gzip and zip, shrinks at most 1032 : 1 [1], which bounds the content by the size of the file.

[1] zlib, "Maximum Compression Factor", https://zlib.net/zlib_tech.html
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sutja.errors import DamagedFile, DataError
from sutja.language import translate as _

__all__ = ["LARGEST", "Content", "damaged", "largest_content", "opened", "unreadable"]

LARGEST = 2**30  # bytes of content that we are ready to read from one file
_LARGEST_DEFLATE_RATIO = 1032
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 2**20


@dataclass(frozen=True)
class Content:
    """The content of an open file, unzipped as it is read."""

    path: Path
    stream: io.BufferedIOBase
    largest: int

    def read(self, size: int) -> NDArray[np.uint8]:
        """The next ``size`` bytes, or ``DamagedFile`` when there are not so many."""
        if size > max(self.largest, _CHUNK):  # a little too much is no harm, and is found below
            raise damaged(
                self.path,
                _("its header declares {size} bytes, more than a file of its size can hold", size=f"{size:,}"),
            )
        values = np.empty(size, np.uint8)
        view = values.data
        filled = 0
        while filled < size:
            count = self.stream.readinto(view[filled : filled + _CHUNK])
            if not count:
                raise damaged(self.path, _("it is cut short (bytes missing: {missing})", missing=f"{size - filled:,}"))
            filled += count
        return values

    def expect_end(self) -> None:
        """Raise ``DamagedFile`` unless everything has been read. For gzip this also checks its CRC."""
        if self.stream.read(1):
            raise damaged(self.path, _("it goes on after its last value"))


@contextmanager
def opened(path: Path) -> Iterator[Content]:
    """Open the file at ``path``, unzipping it when its first bytes say that it is a gzip file.

    Raises:
        DamagedFile: The gzip stream is damaged, here or while it is read.
        DataError: The operating system does not let us read the file.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            zipped = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
            file.seek(0)
            if zipped:
                with gzip.GzipFile(fileobj=file) as stream:
                    yield Content(path, stream, largest_content(size, zipped=True))
            else:
                yield Content(path, file, largest_content(size, zipped=False))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise damaged(path, _("its gzip stream is broken ({reason})", reason=error)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def largest_content(size: int, *, zipped: bool) -> int:
    """The most bytes that a file of ``size`` bytes can hold, and that we are ready to read."""
    return min(LARGEST, size * _LARGEST_DEFLATE_RATIO if zipped else size)


def damaged(path: Path, problem: str) -> DamagedFile:
    """The error for a file whose content is not what it should be."""
    return DamagedFile(
        _("{path} is damaged: {problem}. Delete it or replace it with a good copy", path=path, problem=problem)
    )


def unreadable(path: Path, error: OSError) -> DataError:
    """The error for a file or folder that the operating system does not let us read."""
    return DataError(_("Cannot read {path}: {reason}", path=path, reason=error.strerror or error))
