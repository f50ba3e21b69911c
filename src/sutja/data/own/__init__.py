"""Your own pictures: a folder of them becomes a :class:`~sutja.data.Dataset`, and one file to hand on.

layout.py    which file is of which class, in which part
picture.py   a picture file -> an array
loading.py   all of them -> a data set
archive.py   a data set -> one .npz file, and back
"""

from sutja.data.own.archive import read_archive, write_archive
from sutja.data.own.loading import load_own

__all__ = ["load_own", "read_archive", "write_archive"]
