"""HDF5 files, read with suspicion.

An HDF5 file is a tree of groups with arrays (data sets) at its leaves and short notes (attributes) on both. Much of
what the format can do has no place in a file of weights, and could be used to reach other files or to fill the
memory. So this reader

    follows hard links only: none by name and none into other files, and no data that lies outside the file;
    reads numbers only, from storage that the library itself understands;
    reads no array that is much larger than what the file holds of it, and no more in all than the file could bring.
"""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO

import numpy as np

from sutja.errors import ModelFileError
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["Hdf5"]

_FILTERS = {1, 2, 3, 32000}  # deflate, shuffle, checksum and LZF; others may be plug-ins
_SMALL = 1 << 20  # bytes; an array of this size may be stored as densely as it likes
_MOST_COMPRESSED = 20  # bytes from one; weights hardly shrink, and Keras stores them as they are
_LEAST_BUDGET = 64 << 20
_LONGEST_TEXT = 16 << 20
_LARGEST_HEAP = 64 << 10  # bytes that the library reads at once while it reads names
_MOST_NAMES = 4096
_MOST_ITEMS = 100_000


class Hdf5:
    """The file that ``source``, a binary file, holds."""

    def __init__(self, source: BinaryIO) -> None:
        import h5py

        size = source.seek(0, io.SEEK_END)
        self._source = _Source(source)
        _check_head(source)
        self._left = max(_LEAST_BUDGET, _MOST_COMPRESSED * size)
        self._file: Any = h5py.File(self._source, "r")
        self._file_of_names: Any = None

    def __enter__(self) -> Hdf5:
        return self

    def __exit__(self, *_error: object) -> None:
        for file in (self._file, self._file_of_names):
            if file is not None:
                file.close()

    # Arrays

    def shapes(self, places: list[str]) -> list[tuple[int, ...] | None]:
        """The shapes of the arrays at ``places``; nothing is read of them."""
        return [self._data_set(place).shape for place in places]

    def read(self, place: str) -> Array:
        """The array at ``place``."""
        item = self._data_set(place)
        size = item.dtype.itemsize * item.size
        stored = item.id.get_storage_size()
        if size > _SMALL and size > stored * _MOST_COMPRESSED:
            raise ModelFileError(_("The weights file holds less at {place} than it says.", place=place))
        self._left -= size
        if self._left < 0:
            raise ModelFileError(_("The weights file says that it holds more than it could."))
        return np.asarray(item[()])

    def numbered(self, place: str) -> list[str]:
        """The places of the arrays ``place``/0, 1, 2, ...; none if there is no such group."""
        group = self._find(place)
        if group is None:
            return []
        if not _is_group(group) or len(group) > _MOST_ITEMS:
            raise ModelFileError(_("The weights file has no group {path}.", path=place))
        return [f"{place}/{number}" for number in range(len(group))]

    def has(self, place: str) -> bool:
        """Whether there is anything at ``place``."""
        return self._find(place) is not None

    # Notes

    def text(self, name: str, place: str = "") -> str | None:
        """The text that the group at ``place``, if left out the root, carries under ``name``."""
        group = self._find(place)
        if group is None or name not in group.attrs:
            return None
        note = group.attrs.get_id(name)
        if note.shape != () or not _is_text(note.dtype) or note.dtype.itemsize > _LONGEST_TEXT:
            raise ModelFileError(_("The file has no text under {name!r}.", name=name))
        value = group.attrs[name]
        if len(value) > _LONGEST_TEXT:
            raise ModelFileError(_("The file has no text under {name!r}.", name=name))
        return _as_text(value)

    def names(self, place: str, name: str) -> list[str] | None:
        """The list of names that the group at ``place`` carries under ``name``, or under name0, name1, ...

        Lists that do not fit into one note are cut into several.
        """
        import h5py

        if self._file_of_names is None:
            self._file_of_names = h5py.File(self._source, "r")
        group = self._find(place, self._file_of_names)
        if group is None or not _is_group(group):
            raise ModelFileError(_("The weights file has no group {path}.", path=place))
        if name in group.attrs:
            return self._list(group, name)
        found: list[str] = []
        parts = 0
        while f"{name}{parts}" in group.attrs:
            found += self._list(group, f"{name}{parts}")
            parts += 1
            if len(found) > _MOST_ITEMS or sum(map(len, found)) > _LONGEST_TEXT:
                raise ModelFileError(_("A list of names in the file is too long."))
        return found if parts else None

    def _list(self, group: Any, name: str) -> list[str]:
        """The list that ``group`` carries under ``name``, where each text is short.

        In a list of texts, each may be a reference into a heap, thousands of them to one long text, which is copied
        for each. The library reads a heap as a whole, so a bound on what it reads at once bounds the text. It does not
        read again what it has read before; that is why names have an open file of their own.
        """
        note = group.attrs.get_id(name)
        count = note.shape[0] if note.shape is not None and len(note.shape) == 1 else -1
        if count == 0:
            return []
        if not 0 < count <= _MOST_NAMES or not _is_text(note.dtype) or count * note.dtype.itemsize > _LONGEST_TEXT:
            raise ModelFileError(_("The file has no list of names under {name!r}.", name=name))
        self._source.most = _LARGEST_HEAP
        try:
            return [_as_text(value) for value in group.attrs[name]]
        finally:
            self._source.most = None

    # Ways

    def _data_set(self, place: str) -> Any:
        import h5py

        item = self._find(place)
        if not isinstance(item, h5py.Dataset) or item.dtype.kind not in "fiu" or item.dtype.shape != ():
            raise ModelFileError(_("The weights file has no numbers at {path}.", path=place))
        if item.external or item.is_virtual:
            raise _outside(place)
        settings = item.id.get_create_plist()
        if any(settings.get_filter(i)[0] not in _FILTERS for i in range(settings.get_nfilters())):
            raise ModelFileError(_("The weights file stores {path} in a way that is unknown here.", path=place))
        return item

    def _find(self, place: str, file: Any = None) -> Any:
        """What lies at ``place``; ``None`` if there is nothing."""
        import h5py

        group = self._file if file is None else file
        for step in filter(None, place.split("/")):
            if not _is_group(group):
                raise ModelFileError(_("The weights file has no group {path}.", path=group.name.lstrip("/")))
            link = group.get(step, getlink=True)
            if link is None:
                return None
            if not isinstance(link, h5py.HardLink):
                raise _outside(f"{group.name}/{step}".lstrip("/"))
            group = group[step]
        return group


