"""Reading files out of a tar archive without unpacking it.

Nothing is written, so an archive cannot put a file anywhere. Still, one that tries (an absolute path, a ``..``, a
link, a device) was made to harm, and is refused as a whole. The archive is read once from front to back, and no
more of it is unzipped than we are ready to read (:mod:`sutja.data.formats.content`).

Source: Python's tarfile, "Extraction filters".
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from sutja.data.formats.content import LARGEST, damaged, opened
from sutja.errors import DamagedFile
from sutja.language import translate as _

__all__ = ["read_members"]

# What the standard library raises on a tar archive that is broken; gzip's own errors are left to ``opened``.
_BROKEN = (tarfile.TarError, ValueError, OverflowError, RecursionError, MemoryError, KeyError, IndexError, TypeError)


def read_members(path: Path, wanted: Callable[[PurePosixPath], bool]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The name and content of each file in the archive at ``path`` whose name is ``wanted``, in its order.

    Raises:
        DamagedFile: It is no tar archive, is broken, or holds a path outside itself, a link or a device.
        DataError: The operating system does not let us read it.
    """
    with opened(path) as content:
        try:
            with tarfile.open(fileobj=_Bounded(path, content.stream), mode="r|", errorlevel=1) as archive:
                for member in archive:
                    name = _safe_name(path, member)
                    if not member.isfile() or not wanted(name):
                        continue
                    yield name, _content_of(path, archive, member)
            content.stream.read(1)  # so that gzip compares its checksum
        except (DamagedFile, EOFError, zlib.error, gzip.BadGzipFile, GeneratorExit):
            raise
        except _BROKEN as error:
            raise damaged(path, _("its tar archive is broken ({reason})", reason=error)) from error


def _safe_name(path: Path, member: tarfile.TarInfo) -> PurePosixPath:
    name = PurePosixPath(member.name.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in "".join(name.parts[:1]):
        raise damaged(path, _("it holds a path outside itself, {name}", name=repr(member.name)[:100]))
    if not (member.isfile() or member.isdir()) or member.issparse():
        raise damaged(path, _("it holds a link or a device, {name}", name=repr(member.name)[:100]))
    return name


def _content_of(path: Path, archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.size > LARGEST:
        raise damaged(
            path, _("its header declares {size} bytes, more than a file of its size can hold", size=f"{member.size:,}")
        )
    stream = archive.extractfile(member)
    content = stream.read() if stream else b""
    if len(content) != member.size:
        raise damaged(path, _("it is cut short (bytes missing: {missing})", missing=f"{member.size - len(content):,}"))
    return content


class _Bounded(io.RawIOBase):
    """A stream of which no more than ``LARGEST`` bytes are read."""

    def __init__(self, path: Path, stream: io.BufferedIOBase) -> None:
        self._path, self._stream, self._left = path, stream, LARGEST

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > self._left:
            raise damaged(self._path, _("it unzips to more than {size} bytes", size=f"{LARGEST:,}"))
        content = self._stream.read(size)
        self._left -= len(content)
        return content
