"""The rank of each word of a set of texts, without the texts where that can be done."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sutja.data.catalogue import describe
from sutja.data.formats.word_index import read_word_index
from sutja.data.sources.download import download_file
from sutja.data.sources.places import cache_folder, find
from sutja.data.spec import Download, Spec
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["word_index"]


def word_index(name: str, directory: str | os.PathLike[str] | None = None) -> Mapping[str, int]:
    """The rank of each word by frequency, from 1, in the numbering of the copy that ``load`` would read.

    For a copy in Keras' numbering that is the JSON file of Keras, beside the copy or downloaded; for a copy of the
    texts the words are ranked anew.

    Raises:
        InvalidArgument: ``name`` is no set of texts.
        The errors of :func:`~sutja.data.load`.
    """
    spec = describe(name)
    if spec.kind != "texts":
        raise invalid("name", _("a set of texts"), name)
    copy = find(spec, directory)
    if copy is not None and copy.form.remark:  # the texts themselves
        ranks: Mapping[str, int] = copy.form.read(copy.files)._asdict()["words"]  # type: ignore[attr-defined]
        return ranks
    file = _words_of(spec)
    cache = cache_folder() / spec.folders[0]
    for folder in (*([copy.folder] if copy is not None else []), cache):
        if (folder / file.file).is_file():
            return read_word_index(folder / file.file)
    return read_word_index(download_file(spec, file, cache))


def _words_of(spec: Spec) -> Download:
    return next(file for files in spec.downloads for file in files if file.file.endswith("_word_index.json"))
