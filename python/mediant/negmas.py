"""NegMAS and Mediant at one table: `pip install "mediant[negmas]"`.

`Guest` seats a NegMAS negotiator in a Mediant simulation or tournament. `Negotiator` seats a Mediant strategy in a NegMAS
mechanism. `negotiation` and `scenario` take a scenario from one to the other.

NegMAS (https://negmas.readthedocs.io) is a program of its own, under the AGPL since January 2026. Nothing of it is part
of this package; this module calls the one that you install.
"""

from __future__ import annotations

import itertools
import os
import queue
import random as _random
import threading
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple, Union

import negmas
from negmas.sao import ResponseType, SAOMechanism, SAONegotiator, SAOResponse, SAOState

from . import _mediant
from ._mediant import Negotiation, Own, Problem, Turn
from .errors import InputError
from .negotiations import PathLike, load_contents
from .simulation import _scenario
from .strategy import ACCEPT, WALK, Action, Strategy
from .toml import written
from .watch import stop

__all__ = ["Guest", "Negotiator", "negotiation", "scenario"]

Outcome = Tuple[Any, ...]


class Guest(Strategy):
    """A NegMAS negotiator at a table of ours.

    The negotiator takes part in a NegMAS mechanism of its own, with a puppet in every other seat that repeats what is
    said at our table. It is told the party's own worths on a scale from 0 to 1, and the reservation value.

    Args:
        make: A class of NegMAS, or something that makes a negotiator when called.

    NegMAS's negotiators take chance from Python's and NumPy's global generators, which are seeded at the beginning of each
    negotiation; in a tournament on several threads, those that use chance cannot be repeated.

    >>> import mediant
    >>> from negmas.sao import BoulwareTBNegotiator
    >>> run = mediant.simulate("examples/nash-1950", [Guest(BoulwareTBNegotiator), "conceder"], rounds=30)
    >>> run.strategies, run.ending
    (('BoulwareTBNegotiator', 'conceder'), 'agreement')
    """

    def __init__(self, make: Callable[[], SAONegotiator]) -> None:
        self.make = make
        self.name = getattr(make, "__name__", "negmas")
        self._table: Optional[_Table] = None

    def begin(self, own: Own, random: _random.Random) -> None:
        self.close()
        _seed(random.getrandbits(32))
        self._own, self._random = own, random

    def act(self, turn: Turn) -> Action:
        if self._table is None:
            self._table = _Table(self.make(), turn)
        return self._table.answer(turn)

    def close(self) -> None:
        """Ends the negotiator's own mechanism, if one is running."""
        table, self._table = self._table, None
        if table is not None:
            table.close()

    def __del__(self) -> None:
        self.close()

    def __getstate__(self) -> Dict[str, Any]:
        return {"make": self.make, "name": self.name, "_table": None}


def _seed(seed: int) -> None:
    import numpy

    _random.seed(seed)
    numpy.random.seed(seed)


class _OwnUtility(negmas.BaseUtilityFunction):  # type: ignore[misc, unused-ignore]
    """What packages are worth to one party, as NegMAS asks for it."""

    def __init__(self, own: Own, **settings: Any) -> None:
        super().__init__(**settings)
        self._side = own
        self._names = [issue for issue, _ in own.issues]

    def eval(self, offer: Optional[Outcome]) -> float:
        return self.reserved_value if offer is None else self._side.worth(dict(zip(self._names, offer)))


class _Puppet(SAONegotiator):  # type: ignore[misc, unused-ignore]
    """Says in a mechanism what a party of our table said."""

    def __init__(self, table: "_Table", **settings: Any) -> None:
        super().__init__(**settings)
        self._at = table

    def __call__(self, state: SAOState, dest: Optional[str] = None) -> SAOResponse:
        return self._at.next_word()

    def propose(self, state: SAOState, dest: Optional[str] = None) -> Optional[Outcome]:
        raise NotImplementedError("a puppet is asked as a whole")

    def respond(self, state: SAOState, source: Optional[str] = None) -> ResponseType:
        raise NotImplementedError("a puppet is asked as a whole")


