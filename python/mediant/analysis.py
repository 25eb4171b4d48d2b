"""What an analysis found, as dataclasses.

They mirror the JSON document of `mediant analyze --format json`. Utilities and gains are in points of each party's own
brief, by the party's id. A package is a mapping from issue to option, by id. What a party is worth to itself is
confidential, so `repr` leaves it out.
"""

from __future__ import annotations

import json as _json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional, Tuple

from .tables import Table

if TYPE_CHECKING:
    from . import _mediant

__all__ = [
    "AdjustedWinner",
    "Analysis",
    "Change",
    "Concession",
    "Conflict",
    "Count",
    "Fact",
    "Frontier",
    "Gap",
    "Judgement",
    "Opening",
    "Ordinal",
    "Point",
    "Share",
    "Solution",
    "Solutions",
    "Zopa",
]

Package = Mapping[str, str]
Values = Mapping[str, float]


@dataclass(frozen=True)
class Count:
    """A number of packages: so many at least, and so many at most."""

    lower: int
    upper: int

    @property
    def exact(self) -> bool:
        """Whether both ends agree."""
        return self.lower == self.upper


@dataclass(frozen=True)
class Zopa:
    """The room for a deal."""

    exists: Optional[bool]
    """Whether there is a deal; None where what was stated does not decide it."""
    count: Count
    """How many packages the agreement rule passes."""
    unanimous: Count
    """How many packages every party accepts."""
    witness: Optional[Package]
    """One of them."""


@dataclass(frozen=True)
class Point:
    """An efficient package: nobody can do better without somebody doing worse."""

    package: Package
    utilities: Values = field(repr=False)


@dataclass(frozen=True)
class Frontier:
    """The efficient packages, by falling utility of the first party, then the second, and so on."""

    complete: bool
    """Whether every efficient vector of utilities is listed."""
    within: Optional[Values] = field(repr=False)
    """Where it was thinned out: to how many points of each party's utility."""
    points: Tuple[Point, ...] = field(repr=False)
    """One package for each efficient vector of utilities."""


@dataclass(frozen=True)
class Gap:
    """How far a package can be from the best, on the measure of its rule."""

    reached: float
    bound: float


@dataclass(frozen=True)
class Solution:
    """The package that a rule of fairness picks."""

    package: Package
    utilities: Values = field(repr=False)
    gains: Values = field(repr=False)
    """Utilities above the walk-away values."""
    ties: int
    """How many packages do equally well by the rule."""
    ties_at_least: bool
    """Whether there may be more."""
    proven: bool
    """Whether it is proven that none does better."""
    gap: Optional[Gap] = field(repr=False)
    """Where it is not proven: how far the best could be from it."""
    prices: Optional[Mapping[str, int]] = field(repr=False)
    """Weights of the parties under which the package is the best, or nearly so, on every issue."""


@dataclass(frozen=True)
class Solutions:
    """The fair packages."""

    nash: Solution
    """The greatest product of gains."""
    kalai_smorodinsky: Solution
    """The greatest least share of each party's best gain, then the next."""
    leximin: Solution
    """The greatest least gain, then the next."""
    utilitarian: Solution
    """The greatest sum of utilities."""


@dataclass(frozen=True)
class AdjustedWinner:
    """For two parties: the split of at most one issue that gives both the same points."""

    points: float = field(repr=False)
    """What both get, of 100."""
    first_shares: Mapping[str, str]
    """For each issue the share that follows the first party's wish, as a fraction such as "1/1"."""


@dataclass(frozen=True)
class Ordinal:
    """What rankings say where there are no points."""

    necessarily_efficient: Optional[Tuple[Package, ...]]
    """The packages that are efficient whatever the numbers behind the rankings; None where it was not found out."""
    count: Optional[int]


@dataclass(frozen=True)
class Share:
    """What one package is to one party."""

    utility: Optional[float] = field(repr=False)
    gain: Optional[float] = field(repr=False)
    accepts: Optional[bool]


