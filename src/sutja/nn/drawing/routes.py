"""Routes: how lines get from one row to the next.

Between two rows is a channel. A line that need not go sideways runs straight through it; any other goes down to a track
of its own, along it, and down again. A track is shared by lines that do not meet on it. Two rules say who takes the
earlier track:

    where one line ends at the position at which another begins, the one that begins there goes first,
    else they would lie on each other;
    apart from that, whichever way leads to fewer crossings.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Net", "clashes", "tracks"]

FORBIDDEN = 1000  # crossings: as bad as that is it to lie on each other


@dataclass(frozen=True)
class Net:
    """One line that starts at ``start`` and ends at each of ``ends``, positions along the rows."""

    start: int
    ends: tuple[int, ...]

    @property
    def straight(self) -> bool:
        """Whether it needs no track."""
        return set(self.ends) == {self.start}

    @property
    def span(self) -> tuple[int, int]:
        """From where to where it goes along its track."""
        return min(self.start, *self.ends), max(self.start, *self.ends)


def tracks(nets: list[Net], apart: int) -> list[int]:
    """For each net its track, from 0 on; -1 if it runs straight. Lines nearer than ``apart`` count as touching."""
    bent = [i for i, net in enumerate(nets) if not net.straight]
    order: list[int] = []
    for i in sorted(bent, key=lambda i: nets[i].span):
        costs = [_cost(nets, [*order[:place], i, *order[place:]], i, apart) for place in range(len(order) + 1)]
        order.insert(costs.index(min(costs)), i)
    track = [-1] * len(nets)
    for place, i in enumerate(order):
        touched = (track[j] for j in order[:place] if _touch(nets[i], nets[j], apart))
        track[i] = max(touched, default=-1) + 1
    return track


def clashes(nets: list[Net], track: list[int], apart: int) -> list[tuple[int, int]]:
    """The pairs of nets that lie on each other all the same: one begins where the other ends, further down."""
    return [
        (i, j)
        for i, upper in enumerate(nets)
        for j, lower in enumerate(nets)
        if 0 <= track[i] < track[j] and any(abs(end - lower.start) < apart for end in upper.ends)
    ]


def _cost(nets: list[Net], order: list[int], one: int, apart: int) -> int:
    """The crossings of net ``one`` with the others, if they take their tracks in this ``order``."""
    place = order.index(one)
    mine = nets[one]
    return sum(_pair(nets[i], mine, apart) for i in order[:place]) + sum(
        _pair(mine, nets[i], apart) for i in order[place + 1 :]
    )


def _pair(first: Net, second: Net, apart: int) -> int:
    """How often two nets cross, if ``first`` has the earlier track."""
    crossed = sum(second.span[0] < end < second.span[1] for end in first.ends)
    crossed += first.span[0] < second.start < first.span[1]
    return crossed + FORBIDDEN * sum(abs(end - second.start) < apart for end in first.ends)


def _touch(one: Net, other: Net, apart: int) -> bool:
    return one.span[0] - apart < other.span[1] and other.span[0] - apart < one.span[1]
