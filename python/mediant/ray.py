"""Tournaments on a Ray cluster: `pip install "mediant[ray]"`.

The results are those of a run in one process, to the byte. The scenarios' files travel to the nodes, with their
confidential briefs, and every node needs this package in the same version.
"""

from __future__ import annotations

import time
from typing import Any, Dict, List, Optional, Tuple, Union

from . import tournaments
from ._mediant import Tournament
from .errors import MediantError
from .tournaments import Guests, Progress, Results, Specification
from .watch import SECONDS_PER_MOVE

__all__ = ["LostError", "tournament"]

SHARD_SECONDS = 3.0
"""How long a shard is meant to take: so long that starting one does not count, so short that losing one does not."""
FIRST_SHARES = 64
"""The first shards, of which nobody knows yet how long they take, hold so small a part of all units."""
TRIES = 5
"""A shard that was lost so often is given up."""


class LostError(MediantError, RuntimeError):
    """A shard was lost again and again, each time with the process or node that played it."""


def tournament(
    specification: Union[Specification, Tournament],
    *,
    address: Optional[str] = None,
    strategies: Optional[Guests] = None,
    seconds_per_move: float = SECONDS_PER_MOVE,
    progress: Optional[Progress] = None,
    shard_seconds: float = SHARD_SECONDS,
) -> Results:
    """Play a tournament on a Ray cluster.

    Args:
        specification: As for `mediant.tournament`. Scenarios are read here and sent along: nodes need no files.
        address: The cluster, as for `ray.init`. By default the one this process is connected to, else a local one that
            is started for this tournament and stopped after it.
        strategies: Strategies written in Python. They are sent along too.
        seconds_per_move: A strategy written in Python that takes longer for a move loses that negotiation.
        progress: Called with the negotiations done and how many there are, from this process.
        shard_seconds: How long a shard is meant to take. Shards are cut as large as the speed seen so far says.

    Returns:
        The same results, byte for byte, as `mediant.tournament`, whatever the number of nodes.

    Raises:
        InputError: Every problem of the specification and its scenarios at once.
        LostError: A shard was lost five times. A node that disappears costs its shards, which are played again.
    """
    import ray

    if isinstance(specification, Tournament):
        prepared = specification
    else:
        prepared = tournaments.prepare(specification, strategies=strategies, seconds_per_move=seconds_per_move)
    started = not ray.is_initialized()
    if started:
        ray.init(address=address, log_to_driver=False)
    try:
        records = _Shards(prepared, progress, shard_seconds).played()
    finally:
        if started:
            ray.shutdown()
    return tournaments.results(prepared, records)


class _Shards:
    """Cuts a tournament into shards, hands them out, takes in their records."""

    def __init__(self, prepared: Tournament, progress: Optional[Progress], seconds: float) -> None:
        import ray

        self.ray = ray
        self.prepared = prepared
        self.progress = progress
        self.seconds = seconds
        self.next = 0
        self.rate: Optional[float] = None
        self.done = 0
        self.records: List[bytes] = []
        self.running: Dict[Any, Tuple[List[int], int]] = {}
        self.again: List[Tuple[List[int], int]] = []
        # In a list, so that Ray hands over the reference and a process gets the tournament once, not for every shard.
        self.sent = [ray.put(prepared)]
        # Ray's own retries would hide how often a shard was lost.
        self.remote = ray.remote(num_cpus=1, max_retries=0)(_play)

    def played(self) -> List[bytes]:
        try:
            while self.hand_out() or self.running:
                ready, _ = self.ray.wait(list(self.running), timeout=1.0)
                for reference in ready:
                    self.take_in(reference)
        except BaseException:
            for reference in self.running:
                self.ray.cancel(reference, force=True)
            raise
        return self.records

    def hand_out(self) -> bool:
        """Keeps every processor busy, with one shard waiting; whether anything is left to hand out."""
        while len(self.running) < self.processors() + 1:
            units, lost = self.again.pop() if self.again else (self.cut(), 0)
            if not units:
                return False
            self.running[self.remote.remote(self.sent, self.prepared.fingerprint, units)] = (units, lost)
        return True

    def processors(self) -> int:
        return max(1, int(self.ray.cluster_resources().get("CPU", 1)))

    def cut(self) -> List[int]:
        """The next units: as many as are played in a shard's time, and fewer towards the end, so that all end together."""
        left = self.prepared.units - self.next
        if self.rate is None:
            size = self.prepared.units // (FIRST_SHARES * self.processors())
        else:
            size = min(int(self.rate * self.seconds), left // (2 * self.processors()))
        size = min(max(1, size), left)
        units = list(range(self.next, self.next + size))
        self.next += size
        return units

    def take_in(self, reference: Any) -> None:
        units, lost = self.running.pop(reference)
        try:
            lines, seconds = self.ray.get(reference)
        except (self.ray.exceptions.RayTaskError, self.ray.exceptions.TaskCancelledError):
            # The shard failed, and would fail elsewhere.
            raise
        except self.ray.exceptions.RayError as error:
            if lost + 1 >= TRIES:
                raise LostError(f"a shard of {len(units)} units was lost {TRIES} times, the last time so: {error}") from error
            self.again.append((units, lost + 1))
            return
        self.rate = len(units) / max(seconds, 1e-3)
        self.records.append(lines)
        self.done += sum(map(self.prepared.negotiations_of, units))
        if self.progress is not None:
            self.progress(self.done, self.prepared.negotiations)


_prepared: Dict[str, Tournament] = {}
"""On a node: the tournament that this process played last."""


def _play(sent: List[Any], fingerprint: str, units: List[int]) -> Tuple[bytes, float]:
    """On a node: plays units, and says how many seconds that took."""
    if fingerprint not in _prepared:
        import ray

        prepared: Tournament = ray.get(sent[0])
        _prepared.clear()
        _prepared[fingerprint] = prepared
    started = time.monotonic()
    return _prepared[fingerprint].play(units, 1), time.monotonic() - started
