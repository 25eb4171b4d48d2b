"""Negotiations simulated, one at a time."""

from __future__ import annotations

import json as _json
from fractions import Fraction
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union

from . import _mediant
from ._mediant import Negotiation, Scenario
from .errors import InputError
from .negotiations import Day, Paths, _day, load
from .strategy import Strategy
from .tables import Table
from .watch import SECONDS_PER_MOVE, Watched

__all__ = ["Move", "Playing", "Run", "simulate"]

Playing = Union[str, Strategy, Type[Strategy]]
"""A name with parameters such as "time-dependent(e=0.2)", or a strategy written in Python."""


@dataclass(frozen=True)
class Move:
    """Something done at the table."""

    round: int
    """From 0."""
    time: float
    """As a share of the deadline."""
    party: Optional[str]
    """Who; None for the mediator."""
    act: str
    """"offer", "accept", "walk"; with a single text "draft", "vote", "keep", "drop"; in a shuttle mediation "reply"."""
    package: Optional[Mapping[str, str]]
    """What was put forward, from issue to option."""
    utilities: Optional[Mapping[str, float]] = field(repr=False)
    """What that is worth to each party, in points of its own brief, before any discount."""
    yes: Optional[bool]
    """A vote."""
    question: Optional[Mapping[str, Any]] = None
    """What a mediator asked this party alone, as the record of the run writes it: issues and options by number."""
    answer: Union[str, Mapping[str, Any], None] = field(default=None, repr=False)
    """What it answered."""


@dataclass(frozen=True, repr=False)
class Run:
    """A recorded negotiation: what it was about, who played, every move, how it ended. As confidential as the briefs."""

    parties: Tuple[str, ...]
    """By their number at the table."""
    strategies: Tuple[str, ...]
    """At each seat, by name."""
    protocol: Mapping[str, Any]
    rounds: int
    """At most so many."""
    seed: int
    moves: Tuple[Move, ...]
    agreement: Optional[Mapping[str, str]]
    """The package agreed on, from issue to option."""
    ending: str
    """"agreement", "deadline", "walked" or "lost"."""
    loser: Optional[str]
    """The party that walked away, or that lost by a fault."""
    fault: Optional[Mapping[str, Any]]
    """What it did wrong: `what`, and for an exception `message`."""
    rounds_begun: int
    time: float
    """When it ended, as a share of the deadline."""
    utilities: Mapping[str, float]
    """What each party has, in points of its own brief, before any discount; without a deal its walk-away value."""
    discounted: Mapping[str, float]
    """The same, discounted by the time."""
    json: str
    """All of it as JSON, byte for byte the same for the same scenario, strategies and seed; `Run.from_json` reads it."""

    def __repr__(self) -> str:
        return f"Run({' against '.join(self.strategies)}: {self.ending} after {self.rounds_begun} rounds)"

    @classmethod
    def from_json(cls, text: str) -> "Run":
        """The run that was stored as `Run.json`.

        Raises:
            InputError: It is no recorded run.
        """
        _mediant.check_run(text)
        read: Dict[str, Any] = _json.loads(text)
        parties: List[str] = read["parties"]
        issues: List[Dict[str, Any]] = read["issues"]
        scales: List[Fraction] = [Fraction(unit) for unit in read["units"]]

        def package(options: Optional[List[int]]) -> Optional[Dict[str, str]]:
            if options is None:
                return None
            return {issue["id"]: issue["options"][option] for issue, option in zip(issues, options)}

        def shown(given: Optional[List[int]]) -> Optional[Dict[str, float]]:
            return None if given is None else dict(zip(parties, (float(many * unit) for many, unit in zip(given, scales))))

        def move(made: Dict[str, Any]) -> Move:
            return Move(
                round=made["round"],
                time=made["time"],
                party=None if made["party"] is None else parties[made["party"]],
                act=made["act"],
                package=package(made.get("package")),
                utilities=shown(made.get("units")),
                yes=made.get("yes"),
                question=made.get("question"),
                answer=made.get("answer"),
            )

        end = read["end"]
        return cls(
            parties=tuple(parties),
            strategies=tuple(read["strategies"]),
            protocol=read["protocol"],
            rounds=read["rounds"],
            seed=read["seed"],
            moves=tuple(map(move, read["moves"])),
            agreement=package(end["package"]),
            ending=end["how"],
            loser=None if end.get("party") is None else parties[end["party"]],
            fault=end.get("fault"),
            rounds_begun=end["rounds"],
            time=end["time"],
            utilities=shown(end["units"]) or {},
            discounted=dict(zip(parties, end["discounted"])),
            json=text,
        )

    def moves_table(self) -> Table:
        """The moves with a row for each.

        The columns are `round`, `time`, `party`, `act`, `yes`, `question` and `answer` (JSON), `utility.PARTY` (points) and
        `option.ISSUE` (ids).
        """
        return Table(_mediant.moves_table(self.json))

    def replay(self, negotiation: Union[Negotiation, Scenario, Paths], strategies: Optional[Sequence[Playing]] = None) -> "Run":
        """Play the same negotiation again. It is equal to this one if nothing was changed, byte for byte of `json`.

        Args:
            negotiation: What it was recorded in.
            strategies: Who played, where strategies are written in Python; by default those of the same names.

        Raises:
            InputError: It was recorded in another scenario, or a strategy is not known by name.
        """
        scenario = _scenario(negotiation, None)
        if strategies is None:
            return Run.from_json(_mediant.replay(scenario, self.json))
        if scenario.fingerprint != _json.loads(self.json)["scenario"]:
            raise InputError.usage("the run was recorded in another scenario", "give what it was recorded in")
        return _played(scenario, strategies, self.protocol, self.rounds, self.seed)


