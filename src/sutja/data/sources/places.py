"""Finding a copy of a data set on this machine.

The places, in the order in which they are looked at; the first that has the set is taken:

1. ``directory=``, given by hand. It alone is looked at then: a set that is not in it is an error.
2. ``$SUTJA_DATA``, a folder of data sets; it must exist.
3. The cache of Keras: ``$KERAS_HOME/datasets``, else ``~/.keras/datasets``.
4. A Python package that carries the set.
5. The cache of Sutja's own downloads: ``$SUTJA_CACHE``, else what the operating system has for caches.

In each place the set may lie in a folder of its own (``mnist``; torchvision's ``MNIST/raw``) or directly. Some
of its files without the others are an error where a person has put them (1 and 2), because they were meant to
be used; in a cache (3 and 5) they are what an interrupted download has left, and no copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sutja.data.formats.content import unreadable
from sutja.data.spec import Form, Package, Spec
from sutja.errors import NotAvailable, invalid
from sutja.language import translate as _

__all__ = ["Copy", "Place", "cache_folder", "find", "find_in"]


@dataclass(frozen=True)
class Copy:
    """A copy of a data set that was found.

    Attributes:
        folder: The folder in which its files lie.
        files: Its files, in the order of ``form.files``.
        form: How they are read.
        source: The place, in one line for a person.
        by_hand: A person has said to use this copy, whatever is in it.
    """

    folder: Path
    files: tuple[Path, ...]
    form: Form
    source: str
    by_hand: bool = False


@dataclass(frozen=True)
class Place:
    """A folder to look in.

    Attributes:
        root: The folder; it need not exist.
        source: What the place is called, with ``{folder}`` for the folder in which the files were found and
            ``{path}`` for the file when there is only one.
        by_hand: It was named for this very set.
        whole: Some of the files without the others are an error here.
    """

    root: Path
    source: str
    by_hand: bool = False
    whole: bool = False


def find(spec: Spec, directory: str | os.PathLike[str] | None = None) -> Copy | None:
    """The copy of a data set on this machine that is used, or None when there is none.

    Args:
        spec: The data set.
        directory: Look only here, and insist on finding it.

    Raises:
        InvalidArgument: ``directory`` or ``$SUTJA_DATA`` is no folder.
        NotAvailable: ``directory`` does not have the set, or a person's folder has only a part of it.
        DataError: The operating system does not let us look.
    """
    if directory is not None:
        return _find_by_hand(spec, directory)
    return next(filter(None, (find_in(place, spec) for place in _places(spec))), None)


def find_in(place: Place, spec: Spec) -> Copy | None:
    """The copy of a data set in one place, or None."""
    incomplete = ""
    for folder in (*(place.root / name for name in spec.folders), place.root):
        for form in spec.forms:
            if form.common and folder == place.root and not place.by_hand:
                continue
            found = [_first_that_exists(folder, names) for names in form.files]
            files = tuple(file for file in found if file is not None)
            if len(files) == len(found):
                path = files[0] if len(files) == 1 else folder
                source = place.source.format(folder=readable(folder), path=readable(path))
                return Copy(folder, files, form, source, place.by_hand)
            if files and not incomplete:
                missing = [names[0] for names, file in zip(form.files, found, strict=True) if file is None]
                incomplete = _(
                    "The copy of {name} in {folder} lacks {missing}. Add what is missing or move the rest away",
                    name=spec.name,
                    folder=folder,
                    missing=", ".join(missing),
                )
    if incomplete and place.whole:
        raise NotAvailable(incomplete)
    return None


def cache_folder() -> Path:
    """Where downloads are kept: ``$SUTJA_CACHE``, else a folder in the user's cache folder."""
    if given := os.environ.get("SUTJA_CACHE"):
        return Path(given).expanduser()
    import pooch

    return Path(pooch.os_cache("sutja"))


def readable(path: Path) -> str:
    """``path`` as a person writes it, with ``~`` for the home folder."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):  # elsewhere, or there is no home folder
        return str(path.absolute())


def _find_by_hand(spec: Spec, directory: str | os.PathLike[str]) -> Copy:
    root = Path(directory).expanduser()
    if not root.is_dir():
        raise invalid("directory", _("an existing folder"), str(directory))
    copy = find_in(Place(root, _("directory {folder}"), by_hand=True, whole=True), spec)
    if copy is None:
        wanted = _(", or ").join(" + ".join(names[0] for names in form.files) for form in spec.forms)
        raise NotAvailable(
            _("There is no {name} in {folder}. Expected there: {files}", name=spec.name, folder=root, files=wanted)
        )
    return copy


def _places(spec: Spec) -> Iterator[Place]:
    if given := os.environ.get("SUTJA_DATA"):
        root = Path(given).expanduser()
        if not root.is_dir():
            raise invalid("SUTJA_DATA", _("an existing folder"), given)
        yield Place(root, _("$SUTJA_DATA {path}"), whole=True)
    keras = os.environ.get("KERAS_HOME") or "~/.keras"
    yield Place(Path(keras).expanduser() / "datasets", _("Keras cache {path}"))
    if spec.package and (folder := _package_folder(spec.package)):
        yield Place(folder, _package_source(spec.package))
    yield Place(cache_folder(), _("Sutja cache {path}"))


def _package_folder(package: Package) -> Path | None:
    """Where an installed package keeps its data, found without importing the package."""
    module = find_spec(package.name)
    if module is None or not module.submodule_search_locations:
        return None
    return Path(module.submodule_search_locations[0]) / package.folder


def _package_source(package: Package) -> str:
    from importlib.metadata import version

    name = package.distribution or package.name
    return f"{name} {version(name)}, {package.content}"


def _first_that_exists(folder: Path, names: tuple[str, ...]) -> Path | None:
    try:
        return next((folder / name for name in names if _exists(folder / name, is_folder=name.endswith("/"))), None)
    except OSError as error:
        raise unreadable(folder, error) from error


def _exists(path: Path, *, is_folder: bool) -> bool:
    return path.is_dir() if is_folder else path.is_file()