@dataclass(frozen=True)
class Judgement:
    """What one package is, as asked for with `package=`."""

    options: Package
    passes: Optional[bool]
    """Whether it is a deal."""
    parties: Mapping[str, Share]
    breaks: Tuple[str, ...]
    """The facts that it breaks."""
    efficient_necessarily: Optional[bool]
    efficient_possibly: Optional[bool]
    dominated_by: Optional[Package]
    """A package better for somebody and worse for nobody."""
    maybe_dominated_by: Optional[Package]


@dataclass(frozen=True)
class Conflict:
    """Facts that no package respects together, although it would if any one of them fell."""

    facts: Tuple[str, ...]
    issues: Tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Change:
    """One part of an opening: a fact falls or moves, or an option comes onto the table."""

    fact: Optional[str]
    """The fact that falls, or that moves by `by`."""
    by: Optional[float] = field(repr=False)
    """How much a walk-away value falls, negative."""
    new_option: Optional[str]
    """The issue on which an option is wanted that is not on the table yet."""
    must_not_break: Tuple[str, ...]
    """The facts that option must not break."""


@dataclass(frozen=True)
class Opening:
    """A minimal change that makes a deal possible."""

    change: Tuple[Change, ...]
    text: str
    package: Optional[Package]
    """A package that is a deal then; None for an option not on the table yet."""


@dataclass(frozen=True)
class Concession:
    """Giving up part of a walk-away value."""

    by: float = field(repr=False)
    """How much, negative."""
    package: Package
    """A package that is a deal then."""


@dataclass(frozen=True)
class Fact:
    """A statement that can exclude packages."""

    id: str
    party: Optional[str]
    kind: str
    """"reservation", "red_line", "precondition" or "linkage"."""
    standing: Optional[str]
    """"public", "told" or "inferred"."""
    by: Optional[str]
    on: Optional[str]
    source: Optional[str]
    place: Optional[str]
    text: Optional[str] = field(repr=False)


