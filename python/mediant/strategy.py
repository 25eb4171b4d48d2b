"""Strategies written in Python, and those that come with the package."""

from __future__ import annotations

import enum
import random as _random
from dataclasses import dataclass
from typing import List, Mapping, Optional, Tuple, Union

from . import _mediant
from ._mediant import Ballot, Offer, Own, Turn

__all__ = ["ACCEPT", "WALK", "Action", "Ballot", "Described", "Offer", "Own", "Parameter", "Strategy", "Turn", "strategies"]


class Answer(str, enum.Enum):
    """What a strategy may return besides an offer."""

    ACCEPT = "accept"
    """Takes the standing offer."""
    WALK = "walk"
    """Walks away: there is no deal."""


ACCEPT = Answer.ACCEPT
WALK = Answer.WALK
Action = Union[Answer, Offer, Mapping[str, str]]
"""What `Strategy.act` returns: `ACCEPT`, `WALK`, an `Offer`, or a package that maps every issue to an option's id."""


class Strategy:
    """Holds a seat at a negotiation: the same contract as a strategy in Rust.

    A strategy is told about its own side and what it sees at the table. One object plays any number of negotiations, one
    after the other; `begin` starts it anew. It must depend on nothing but what it is told and the `random` it is given, or
    a run cannot be repeated. An exception, an offer that is no package, or too many questions in one move lose the
    negotiation, with the reason recorded; nothing else ends with it.

    >>> from mediant import ACCEPT, Strategy, simulate
    >>> class Steady(Strategy):
    ...     "Comes down evenly, and takes what is at least as good as what it would say next."
    ...     def act(self, turn):
    ...         own = turn.own
    ...         floor = max(own.reservation, 0.0)
    ...         following = own.least_reaching(floor + (1 - floor) * (1 - turn.time))
    ...         if turn.standing is not None and own.worth(turn.standing) >= own.worth(following):
    ...             return ACCEPT
    ...         return following
    >>> run = simulate("examples/nash-1950", [Steady(), "boulware"], rounds=20)
    >>> run.ending, run.strategies
    ('agreement', ('Steady', 'boulware'))
    """

    def begin(self, own: Own, random: _random.Random) -> None:
        """A negotiation begins: forget the last one. `random` is this seat's own stream of chance, from the seed."""

    def act(self, turn: Turn) -> Action:
        """It is this seat's turn: accept what stands, put something forward, or walk away."""
        raise NotImplementedError(f"{type(self).__name__} has no method `act`")

    def vote(self, ballot: Ballot) -> bool:
        """The mediator has changed the single text: is the change welcome?"""
        return ballot.own.worth(ballot.draft) >= ballot.own.worth(ballot.text)


@dataclass(frozen=True)
class Parameter:
    """A number that can be set: `name(parameter=value)`."""

    name: str
    meaning: str
    default: float
    least: float
    most: float


@dataclass(frozen=True)
class Described:
    """A strategy that comes with the package."""

    name: str
    summary: str
    source: str
    """Where it was published."""
    departure: Optional[str]
    """Where it departs from its source, if it does."""
    protocols: Tuple[str, ...]
    """The protocols it is made for."""
    parameters: Tuple[Parameter, ...]


def strategies() -> List[Described]:
    """The strategies that come with the package, to be called by name.

    >>> "boulware" in [strategy.name for strategy in strategies()]
    True
    """
    return [
        Described(name, summary, source, departure, tuple(protocols), tuple(Parameter(*one) for one in parameters))
        for name, summary, source, departure, protocols, parameters in _mediant.strategies()
    ]
