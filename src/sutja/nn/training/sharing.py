"""How the threads share a step: as shards of the batch, or inside each matrix product.

A shard is a whole step for some of the samples, so threads meet only at its end. But each must be given enough to do:
handing over work takes some hundredth of a millisecond, and matrix products of few rows are slow. So

* a step with little work is not shared at all;
* where every weight is used once a sample, as in a network of Dense layers, a product has as many rows as the shard has
  samples, and half the rows take more than half the time. There all threads share each product of the whole batch, and
  the BLAS library does the sharing;
* else, as with convolutions, whose products have a row for every place in every picture, shards it is.

Whoever sets the number of threads by hand has so many shards.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sutja.nn import config
from sutja.nn.graph.graph import Graph
from sutja.nn.typing import Shape

__all__ = ["Sharing", "Work", "work_of"]

LEAST_WORK = 10_000_000  # multiplications of a thread on the way forwards, some tenths of a millisecond
USUAL_BATCH = 32  # by it BLAS is set for a whole training; setting it anew for each step would cost more than it brings


class Sharing(NamedTuple):
    """At most so many ``shards``, with ``blas_threads`` in the matrix products of each."""

    shards: int
    blas_threads: int


class Work(NamedTuple):
    """What a graph does for one sample: ``multiplications`` on the way forwards, and whether weights meet it once."""

    multiplications: int
    once: bool

    def sharing(self, samples: int) -> Sharing:
        """How to share a step with so many samples."""
        chosen = config.chosen_threads()
        if chosen is not None:
            return Sharing(chosen, 1)
        if self.once:
            return Sharing(1, self._busy(USUAL_BATCH))
        return Sharing(self._busy(samples), 1)

    def _busy(self, samples: int) -> int:
        """How many threads so many samples keep busy, where nobody chose a number."""
        return max(1, min(config.processors(), samples * self.multiplications // LEAST_WORK))


def work_of(graph: Graph) -> Work:
    """What running ``graph`` takes."""
    multiplications, once = 0, True
    for node in graph.nodes:
        inner = getattr(node.layer, "graph", None)  # a model as a layer
        if inner is not None:
            work = work_of(inner)
        else:
            uses = _uses(node.inputs[0].shape, node.outputs[0].shape) if node.inputs else 0
            size = sum(weight.size for weight in node.layer.variables if len(weight.shape) > 1)
            work = Work(uses * size, uses <= 1 or not size)
        multiplications += work.multiplications
        once = once and work.once
    return Work(multiplications, once)


def _uses(input_shape: Shape, output_shape: Shape) -> int:
    """How often a sample meets each weight: at every place of the result of a convolution, at every step of a sequence.

    None of the weights that it only looks up, as in an Embedding.
    """
    if len(input_shape) == 2:
        return 1 if len(output_shape) == 2 else 0
    places = output_shape[1:-1] if len(input_shape) > 3 else input_shape[1:2]
    return math.prod(n or 1 for n in places)
