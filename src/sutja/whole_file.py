"""Files that appear under their name only when they are complete, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes | str) -> None:
    """Write ``data``, text in UTF-8, to a file of another name beside ``path``, then move it into place.

    Raises:
        OSError: The operating system does not let us write; what was at ``path`` is there as before.
    """
    content = data.encode() if isinstance(data, str) else data
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o666 & ~_umask())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
