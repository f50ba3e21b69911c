"""Varying pictures at random while a network learns from them, in ways that keep what they show.

>>> augment = digits()
>>> varied = augment(images, np.random.default_rng([seed, epoch, batch]))

A variation is a small object with its ranges; called with a batch of pictures and a random generator it gives the
varied batch. :class:`Compose` applies several in turn, and :func:`varied` does so in threads. The same generator
state and the same batch give the same bits, so a run that seeds a generator from (seed, epoch, batch) can be repeated
and resumed.
"""

from sutja.data.augment.affine import Affine, warp
from sutja.data.augment.compose import Compose, Some, Variation
from sutja.data.augment.crop import Crop
from sutja.data.augment.elastic import Elastic
from sutja.data.augment.erase import Erase
from sutja.data.augment.flip import Flip
from sutja.data.augment.light import Grey, Light
from sutja.data.augment.mix import CutMix, Mixing, MixUp
from sutja.data.augment.noise import Blur, Noise
from sutja.data.augment.presets import bent_digits, digits, photographs
from sutja.data.augment.thickness import Thickness, dilate, erode
from sutja.data.augment.workers import varied

__all__ = [
    "Affine",
    "Blur",
    "Compose",
    "Crop",
    "CutMix",
    "Elastic",
    "Erase",
    "Flip",
    "Grey",
    "Light",
    "MixUp",
    "Mixing",
    "Noise",
    "Some",
    "Thickness",
    "Variation",
    "bent_digits",
    "digits",
    "dilate",
    "erode",
    "photographs",
    "varied",
    "warp",
]
