"""Strategies that several tests seat; in a module of their own, so that another process can import them."""

from __future__ import annotations

import os
import pathlib
import time
from typing import Any

import mediant


class Steady(mediant.Strategy):
    """Comes down evenly, and takes what is at least as good as what it would say next."""

    def act(self, turn: mediant.Turn) -> Any:
        own = turn.own
        floor = max(own.reservation, 0.0)
        following = own.least_reaching(floor + (1 - floor) * (1 - turn.time))
        if turn.standing is not None and own.worth(turn.standing) >= own.worth(following):
            return mediant.ACCEPT
        return following


class Erring(mediant.Strategy):
    """Fails at its second turn."""

    def act(self, turn: mediant.Turn) -> Any:
        if turn.round:
            raise ArithmeticError("it does not add up")
        return turn.own.best


class Marking(Steady):
    """Plays slowly, and leaves a file with the name of the Ray node where it plays, if it plays on one.

    Where a file `hold-NODE` stands it waits there, with its shard, until the file is gone.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def begin(self, own: mediant.Own, random: Any) -> None:
        import ray

        if not ray.is_initialized():
            return
        folder, node = pathlib.Path(self.folder), ray.get_runtime_context().get_node_id()
        (folder / node).touch()
        deadline = time.monotonic() + 120
        while (folder / f"hold-{node}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def act(self, turn: mediant.Turn) -> Any:
        time.sleep(0.003)
        return super().act(turn)


class Deadly(mediant.Strategy):
    """Ends the process that plays it."""

    def act(self, turn: mediant.Turn) -> Any:
        os._exit(3)
