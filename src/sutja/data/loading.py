"""Loading a data set by its name: find a copy or download it, read it, check that it is what the name says.

A copy that was found for a name must be the original, value for value; anything else is reported as damaged and
never passed off as the original. Only ``directory=`` may hold other pictures in the same format (say, digits that
a class has written): they are taken, and the ``source`` says that they are not the original.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from sutja.data.catalogue import describe
from sutja.data.checksum import parts_that_differ
from sutja.data.dataset import Dataset
from sutja.data.formats.content import damaged
from sutja.data.sources.download import download
from sutja.data.sources.places import Copy, Place, cache_folder, find, find_in
from sutja.data.spec import Arrays, Spec
from sutja.errors import missing_extra
from sutja.language import translate as _

__all__ = ["get", "load", "locate"]


def load(name: str, directory: str | os.PathLike[str] | None = None) -> Dataset:
    """Load a data set.

    It is taken from the first of these that has it: ``directory`` if given, and then nowhere else;
    ``$SUTJA_DATA``; the cache of Keras; a package that carries it; the cache of Sutja's downloads; the network.

    Args:
        name: One of :func:`~sutja.data.names`.
        directory: The folder that holds it. Its content may differ from the original; ``source`` then says so.

    Raises:
        UnknownName: There is no data set of this name.
        InvalidArgument: ``directory`` is no folder.
        NotAvailable: ``directory`` does not have it; or no copy was found and none could be downloaded.
        DamagedFile: A file was found whose content is not what it should be.
        MissingExtra: It comes with a package that is not installed.
        DataError: A file cannot be read or a download not be written.
    """
    spec = describe(name)
    copy = find(spec, directory) or _download(spec)
    arrays = copy.form.read(copy.files)
    dataset = Dataset(*arrays, classes=spec.classes, name=spec.name, source=copy.source)
    return _compared_with_original(dataset, arrays, spec, copy)


def locate(name: str, directory: str | os.PathLike[str] | None = None) -> Copy | None:
    """The copy of a data set that :func:`load` would read, or None when it would have to download one.

    Nothing is read or downloaded. Arguments and errors are those of :func:`load`.
    """
    return find(describe(name), directory)


def get(name: str, directory: str | os.PathLike[str] | None = None) -> Copy:
    """Make sure that a copy of a data set is on this machine, and say where.

    Args:
        name: One of :func:`~sutja.data.names`.
        directory: The folder in which to have it; it is made if it does not exist. By default any copy that
            :func:`load` would find is good, and a download goes into Sutja's cache.

    Raises:
        The errors of :func:`load`. The content of a copy that was there already is not read.
    """
    spec = describe(name)
    if directory is None:
        return find(spec) or _download(spec)
    folder = Path(directory).expanduser()
    return find_in(Place(folder, _("directory {folder}"), by_hand=True), spec) or _download(spec, folder)


def _download(spec: Spec, folder: Path | None = None) -> Copy:
    if spec.package and not spec.downloads:
        raise missing_extra(spec.name, spec.package.extra)
    return download(spec, folder or cache_folder() / spec.folders[0])


def _compared_with_original(dataset: Dataset, arrays: Arrays, spec: Spec, copy: Copy) -> Dataset:
    different = parts_that_differ(arrays, spec.checksums)
    if not different:
        return dataset
    if copy.by_hand:
        return replace(dataset, source=_("{source}; not the original {title}", source=dataset.source, title=spec.title))
    position = Arrays._fields.index(different[0])
    file = copy.files[position] if len(copy.files) == len(arrays) else copy.files[0]
    raise damaged(
        file,
        _(
            "its {part} is not that of the original {title}. To use it as it is, name its folder with `directory`",
            part=different[0],
            title=spec.title,
        ),
    )
