"""NegMAS's negotiators at our table, ours in NegMAS's mechanism: the moves are those of direct runs."""

from __future__ import annotations

import pathlib
import pickle
from typing import Any, List, Tuple

import pytest
from conftest import EXAMPLES

import mediant
import mediant.negmas as bridge
from mediant import simulate
from negmas import Scenario, make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction, MappingUtilityFunction
from negmas.sao import (
    AspirationNegotiator,
    BoulwareTBNegotiator,
    ConcederTBNegotiator,
    LinearTBNegotiator,
    SAOMechanism,
)
from seats import Erring, Steady

PAIRS = [
    (BoulwareTBNegotiator, ConcederTBNegotiator),
    (ConcederTBNegotiator, BoulwareTBNegotiator),
    (LinearTBNegotiator, BoulwareTBNegotiator),
    (AspirationNegotiator, LinearTBNegotiator),
]


def told(run: mediant.Run) -> List[Tuple[int, Tuple[str, ...]]]:
    """The offers of a run: the seat and the outcome."""
    seats = {party: number for number, party in enumerate(run.parties)}
    return [(seats[move.party], tuple(move.package.values())) for move in run.moves if move.act == "offer"]


def mechanism_of(scenario: Scenario, seats: List[Any], rounds: int) -> SAOMechanism:
    mechanism = SAOMechanism(outcome_space=scenario.outcome_space, n_steps=rounds)
    for seat, ufun in zip(seats, scenario.ufuns):
        mechanism.add(seat, ufun=ufun)
    mechanism.run()
    return mechanism


def said(mechanism: SAOMechanism) -> List[Tuple[int, Tuple[Any, ...]]]:
    """The offers of a mechanism: the seat and the outcome."""
    ids = list(mechanism.negotiator_ids)
    return [(ids.index(who), outcome) for _, who, outcome in mechanism.extended_trace]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(kind.__name__ for kind in pair))
@pytest.mark.parametrize("rounds", [7, 60])
def test_guests_at_our_table_do_what_they_do_at_home(pair: Any, rounds: int) -> None:
    negotiation = mediant.load(EXAMPLES / "thompson-employment")
    home = mechanism_of(bridge.scenario(negotiation), [kind() for kind in pair], rounds)
    run = simulate(negotiation, [bridge.Guest(kind) for kind in pair], rounds=rounds)
    assert told(run) == said(home)
    assert (tuple(run.agreement.values()) if run.agreement else None) == home.agreement


@pytest.mark.parametrize("names", [("boulware", "conceder"), ("linear", "boulware"), ("micro", "micro")], ids="-".join)
def test_ours_in_their_mechanism_do_what_they_do_at_home(names: Tuple[str, str]) -> None:
    negotiation = mediant.load(EXAMPLES / "thompson-employment")
    for rounds in (7, 60):
        away = mechanism_of(bridge.scenario(negotiation), [bridge.Negotiator(name) for name in names], rounds)
        run = simulate(negotiation, names, rounds=rounds)
        assert said(away) == told(run)
        assert away.agreement == (tuple(run.agreement.values()) if run.agreement else None)


def test_one_of_each_agrees_alike_in_both_houses() -> None:
    negotiation = mediant.load(EXAMPLES / "thompson-employment")
    scenario = bridge.scenario(negotiation)
    for ours, theirs in (("boulware", ConcederTBNegotiator), ("conceder", BoulwareTBNegotiator), (Steady(), LinearTBNegotiator)):
        here = simulate(negotiation, [ours, bridge.Guest(theirs)], rounds=40)
        there = mechanism_of(scenario, [bridge.Negotiator(ours), theirs()], 40)
        assert here.agreement is not None
        assert told(here) == said(there)
        assert tuple(here.agreement.values()) == there.agreement
        first = simulate(negotiation, [bridge.Guest(theirs), ours], rounds=40)
        second = mechanism_of(scenario, [theirs(), bridge.Negotiator(ours)], 40)
        assert told(first) == said(second)


def test_three_parties_at_a_table() -> None:
    negotiation = mediant.load_contents(three_parties())
    kinds = [BoulwareTBNegotiator, ConcederTBNegotiator, LinearTBNegotiator]
    home = mechanism_of(bridge.scenario(negotiation), [kind() for kind in kinds], 30)
    run = simulate(negotiation, [bridge.Guest(kind) for kind in kinds], rounds=30)
    assert told(run) == said(home)
    assert run.agreement is not None and tuple(run.agreement.values()) == home.agreement
    names = ["boulware", "conceder", "linear"]
    ours = simulate(negotiation, names, rounds=30)
    away = mechanism_of(bridge.scenario(negotiation), [bridge.Negotiator(name) for name in names], 30)
    assert said(away) == told(ours)


def three_parties() -> Any:
    case = (
        'mediant = 1\nid = "three"\ntitle = "Three"\n[parties]\na = {}\nb = {}\nc = {}\n'
        '[issues.x]\noptions = ["x1", "x2", "x3"]\n[issues.y]\noptions = ["y1", "y2", "y3", "y4"]\n'
    )
    points = {"a": ([9, 4, 0], [1, 3, 0, 2]), "b": ([0, 5, 2], [7, 1, 4, 0]), "c": ([1, 0, 3], [0, 2, 5, 8])}
    contents = {"case.toml": case.encode()}
    for party, (x, y) in points.items():
        brief = f'mediant_brief = 1\ncase = "three"\nparty = "{party}"\n[points]\n'
        brief += "x = { options = { " + ", ".join(f"x{n} = {p}" for n, p in enumerate(x, 1)) + " } }\n"
        brief += "y = { options = { " + ", ".join(f"y{n} = {p}" for n, p in enumerate(y, 1)) + " } }\n"
        contents[f"{party}.toml"] = brief.encode()
    return contents


