"""Loading a data set by its name: find a copy or download it, read it, check that it is what the name says.

A copy that was found for a name must be the original, value for value; anything else is reported as damaged and
never passed off as the original. Only ``directory=`` may hold other pictures in the same format (say, digits that
a class has written): they are taken, and the ``source`` says that they are not the original. A form whose original
values are not known to us (texts, read from the folders of their authors) is taken as it is, and the ``source``
says that too.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sutja.data.catalogue import describe, names
from sutja.data.checksum import are_originals, parts_that_differ
from sutja.data.dataset import Dataset
from sutja.data.formats.content import damaged
from sutja.data.sources.download import download
from sutja.data.sources.places import Copy, Place, cache_folder, find, find_in
from sutja.data.spec import Raw, Spec
from sutja.errors import InvalidArgument, missing_extra, unknown
from sutja.language import translate as _

__all__ = ["get", "load", "locate"]


def load(name: str | os.PathLike[str], directory: str | os.PathLike[str] | None = None, **options: Any) -> Dataset:
    """Load a data set by its name, or your own pictures from a folder or a file.

    A set that has a name is taken from the first of these that has it: ``directory`` if given, and then nowhere
    else; ``$SUTJA_DATA``; the cache of Keras; a package that carries it; the cache of Sutja's downloads; the network.

    Args:
        name: One of :func:`~sutja.data.names`; or the path of your own pictures, as in
            :func:`~sutja.data.own.load_own`, which says what the options are there.
        directory: The folder that holds it. Its content may differ from the original; ``source`` then says so.
        options: Of this set, with the names and the defaults of Keras. ``imdb``, ``reuters``: ``num_words``,
            ``skip_top``, ``maxlen``, ``seed``, ``start_char``, ``oov_char``, ``index_from``, and for ``reuters``
            ``test_split``. ``boston_housing``: ``test_split``, ``seed``. ``cifar100``: ``label_mode``.

    Raises:
        UnknownName: There is no data set of this name.
        InvalidArgument: ``directory`` is no folder, or an option is not one of this set or outside its range.
        NotAvailable: ``directory`` does not have it; or no copy was found and none could be downloaded.
        DamagedFile: A file was found whose content is not what it should be.
        MissingExtra: It comes with a package that is not installed.
        DataError: A file cannot be read or a download not be written.
    """
    if _is_path(name):
        from sutja.data.own import load_own

        if directory is not None:
            raise InvalidArgument(_("A path was given, so `directory` has no meaning. Leave it out"))
        _check_options(_("your own pictures"), load_own, options)
        return load_own(name, **options)
    if name not in names():
        raise unknown("name", name, names(), _("For your own pictures give a path, as in ./{name}", name=name))
    spec = describe(str(name))
    _check_options(spec.name, spec.finish, options)
    copy = find(spec, directory) or _download(spec)
    raw = copy.form.read(copy.files)
    fields = {"classes": spec.classes, **spec.finish(raw, **options)}
    dataset = Dataset(**fields, name=spec.name, source=copy.source, kind=spec.kind, columns=spec.columns)
    return replace(dataset, source=dataset.source + _compared_with_original(raw, spec, copy))


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


def _is_path(name: str | os.PathLike[str]) -> bool:
    """Whether ``name`` is meant as a path: it is no name of a set, and looks like one or is there."""
    if not isinstance(name, str):
        return True
    if name in names() or "\0" in name:
        return False
    return os.sep in name or "/" in name or name.startswith("~") or Path(name).exists()


def _check_options(name: str, function: Callable[..., Any], options: Mapping[str, Any]) -> None:
    """Raise an error for the first of ``options`` that is no parameter of ``function`` behind its first one."""
    known = list(inspect.signature(function).parameters)[1:]
    for option in options:
        if option not in known and known:
            raise unknown("options", option, known, _("There are no other options for {name}", name=name))
        if option not in known:
            raise InvalidArgument(_("There are no options for {name}. Received: {option}", name=name, option=option))


def _download(spec: Spec, folder: Path | None = None) -> Copy:
    if spec.package and not spec.downloads:
        raise missing_extra(spec.name, spec.package.extra)
    return download(spec, folder or cache_folder() / spec.folders[0])


def _compared_with_original(raw: Raw, spec: Spec, copy: Copy) -> str:
    """What the source should add: nothing for the original, else what the content is."""
    remark = f"; {copy.form.remark}" if copy.form.remark else ""
    if are_originals(copy.files, copy.form.originals):
        return remark
    comparable = spec.checksums is not None and set(spec.checksums._fields) <= set(getattr(raw, "_fields", ()))
    different = parts_that_differ(raw, spec.checksums) if comparable and spec.checksums else ()
    if comparable and not different:
        return remark
    if not comparable and not copy.form.originals:
        return remark + _("; not compared with the original")
    if copy.by_hand:
        return _("; not the original {title}", title=spec.title) + remark
    raise damaged(
        _file_of(different[0], raw, copy) if different else copy.files[0],
        _(
            "its {part} is not that of the original {title}. To use it as it is, name its folder with `directory`",
            part=different[0] if different else _("content"),
            title=spec.title,
        ),
    )


def _file_of(part: str, raw: Raw, copy: Copy) -> Path:
    """The file that holds ``part``, as far as it can be told."""
    fields = getattr(raw, "_fields", ())
    return copy.files[fields.index(part)] if len(copy.files) == len(fields) else copy.files[0]