class _Table:
    """A mechanism with one guest and puppets, on a thread that runs only while somebody waits for the guest's answer."""

    def __init__(self, guest: SAONegotiator, turn: Turn) -> None:
        own = turn.own
        self.party, self.parties = own.party, own.party_count
        self.names = [issue for issue, _ in own.issues]
        self.seen = 0
        self.words: "queue.Queue[Optional[SAOResponse]]" = queue.Queue()
        self.answers: "queue.Queue[Union[SAOResponse, BaseException]]" = queue.Queue()
        space = negmas.make_os([negmas.make_issue(list(options), name) for name, options in own.issues])
        self.mechanism = SAOMechanism(outcome_space=space, n_steps=turn.rounds)
        utility = _OwnUtility(own, outcome_space=space, reserved_value=own.reservation)
        for party in range(self.parties):
            if party == self.party:
                self.mechanism.add(_heard(guest, self.answers), ufun=utility)
            else:
                self.mechanism.add(_Puppet(self))
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self) -> None:
        try:
            self.mechanism.run()
            ended = RuntimeError(f"NegMAS ended the negotiation: {self.mechanism.state.error_details or 'no error is told'}")
            self.answers.put(ended)
        except BaseException as error:  # noqa: BLE001 - it is raised again where somebody waits for the answer
            self.answers.put(error)

    def next_word(self) -> SAOResponse:
        """What the party of the puppet that is asked does at our table."""
        word = self.words.get()
        return SAOResponse(ResponseType.END_NEGOTIATION, None) if word is None else word

    def answer(self, turn: Turn) -> Action:
        """Passes on what was said since the guest's last turn, and waits for what it says."""
        begun = self.thread.ident is not None
        others = [(self.party + step) % self.parties for step in range(1, self.parties)] if begun else range(self.party)
        said = [(party, offer) for party, offer in turn.offers[self.seen :] if party != self.party]
        self.seen = len(turn.offers)
        for party in others:
            # Whoever put nothing forward accepted what stood.
            word = SAOResponse(ResponseType.ACCEPT_OFFER, None)
            if said and said[0][0] == party:
                package = said.pop(0)[1].package
                word = SAOResponse(ResponseType.REJECT_OFFER, tuple(package[name] for name in self.names))
            self.words.put(word)
        if not begun:
            self.thread.start()
        answer = self.waited()
        if isinstance(answer, BaseException):
            raise answer
        if answer.response == ResponseType.ACCEPT_OFFER:
            return ACCEPT
        if answer.response != ResponseType.REJECT_OFFER or answer.outcome is None:
            return WALK
        return dict(zip(self.names, answer.outcome))

    def waited(self) -> Union[SAOResponse, BaseException]:
        """The guest's answer. Waits in small steps, so that whoever watches over the move can end it."""
        try:
            while True:
                try:
                    return self.answers.get(timeout=0.2)
                except queue.Empty:
                    continue
        except BaseException:
            if self.thread.ident is not None:
                stop(self.thread.ident, SystemExit)
            raise

    def close(self) -> None:
        self.words.put(None)
        if self.thread.ident is not None:
            self.thread.join(timeout=5)


def _heard(guest: SAONegotiator, answers: "queue.Queue[Union[SAOResponse, BaseException]]") -> SAONegotiator:
    """The same negotiator, whose answers are also put into the queue."""
    kind = type(guest)

    def call(self: Any, state: SAOState, dest: Optional[str] = None) -> SAOResponse:
        try:
            answer: SAOResponse = kind.__call__(self, state, dest)
        except BaseException as error:
            answers.put(error)
            raise
        answers.put(answer)
        return answer

    # A mechanism calls a negotiator by its class, so an attribute of the object would not do.
    guest.__class__ = type(kind.__name__, (kind,), {"__call__": call})
    return guest