def simulate(
    negotiation: Union[Negotiation, Scenario, Paths],
    strategies: Sequence[Playing],
    *,
    protocol: Union[str, Mapping[str, Any]] = "alternating",
    rounds: int = 100,
    seed: int = 0,
    date: Day = None,
    seconds_per_move: float = SECONDS_PER_MOVE,
) -> Run:
    """Play one negotiation and record it.

    Args:
        negotiation: What `mediant.load` gave, paths for it, or a `mediant.Scenario`, which is prepared once for many runs.
            Every party must have stated points.
        strategies: One for each party, in the order of the case.
        protocol: "alternating" (stacked alternating offers), "overlap" (blind bidding over packages) or "single-text" (a
            mediator's text, voted on) or "shuttle" (a mediator who asks each party alone); or a mapping with the `name` and
            settings: `{"name": "single-text", "temperature": 0.2}` for a mediator who anneals, `{"name": "shuttle",
            "coupled": True}` for one who asks each from everybody's answers.
        rounds: At most so many.
        seed: 0..2^64-1. Every seat's stream of chance derives from it.
        date: The day whose walk-away values count, as for `analyze`.
        seconds_per_move: A strategy written in Python that takes longer for a move loses.

    Returns:
        The run. What a strategy does wrong (an exception, an offer that is no package) ends it with `ending` "lost".

    Raises:
        InputError: An unknown strategy or protocol, not as many strategies as parties, a party without points.

    >>> run = simulate("examples/nash-1950", ["boulware", "conceder"], rounds=50, seed=7)
    >>> run.ending, run.agreement["pen"], run.replay("examples/nash-1950") == run
    ('agreement', 'bill', True)
    """
    settings: Mapping[str, Any] = {"name": protocol} if isinstance(protocol, str) else protocol
    if settings.get("name") == "single-text":
        settings = {"temperature": 0.0, **settings}
    return _played(_scenario(negotiation, date), strategies, settings, rounds, seed, seconds_per_move)


def _scenario(negotiation: Union[Negotiation, Scenario, Paths], date: Day) -> Scenario:
    if isinstance(negotiation, Scenario):
        return negotiation
    if not isinstance(negotiation, Negotiation):
        negotiation = load(negotiation)
    return Scenario(negotiation, _day(date))


def _played(
    scenario: Scenario,
    strategies: Sequence[Playing],
    protocol: Mapping[str, Any],
    rounds: int,
    seed: int,
    seconds_per_move: float = SECONDS_PER_MOVE,
) -> Run:
    made = [strategy() if isinstance(strategy, type) else strategy for strategy in strategies]
    names = [_name(strategy) for strategy in made]
    seats = [strategy if isinstance(strategy, str) else Watched(strategy, seconds_per_move) for strategy in made]
    return Run.from_json(_mediant.play(scenario, seats, names, _json.dumps(dict(protocol)), rounds, seed))


def _name(strategy: Union[str, Strategy]) -> str:
    return strategy if isinstance(strategy, str) else getattr(strategy, "name", type(strategy).__name__)
