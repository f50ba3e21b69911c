"""Files damaged at random: a hundred for each seed, so that a test library has little to do for each of them.

Bytes are replaced, a piece is cut out, a piece is put in; half of the places lie in the first or the last 200 bytes,
where headers and directories are, and half of the new bytes mean something in one of the formats.

An everyday run tries one seed; ``make fuzz`` sets $SUTJA_FUZZ to 1,000, which makes 100,000 files for each reader.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

from hypothesis import HealthCheck, settings

MEANINGFUL = b"\x80}](K.qhetuscRb\x85\x86\x87\x88\x89NIX\x93\x94TU\x8a\x8eMJ\0\1\2\3\x08\xff\x7fPK\x1f\x8b\n'{"
INPUTS = 100

fuzzed = settings(
    max_examples=int(os.environ.get("SUTJA_FUZZ", "1")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def damaged(seed: int, content: bytes) -> Iterator[bytes]:
    """``INPUTS`` variants of ``content``, the same for the same ``seed``."""
    chance = random.Random(seed)
    for _ in range(INPUTS):
        changed = bytearray(content)
        for _ in range(chance.randint(0, 4)):
            changed[_place(chance, len(changed))] = _byte(chance)
        if chance.random() < 0.3:
            start, end = sorted((_place(chance, len(changed)), _place(chance, len(changed))))
            del changed[start:end]
        if chance.random() < 0.3 and changed:
            at = _place(chance, len(changed))
            changed[at:at] = bytes(_byte(chance) for _ in range(chance.randint(1, 8)))
        yield bytes(changed)


def _place(chance: random.Random, length: int) -> int:
    near = min(length, 200)
    return chance.choice(
        (
            chance.randrange(length),
            chance.randrange(length),
            chance.randrange(near),
            length - 1 - chance.randrange(near),
        )
    )


def _byte(chance: random.Random) -> int:
    return chance.choice((chance.randrange(256), chance.choice(MEANINGFUL)))
