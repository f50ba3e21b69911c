"""Varying pictures at random while a network learns from them, in ways that keep what they show.

>>> augment = digits()
>>> varied = augment(images, np.random.default_rng([seed, epoch, batch]))

A variation is a small object with its ranges; called with a batch of pictures and a random generator it gives the
varied batch. :class:`Compose` applies several in turn. The same generator state and the same batch give the same
bits, so a run that seeds a generator from (seed, epoch, batch) can be repeated and resumed.
"""

from sutja.data.augment.affine import Affine, warp
from sutja.data.augment.compose import Compose, Variation
from sutja.data.augment.presets import digits
from sutja.data.augment.thickness import Thickness, dilate, erode

__all__ = ["Affine", "Compose", "Thickness", "Variation", "digits", "dilate", "erode", "warp"]
