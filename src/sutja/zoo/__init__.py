"""The architectures of the course, each written once, for any engine.

``build("cnn-small")`` makes one; ``names()`` lists them. An architecture knows no data: most take
pictures of ``input_shape`` with values in [0, 1] and give one probability a class.
"""

from __future__ import annotations

from sutja.zoo.architecture import Architecture
from sutja.zoo.registry import architecture, build, names

__all__ = ["Architecture", "architecture", "build", "names"]