@dataclass(frozen=True, repr=False)
class Analysis:
    """Everything found out about a negotiation."""

    title: str
    as_of: Optional[str]
    """The day it is about, YYYY-MM-DD."""
    parties: Tuple[str, ...]
    packages: int
    """How many packages there are."""
    zopa: Zopa
    """Is there a deal?"""
    basis: str
    """Over which packages frontier and solutions are taken: "unanimous", "rule" or "all"."""
    frontier: Optional[Frontier]
    """Which packages leave nothing on the table? None unless every party states points and some package qualifies."""
    solutions: Optional[Solutions]
    """Which packages are fair? None under the same conditions."""
    adjusted_winner: Optional[AdjustedWinner]
    ordinal: Optional[Ordinal]
    mixed: Optional[Mapping[str, Any]]
    """Where not every party gave points, what points, rankings and constraints say together, as in the JSON: which packages
    can be efficient, and the best by rules on places."""
    judgement: Optional[Judgement]
    """The package that was asked about."""
    conflicts: Tuple[Conflict, ...]
    """If there is no deal: what stands in the way."""
    openings: Tuple[Opening, ...]
    """If there is no deal: what would open one."""
    hurdles: Tuple[str, ...]
    """The issues it turns on."""
    concessions: Optional[Mapping[str, Optional[Concession]]]
    """For each party the least that it alone would have to give up; None in it where that does not help."""
    equal_concession: Optional[Concession]
    """The least that makes a deal possible when every party gives up as much."""
    facts: Tuple[Fact, ...]
    notes: Tuple[str, ...]
    elapsed_ms: Optional[float]
    """Milliseconds taken; None for one party, to whom it could tell what that party may not know."""
    certificate: Optional[str]
    """The proof as JSON, for `verify`; None for one party, when it was not asked for, or when nothing is proven."""
    json: str
    """The document that all this was read from, on one line."""
    _frontier: Optional[Table]
    _packages: Optional[Table]

    def frontier_table(self) -> Optional[Table]:
        """The frontier with a row for each point: `utility.PARTY` (points), then `option.ISSUE` (ids).

        None where there is no frontier.
        """
        return self._frontier

    def packages_table(self) -> Optional[Table]:
        """The fair packages with a row for each rule.

        The columns are `rule`, `proven`, `utility.PARTY` and `gain.PARTY` (points), `option.ISSUE` (ids). None where
        there are none.
        """
        return self._packages

    def __repr__(self) -> str:
        said = {True: "a deal exists", False: "no deal exists", None: "undecided"}[self.zopa.exists]
        return f"Analysis({self.title!r}, {said}, {self.packages} packages)"

    @classmethod
    def _of(cls, answer: "_mediant.Answer") -> "Analysis":
        read: Dict[str, Any] = _json.loads(answer.json)
        return cls(
            title=read["case"]["title"],
            as_of=read["case"]["as_of"],
            parties=tuple(read["parties"]),
            packages=int(read["packages"]),
            zopa=Zopa(
                exists=read["zopa"]["exists"],
                count=_count(read["zopa"]["count"]),
                unanimous=_count(read["zopa"]["unanimous"]),
                witness=read["zopa"]["witness"],
            ),
            basis=read["basis"],
            frontier=_maybe(_frontier, read["frontier"]),
            solutions=_maybe(lambda all_: Solutions(**{k: _solution(v) for k, v in all_.items()}), read["solutions"]),
            adjusted_winner=_maybe(lambda found: AdjustedWinner(**found), read["adjusted_winner"]),
            ordinal=_maybe(_ordinal, read["ordinal"]),
            mixed=read.get("mixed"),
            judgement=_maybe(_judgement, read["package"]),
            conflicts=tuple(
                Conflict(tuple(found["facts"]), tuple(found["issues"]), found["text"]) for found in read["conflicts"]
            ),
            openings=tuple(
                Opening(tuple(map(_change, found["change"])), found["text"], found["package"])
                for found in read["openings"]
            ),
            hurdles=tuple(read["hurdles"]),
            concessions=_maybe(
                lambda all_: {party: _maybe(lambda one: Concession(**one), found) for party, found in all_.items()},
                read["concessions"],
            ),
            equal_concession=_maybe(lambda found: Concession(**found), read["equal_concession"]),
            facts=tuple(Fact(**fact) for fact in read["facts"]),
            notes=tuple(read["notes"]),
            elapsed_ms=read.get("elapsed_ms"),
            certificate=answer.certificate,
            json=answer.json,
            _frontier=_maybe(Table, answer.frontier),
            _packages=_maybe(Table, answer.packages),
        )


def _maybe(make: Any, value: Any) -> Any:
    return None if value is None else make(value)


def _count(read: Mapping[str, str]) -> Count:
    return Count(int(read["lower"]), int(read["upper"]))


def _frontier(read: Mapping[str, Any]) -> Frontier:
    points = tuple(Point(point["package"], point["utilities"]) for point in read["points"])
    return Frontier(read["complete"], read.get("within"), points)


def _solution(read: Mapping[str, Any]) -> Solution:
    return Solution(
        package=read["package"],
        utilities=read["utilities"],
        gains=read["gains"],
        ties=int(read["ties"]),
        ties_at_least=read.get("ties_at_least", False),
        proven=read["proven"],
        gap=_maybe(lambda gap: Gap(**gap), read.get("gap")),
        prices=read.get("prices"),
    )


def _ordinal(read: Mapping[str, Any]) -> Ordinal:
    return Ordinal(_maybe(tuple, read["necessarily_efficient"]), read["count"])


def _judgement(read: Mapping[str, Any]) -> Judgement:
    return Judgement(
        options=read["options"],
        passes=read["passes"],
        parties={party: Share(**share) for party, share in read["parties"].items()},
        breaks=tuple(read["breaks"]),
        efficient_necessarily=read["efficient"]["necessary"],
        efficient_possibly=read["efficient"]["possible"],
        dominated_by=read["dominated_by"],
        maybe_dominated_by=read["maybe_dominated_by"],
    )


def _change(read: Mapping[str, Any]) -> Change:
    return Change(
        fact=read.get("fact"),
        by=read.get("by"),
        new_option=read.get("new_option"),
        must_not_break=tuple(read.get("must_not_break", ())),
    )
