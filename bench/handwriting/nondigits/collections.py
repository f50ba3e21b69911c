"""Pictures from collections: fashion items, photographs, faces; none of them downloaded for this benchmark alone.

- Fashion-MNIST's test pictures (Xiao, Rasul and Vollgraf, 2017), as they are: 28 x 28, light on black.
- CIFAR-10's test pictures (Krizhevsky, 2009), as they are: 32 x 32, in colour.
- Faces: the 100 that scikit-image carries of Labeled Faces in the Wild (Huang et al., 2007), 25 x 25, grey, enlarged;
  then the same mirrored.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting.others import Missing
from bench.handwriting.show import Picture, as_picture
from sutja import data
from sutja.errors import SutjaError

__all__ = ["face", "fashion", "photograph"]

_FACES = 100  # the other half of the collection holds no faces


def fashion(number: int, rng: np.random.Generator) -> Picture:
    """An item of fashion."""
    return as_picture(_taken("fashion_mnist", number)[..., 0] / 255.0)


def photograph(number: int, rng: np.random.Generator) -> Picture:
    """A photograph of an animal or a vehicle."""
    return as_picture(_taken("cifar10", number) / 255.0)


def face(number: int, rng: np.random.Generator) -> Picture:
    """A person's face."""
    small = _faces()[number % _FACES]
    if (number // _FACES) % 2:
        small = small[:, ::-1]
    side = int(rng.integers(25, 200))
    return as_picture(cv2.resize(np.ascontiguousarray(small), (side, side), interpolation=cv2.INTER_CUBIC))


def _taken(name: str, number: int) -> NDArray[np.uint8]:
    pictures = _test_pictures(name)
    return pictures[number % len(pictures)]


@cache
def _test_pictures(name: str) -> NDArray[np.uint8]:
    """All of them, in an order that does not follow the classes."""
    try:
        return np.random.default_rng(7).permutation(data.load(name).x_test)
    except SutjaError as error:
        raise Missing(f"{name} is not on this machine and could not be downloaded ({error})") from error


@cache
def _faces() -> NDArray[np.float64]:
    try:
        pictures = import_module("skimage.data")
    except ImportError as error:
        raise Missing("scikit-image is not installed, which carries the faces (pip install scikit-image)") from error
    return np.asarray(pictures.lfw_subset()[:_FACES], np.float64)
