"""Downloading the files of a data set, when no copy of it is on this machine.

Each file is asked for at its mirrors in turn, written to another name in the folder where it is to be, and moved
into place when its checksum is right. So a folder never shows half a file as whole, and two processes that download
at the same time end with one good copy, fetched once. What an interrupted download has left is gone on with
(:mod:`sutja.data.sources.resuming`). A mirror that fails is no error as long as another one delivers; a disk that
cannot be written is, at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sutja.data.sources.places import Copy, Place, find_in
from sutja.data.sources.progress import DownloadProgress, progress_of
from sutja.data.sources.resuming import Resuming, locked, part_of
from sutja.data.spec import Download, Spec
from sutja.errors import DataError, NotAvailable
from sutja.language import translate as _

__all__ = ["download", "download_file"]


def download(spec: Spec, folder: Path) -> Copy:
    """Download a data set into ``folder``, which is made if it does not exist.

    Raises:
        NotAvailable: No mirror delivered it.
        DataError: ``folder`` cannot be written to.
    """
    failures: dict[str, str] = {}  # why, for each host that did not deliver
    for files in spec.downloads:
        addresses = _fetch_all(files, folder, failures)
        if addresses and (copy := find_in(Place(folder, ""), spec)):
            first = addresses[0]
            return replace(
                copy,
                source=_("download {address}", address=first if len(addresses) == 1 else first.rpartition("/")[0]),
            )
    raise NotAvailable(_message(spec, failures))


def download_file(spec: Spec, file: Download, folder: Path) -> Path:
    """Download one ``file`` of a data set into ``folder``; errors as of :func:`download`."""
    failures: dict[str, str] = {}
    if not _fetch_all([file], folder, failures):
        raise NotAvailable(_message(spec, failures))
    return folder / file.file


def _fetch_all(files: Sequence[Download], folder: Path, failures: dict[str, str]) -> list[str]:
    """Fetch each of ``files``; the addresses that delivered, or an empty list when one file is not to be had."""
    addresses = []
    for file in files:
        address = next((url for url in file.mirrors if _fetch(file, url, folder, failures)), None)
        if address is None:
            return []
        addresses.append(address)
    return addresses


def _fetch(file: Download, url: str, folder: Path, failures: dict[str, str]) -> bool:
    """Fetch one file from one mirror into ``folder``; on failure note the reason and return False."""
    import pooch
    import requests

    try:
        with _quiet(pooch.get_logger()), locked(folder / file.file), progress_of(url, file.size) as progress:
            _retrieve(file, url, folder, progress)
    except requests.RequestException as error:  # before OSError, which it is too
        failures[_host(url)] = _reason(error)
    except ValueError:  # pooch: another checksum
        failures[_host(url)] = _("sent a damaged file")
    except OSError as error:
        raise DataError(
            _(
                "Cannot write to {folder}: {reason}. Make room there, or choose another folder with $SUTJA_CACHE",
                folder=folder,
                reason=_reason_not_written(error),
            )
        ) from error
    else:
        return True
    return False


def _retrieve(file: Download, url: str, folder: Path, progress: DownloadProgress) -> None:
    import pooch

    part = part_of(folder / file.file)
    goes_on = part.exists()
    downloader = Resuming(part, progress)
    try:
        pooch.retrieve(url, file.checksum, fname=file.file, path=folder, downloader=downloader)
    except ValueError:  # another checksum
        if not goes_on:
            raise
        pooch.retrieve(url, file.checksum, fname=file.file, path=folder, downloader=downloader)  # from the beginning


def _reason(error: Exception) -> str:
    import requests

    response = getattr(error, "response", None)
    if response is not None:
        return f"{response.status_code} {response.reason}"
    if isinstance(error, requests.Timeout):
        return _("no answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return _("no trusted certificate")
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return _("broke off")
    return _("no connection")


def _reason_not_written(error: OSError) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error  # pooch wraps some in its own words
    return cause.strerror or str(cause)


def _message(spec: Spec, failures: dict[str, str]) -> str:
    message = _(
        "No copy of {name} is on this machine, and it could not be downloaded ({failures}). "
        "Put its files into {folder} by hand, where $SUTJA_DATA is a folder that you choose",
        name=spec.name,
        failures="; ".join(f"{host}: {reason}" for host, reason in failures.items()),
        folder=f"$SUTJA_DATA/{spec.folders[0]}",
    )
    if spec.substitute:
        message += _(", or use {substitute}, which needs no download", substitute=spec.substitute)
    return message


def _host(url: str) -> str:
    return urlsplit(url).netloc


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep pooch from reporting in its own words what the progress bar already shows."""
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