class Negotiator(SAONegotiator):  # type: ignore[misc, unused-ignore]
    """A Mediant strategy in a NegMAS mechanism (`SAOMechanism`).

    Args:
        strategy: A name with parameters such as "time-dependent(e=0.2)", or a strategy written in Python.
        seed: Its stream of chance derives from it.
        settings: Passed on to NegMAS (`ufun`, `name`, …).

    The utility function is taken over as it stands when the negotiation begins, scaled to 0..1; one that is not a sum over
    issues is taken over outcome by outcome, up to 5,000 of them.

    >>> from negmas import SAOMechanism, make_issue
    >>> from negmas.preferences import LinearAdditiveUtilityFunction as Additive
    >>> issues = [make_issue(["low", "high"], "price"), make_issue(["none", "some"], "service")]
    >>> mechanism = SAOMechanism(issues=issues, n_steps=20)
    >>> seller = Additive([{"low": 0, "high": 1}, {"none": 1, "some": 0}], weights=[0.7, 0.3], issues=issues)
    >>> buyer = Additive([{"low": 1, "high": 0}, {"none": 0, "some": 1}], weights=[0.3, 0.7], issues=issues)
    >>> _ = mechanism.add(Negotiator("boulware"), ufun=seller), mechanism.add(Negotiator("conceder"), ufun=buyer)
    >>> mechanism.run().agreement
    ('high', 'some')
    """

    def __init__(self, strategy: Union[str, Strategy] = "boulware", *, seed: int = 0, **settings: Any) -> None:
        super().__init__(**settings)
        self._strategy = _mediant.full_name(strategy) if isinstance(strategy, str) else strategy
        self._seed = seed
        self._seat: Optional[_mediant.Seat] = None
        self._heard: Optional[Outcome] = None

    def on_negotiation_start(self, state: SAOState) -> None:
        super().on_negotiation_start(state)
        issues = _issues(self.nmi.outcome_space)
        me = list(self.nmi.negotiator_ids).index(self.id)
        ufuns = [self.ufun if party == me else None for party in range(self.nmi.n_negotiators)]
        self._values = [values for _, values in issues]
        side = _scenario(_negotiation("a NegMAS mechanism", issues, ufuns), None)
        rounds = self.nmi.n_steps
        self._party = me
        self._seat = _mediant.Seat(side, me, self._strategy, 2**31 if rounds is None else rounds, self._seed)
        self._heard = None

    def on_partner_proposal(self, state: SAOState, partner_id: str, offer: Outcome) -> None:
        super().on_partner_proposal(state, partner_id, offer)
        self._hear(partner_id, offer)

    def __call__(self, state: SAOState, dest: Optional[str] = None) -> SAOResponse:
        if self._seat is None:
            return SAOResponse(ResponseType.END_NEGOTIATION, None)
        standing = state.current_offer
        if standing is not None and state.current_proposer != self.id and standing is not self._heard:
            # A mechanism that was told to make no callbacks.
            self._hear(state.current_proposer, standing)
        what, options = self._seat.act(state.step, state.relative_time)
        if what == "offer" and options is not None:
            outcome = tuple(values[option] for values, option in zip(self._values, options))
            return SAOResponse(ResponseType.REJECT_OFFER, outcome)
        return SAOResponse(ResponseType.ACCEPT_OFFER if what == "accept" else ResponseType.END_NEGOTIATION, standing)

    def _hear(self, partner: str, offer: Outcome) -> None:
        if self._seat is None:
            return
        self._heard = offer
        options = [values.index(value) for values, value in zip(self._values, offer)]
        self._seat.hear(list(self.nmi.negotiator_ids).index(partner), options)

    def propose(self, state: SAOState, dest: Optional[str] = None) -> Optional[Outcome]:
        raise NotImplementedError("a Mediant strategy answers as a whole: call the negotiator")

    def respond(self, state: SAOState, source: Optional[str] = None) -> ResponseType:
        raise NotImplementedError("a Mediant strategy answers as a whole: call the negotiator")


class _PartyUtility(negmas.BaseUtilityFunction):  # type: ignore[misc, unused-ignore]
    """A party's utility in points of its own brief."""

    def __init__(self, problem: Problem, party: str, **settings: Any) -> None:
        super().__init__(**settings)
        self._problem = problem
        self._party = party
        self._names = [issue for issue, _ in problem.options]

    def eval(self, offer: Optional[Outcome]) -> float:
        if offer is None:
            return float(self.reserved_value)
        return self._problem.utility(self._party, dict(zip(self._names, offer))) or 0.0


def scenario(given: Negotiation) -> "negmas.Scenario":
    """The NegMAS scenario of a negotiation: its issues with the options' ids, and each party's points and walk-away value.

    Red lines, preconditions and linkages are not known to NegMAS and are left out.

    Raises:
        InputError: A party has stated no points.
    """
    problem = Problem(given)
    space = negmas.make_os([negmas.make_issue(list(options), name) for name, options in problem.options])
    ufuns = []
    for party in problem.parties:
        floor = problem.reservation(party)
        if floor is None:
            raise InputError.usage(f"the brief of `{party}` states no points", "complete the brief")
        ufuns.append(_PartyUtility(problem, party, name=party, outcome_space=space, reserved_value=floor))
    return negmas.Scenario(outcome_space=space, ufuns=tuple(ufuns))


def negotiation(given: Union["negmas.Scenario", PathLike]) -> Negotiation:
    """The negotiation of a NegMAS scenario, or of a folder that NegMAS reads, its own YAML among them.

    A folder in Genius XML or GeniusWeb JSON is read by `mediant.load` without NegMAS. Utilities are taken over rounded to
    twelve decimals, without discount.

    Raises:
        InputError: NegMAS does not read the folder, an issue has infinitely many values, or a utility function is no sum
            over issues and has more than 5,000 outcomes.
    """
    if isinstance(given, (str, os.PathLike)):
        read = negmas.Scenario.load(os.fspath(given)) if os.path.isdir(given) else None
        if read is None:
            raise InputError.usage(f"NegMAS finds no scenario in `{os.fspath(given)}`", "name a folder that NegMAS reads")
        given = read
    return _negotiation(str(given.outcome_space.name or "a NegMAS scenario"), _issues(given.outcome_space), given.ufuns)


