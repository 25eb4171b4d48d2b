"""Stops a strategy written in Python that does not come to an end of a move."""

from __future__ import annotations

import ctypes
import random as _random
import threading
import time
from typing import Any, Callable, Dict, Optional, Type, TypeVar

from ._mediant import Ballot, Own, Turn
from .errors import MediantError
from .strategy import Action, Strategy

__all__ = ["OverdueError", "SECONDS_PER_MOVE", "Watched", "within"]

SECONDS_PER_MOVE = 60.0
"""What a move is allowed unless somebody says otherwise."""

T = TypeVar("T")


class OverdueError(MediantError, RuntimeError):
    """A move took longer than it may."""


def within(seconds: float, call: Callable[..., T], *arguments: Any) -> T:
    """Calls, and raises `OverdueError` in the midst of it when it takes longer.

    The interpreter raises it between two steps of Python code: code that does not come back to the interpreter, such as a
    long sleep, is not stopped before it does.

    >>> def loop():
    ...     while True:
    ...         pass
    >>> within(0.1, loop)
    Traceback (most recent call last):
    mediant.watch.OverdueError: the move took longer than 0.1 s
    """
    thread = threading.get_ident()
    _watch.expect(thread, time.monotonic() + seconds)
    try:
        return call(*arguments)
    except OverdueError:
        raise OverdueError(f"the move took longer than {seconds:g} s") from None
    finally:
        _watch.relieve(thread)


def stop(thread: int, error: Optional[Type[BaseException]]) -> None:
    """Raises an exception in another thread; None takes one back that was not raised yet."""
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


class _Watch:
    """Who is to be done by when, and a thread that looks."""

    LOOK = 0.05
    AGAIN = 1.0

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.deadlines: Dict[int, float] = {}
        self.thread: Optional[threading.Thread] = None

    def expect(self, thread: int, deadline: float) -> None:
        with self.lock:
            self.deadlines[thread] = deadline
            # A process that was forked has no such thread any more.
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.look, name="mediant-watch", daemon=True)
                self.thread.start()

    def relieve(self, thread: int) -> None:
        with self.lock:
            self.deadlines.pop(thread, None)
            stop(thread, None)

    def look(self) -> None:
        while True:
            time.sleep(self.LOOK)
            with self.lock:
                now = time.monotonic()
                for thread, deadline in self.deadlines.items():
                    if now > deadline:
                        stop(thread, OverdueError)
                        # Somebody may catch it and go on.
                        self.deadlines[thread] = now + self.AGAIN


_watch = _Watch()


class Watched(Strategy):
    """A strategy whose moves are stopped when they take too long."""

    def __init__(self, inner: Strategy, seconds: float) -> None:
        self.inner = inner
        self.seconds = seconds

    def begin(self, own: Own, random: _random.Random) -> None:
        within(self.seconds, self.inner.begin, own, random)

    def act(self, turn: Turn) -> Action:
        return within(self.seconds, self.inner.act, turn)

    def vote(self, ballot: Ballot) -> bool:
        return within(self.seconds, self.inner.vote, ballot)