def test_what_a_guest_does_wrong_is_its_fault() -> None:
    class Failing(BoulwareTBNegotiator):
        def propose(self, state: Any, dest: Any = None) -> Any:
            raise LookupError("nothing to say")

    run = simulate(EXAMPLES / "nash-1950", ["boulware", bridge.Guest(Failing)], rounds=10)
    assert (run.ending, run.loser) == ("lost", "jack")
    assert run.fault is not None and "nothing to say" in run.fault["message"]

    class Looping(BoulwareTBNegotiator):
        def propose(self, state: Any, dest: Any = None) -> Any:
            while True:
                pass

    run = simulate(EXAMPLES / "nash-1950", ["boulware", bridge.Guest(Looping)], rounds=10, seconds_per_move=0.3)
    assert (run.ending, run.loser) == ("lost", "jack")
    assert run.fault is not None and run.fault["message"].startswith("OverdueError")


def test_what_ours_does_wrong_is_told_by_their_mechanism() -> None:
    scenario = bridge.scenario(mediant.load(EXAMPLES / "nash-1950"))
    with pytest.raises(ArithmeticError):
        mechanism_of(scenario, [bridge.Negotiator(Erring()), BoulwareTBNegotiator()], 10)
    with pytest.raises(mediant.InputError):
        bridge.Negotiator("nobody")


def test_a_guest_plays_one_negotiation_after_the_other_and_in_tournaments() -> None:
    guest = bridge.Guest(ConcederTBNegotiator)
    runs = [simulate(EXAMPLES / "nash-1950", ["boulware", guest], rounds=20).json for _ in range(2)]
    assert runs[0] == runs[1]
    assert pickle.loads(pickle.dumps(guest)).make is ConcederTBNegotiator
    found = mediant.tournament(
        {"strategies": ["boulware", "theirs"], "scenarios": ["examples/nash-1950"], "rounds": 20, "repetitions": 3},
        strategies={"theirs": guest},
        threads=2,
    )
    assert found.table().to_pandas()["fault"].isna().all()


def test_utilities_go_over_unchanged_both_ways() -> None:
    negotiation = mediant.load(EXAMPLES / "thompson-employment")
    problem = mediant.Problem(negotiation)
    scenario = bridge.scenario(negotiation)
    back = mediant.Problem(bridge.negotiation(scenario))
    for outcome in list(scenario.outcome_space.enumerate_or_sample())[::7]:
        package = dict(zip((name for name, _ in problem.options), outcome))
        for ufun, party, again in zip(scenario.ufuns, problem.parties, back.parties):
            value = problem.utility(party, package)
            assert ufun(outcome) == pytest.approx(value, abs=1e-12)
            # By name: ids are made anew.
            assert back.utility(again, package) == pytest.approx(value, abs=1e-9)
    for party, again in zip(problem.parties, back.parties):
        assert back.reservation(again) == pytest.approx(problem.reservation(party), abs=1e-9)


def test_a_utility_that_is_no_sum_goes_over_outcome_by_outcome() -> None:
    space = make_os([make_issue([0, 1, 2], "a"), make_issue(["x", "y"], "b")])
    table = {outcome: float(number * number % 7) for number, outcome in enumerate(space.enumerate_or_sample())}
    ufuns = [MappingUtilityFunction(dict(table), outcome_space=space, reserved_value=1.5) for _ in range(2)]
    problem = mediant.Problem(bridge.negotiation(Scenario(outcome_space=space, ufuns=tuple(ufuns))))
    for (a, b), value in table.items():
        assert problem.utility(problem.parties[0], {"a": str(a), "b": b}) == pytest.approx(value, abs=1e-9)
    assert problem.reservation(problem.parties[1]) == pytest.approx(1.5)


def test_a_folder_in_the_yaml_of_negmas_loads_unchanged(tmp_path: pathlib.Path) -> None:
    space = make_os([make_issue(["low", "high"], "price"), make_issue(3, "days")], name="deal")
    ufuns = [
        LinearAdditiveUtilityFunction(
            [{"low": 0.0, "high": 1.0}, {0: 0.0, 1: 0.5, 2: 1.0}], weights=[0.6, 0.4], outcome_space=space, name="seller"
        ),
        LinearAdditiveUtilityFunction(
            [{"low": 1.0, "high": 0.0}, {0: 1.0, 1: 0.5, 2: 0.0}], weights=[0.3, 0.7], outcome_space=space, name="buyer",
            reserved_value=0.25,
        ),
    ]
    Scenario(outcome_space=space, ufuns=tuple(ufuns)).dumpas(tmp_path)
    found = mediant.analyze(bridge.negotiation(tmp_path))
    best = max((u(o) if u(o) is not None else 0) * (v(o) - 0.25) for u, v in [ufuns] for o in space.enumerate_or_sample())
    nash = found.solutions.nash.utilities
    assert nash["seller"] * (nash["buyer"] - 0.25) == pytest.approx(best, abs=1e-9)
    with pytest.raises(mediant.InputError):
        bridge.negotiation(tmp_path / "nowhere")


def test_genius_folders_load_in_both_alike(scenarios: pathlib.Path) -> None:
    folder = scenarios / "genius" / "anac" / "y2012" / "Barter"
    if not folder.is_dir():
        folder = next(path for path in sorted((scenarios / "genius" / "anac").glob("*/*")) if path.is_dir())
    ours = mediant.load(folder)
    theirs = bridge.negotiation(folder)
    assert mediant.Problem(ours).package_count == mediant.Problem(theirs).package_count
    assert len(theirs.briefs) == len(ours.briefs)