SINGLE_MAX = 5000
"""Up to so many outcomes are taken over one by one where a utility function is no sum over issues."""
CHECKED = 2000
"""So many outcomes, drawn by lot, show whether a utility function is a sum over issues, where there are more."""


def _issues(space: Any) -> List[Tuple[str, List[Any]]]:
    issues = []
    for issue in space.issues:
        if not issue.is_finite():
            raise InputError.usage(f"the issue `{issue.name}` has infinitely many values", "discretize the scenario first")
        issues.append((str(issue.name), list(issue.all)))
    return issues


def _negotiation(title: str, issues: Sequence[Tuple[str, List[Any]]], ufuns: Sequence[Any]) -> Negotiation:
    """A case and briefs that say what the utility functions say; who has none finds everything worth nothing."""
    ids = _names_of(ufuns)
    options = {name: {_id(place): {"name": str(value)} for place, value in enumerate(values)} for name, values in issues}
    case = {
        "mediant": 1,
        "id": "negmas",
        "title": title,
        "parties": {party: {"name": party} for party in ids},
        "issues": {name: {"options": {key: one["name"] for key, one in all_.items()}} for name, all_ in options.items()},
    }
    contents = {"case.toml": written(case).encode()}
    for party, ufun in zip(ids, ufuns):
        brief: Dict[str, Any] = {"mediant_brief": 1, "case": "negmas", "party": party, **_points(issues, ufun)}
        contents[f"brief-{party}.toml"] = written(brief).encode()
    return load_contents(contents)


def _id(place: int) -> str:
    return f"v{place}"


def _names_of(ufuns: Sequence[Any]) -> List[str]:
    """The names of the utility functions where they tell parties apart, else numbers."""
    names = ["".join(c if c.isalnum() else "-" for c in str(getattr(ufun, "name", None) or "")) for ufun in ufuns]
    unique = all(names) and len({name.lower() for name in names}) == len(names)
    return names if unique else [f"party-{number}" for number in range(1, len(ufuns) + 1)]


def _points(issues: Sequence[Tuple[str, List[Any]]], ufun: Any) -> Dict[str, Any]:
    """The keys of a brief: points of every option, what is left over for single outcomes, the walk-away value."""
    if ufun is None:
        zero = {name: {"options": {_id(place): 0 for place in range(len(values))}} for name, values in issues}
        return {"points": zero}
    worth: Callable[[Outcome], float] = lambda outcome: float(ufun.eval(outcome))  # noqa: E731 - one expression
    first = tuple(values[0] for _, values in issues)
    constant = worth(first)
    steps = [
        [worth((*first[:at], value, *first[at + 1 :])) - constant for value in values]
        for at, (_, values) in enumerate(issues)
    ]
    count = 1
    for _, values in issues:
        count *= len(values)
    left = []
    for places in _places(issues, count):
        outcome = tuple(values[place] for (_, values), place in zip(issues, places))
        rest = worth(outcome) - constant - sum(step[place] for step, place in zip(steps, places))
        if abs(rest) > 1e-9:
            left.append((places, rest))
    if left and count > SINGLE_MAX:
        raise InputError.usage(
            f"the utility function `{ufun.name}` is no sum over issues and has {count} outcomes",
            f"take one that is a sum, or a scenario with at most {SINGLE_MAX} outcomes",
        )
    brief: Dict[str, Any] = {
        "constant": round(constant, 12),
        "points": {
            name: {"options": {_id(place): round(value, 12) for place, value in enumerate(step)}}
            for (name, _), step in zip(issues, steps)
        },
        "interactions": [
            {"when": {name: _id(place) for (name, _), place in zip(issues, places)}, "points": round(rest, 12)}
            for places, rest in left
        ],
    }
    reserved = float(ufun.reserved_value)
    if reserved > float("-inf"):
        brief["reservation"] = {"value": round(reserved, 12)}
    return brief


def _places(issues: Sequence[Tuple[str, List[Any]]], count: int) -> Iterator[Tuple[int, ...]]:
    sizes = [len(values) for _, values in issues]
    if count <= SINGLE_MAX:
        yield from itertools.product(*map(range, sizes))
        return
    chance = _random.Random(count)
    for _ in range(CHECKED):
        yield tuple(chance.randrange(size) for size in sizes)