class _Source(io.RawIOBase):
    """A binary file as the library wants it, which reads at most ``most`` bytes at once if that is set.

    The library reads each heap of texts by itself, from its beginning; so what begins like one can be looked at.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.most: int | None = None

    def readinto(self, buffer: Any) -> int:
        if self.most is not None and len(buffer) > self.most:
            raise ModelFileError(_("A list of names in the file is too long."))
        count = self._file.readinto(buffer)  # type: ignore[attr-defined]
        _check_heap(memoryview(buffer).cast("B")[:count])
        return int(count)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _check_head(source: BinaryIO) -> None:
    """Refuse files in which places and lengths are not written in 8 bytes, as they always are today."""
    source.seek(0)
    head = source.read(16)
    sizes = head[13:15] if head[8:9] in (b"\0", b"\1") else head[9:11]
    if head[:8] != b"\x89HDF\r\n\x1a\n" or sizes != b"\x08\x08":
        raise ModelFileError(_("This is no HDF5 file of weights, or its beginning is damaged."))


def _check_heap(data: memoryview) -> None:
    """Refuse a heap of texts in which an empty piece is said to have no length: the library would not get past it.

    After a head of 16 bytes, a heap consists of pieces: number (2 bytes), references (2), nothing (4), length (8), and
    the content, filled up to a multiple of 8. Piece 0 is what is empty; its length includes these 16 bytes.
    """
    if bytes(data[:4]) != b"GCOL":
        return
    at = 16
    while at + 16 <= len(data):
        number, length = struct.unpack_from("<H6xQ", data, at)
        if number == 0 and length < 16:
            raise ModelFileError(_("A list of texts in the file is damaged."))
        at += length if number == 0 else 16 + (length + 7) // 8 * 8


def _is_group(item: Any) -> bool:
    import h5py

    return isinstance(item, h5py.Group)


def _is_text(dtype: Any) -> bool:
    import h5py

    return dtype.kind == "S" or h5py.check_string_dtype(dtype) is not None


def _as_text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def _outside(place: str) -> ModelFileError:
    return ModelFileError(_("The weights file points outside itself at {path}.", path=place))
