"""Simulated negotiations, and strategies written in Python at the table."""

from __future__ import annotations

import json
import pickle
import random
from typing import Any

import pytest
from conftest import EXAMPLES

import mediant
from mediant import ACCEPT, WALK, Strategy, simulate

SCENARIO = EXAMPLES / "thompson-employment"


class TimeDependent(Strategy):
    """The curve of Faratin et al. 1998 as the package has it: the least package that reaches the target, AC_next."""

    def __init__(self, e: float) -> None:
        self.e = e

    def act(self, turn: mediant.Turn) -> Any:
        own = turn.own
        floor = max(own.reservation, 0.0)
        following = own.least_reaching(floor + (1.0 - floor) * (1.0 - turn.time ** (1.0 / self.e)))
        if turn.standing is not None and own.worth(turn.standing) >= own.worth(following):
            return ACCEPT
        return following


class Says(Strategy):
    """Does what it was told, turn by turn."""

    def __init__(self, *answers: Any) -> None:
        self.answers = answers

    def begin(self, own: mediant.Own, random: random.Random) -> None:
        self.left = list(self.answers)
        self.random = random

    def act(self, turn: mediant.Turn) -> Any:
        answer = self.left.pop(0)
        return answer(turn) if callable(answer) else answer


def best(turn: mediant.Turn) -> mediant.Offer:
    return turn.own.best


def test_a_strategy_in_python_plays_as_the_same_one_in_rust() -> None:
    """Each seat in turn: the moves are those of the built-in strategy, to the last one."""
    scenario = mediant.Scenario(mediant.load(SCENARIO))
    rust = simulate(scenario, ["time-dependent(e=0.2)", "time-dependent(e=2)"], rounds=60, seed=3)
    assert rust.agreement is not None
    for seats in (
        [TimeDependent(0.2), "time-dependent(e=2)"],
        ["time-dependent(e=0.2)", TimeDependent(2)],
        [TimeDependent(0.2), TimeDependent(2)],
    ):
        run = simulate(scenario, seats, rounds=60, seed=3)
        assert (run.moves, run.agreement, run.utilities) == (rust.moves, rust.agreement, rust.utilities)


def test_a_run_is_replayed_byte_for_byte() -> None:
    negotiation = mediant.load(SCENARIO)
    run = simulate(negotiation, ["boulware", "conceder"], rounds=80, seed=11)
    assert run.replay(negotiation).json == run.json
    assert mediant.Run.from_json(run.json) == run == pickle.loads(pickle.dumps(run))
    ours = simulate(negotiation, [TimeDependent(1), "conceder"], rounds=80, seed=11)
    assert ours.replay(negotiation, [TimeDependent(1), "conceder"]).json == ours.json
    with pytest.raises(mediant.InputError):
        ours.replay(negotiation)
    with pytest.raises(mediant.InputError):
        run.replay(EXAMPLES / "nash-1950")
    with pytest.raises(mediant.InputError):
        mediant.Run.from_json("{}")


def test_what_a_run_says_is_what_the_briefs_say() -> None:
    negotiation = mediant.load(SCENARIO)
    problem = mediant.Problem(negotiation)
    run = simulate(negotiation, ["boulware", "conceder"], rounds=50)
    assert run.ending == "agreement" and run.agreement is not None
    for party in run.parties:
        assert run.utilities[party] == pytest.approx(problem.utility(party, run.agreement), abs=1e-12)
    offers = [move for move in run.moves if move.act == "offer"]
    assert offers and run.moves[-1].act == "accept"
    for move in offers:
        assert {party: problem.utility(party, move.package) for party in run.parties} == pytest.approx(move.utilities)
    table = run.moves_table().to_pydict()
    assert table["act"] == [move.act for move in run.moves]
    assert table["utility.employee"] == [move.utilities and move.utilities["employee"] for move in run.moves]


def test_chance_comes_from_the_seed_alone() -> None:
    class Chancy(Strategy):
        def begin(self, own: mediant.Own, random: random.Random) -> None:
            self.random = random

        def act(self, turn: mediant.Turn) -> Any:
            count = turn.own.package_count
            assert count is not None
            return turn.own.ranked(self.random.randrange(count)) if turn.round % 2 else turn.own.any_reaching(0.5)

    runs = [simulate(SCENARIO, [Chancy(), "tough"], rounds=20, seed=seed) for seed in (1, 1, 2)]
    assert runs[0].json == runs[1].json
    assert runs[0].moves != runs[2].moves


def test_faults_lose_the_negotiation_and_nothing_else() -> None:
    def fails(turn: mediant.Turn) -> Any:
        raise LookupError("where is it?")

    no_package = {"boat": "keep"}
    for answer, what in [
        (fails, "panicked"),
        (no_package, "no_such_package"),
        (None, "panicked"),
        ("please", "panicked"),
        (7, "panicked"),
        (ACCEPT, "nothing_to_accept"),
    ]:
        run = simulate(SCENARIO, [Says(answer), "boulware"], rounds=5)
        assert (run.ending, run.loser) == ("lost", "employer"), what
        assert run.fault is not None and run.fault["what"] == what
    assert run.agreement is None
    failed = simulate(SCENARIO, [Says(best, fails), "tough"], rounds=5)
    assert failed.fault == {"what": "panicked", "message": "LookupError: where is it?"}
    walked = simulate(SCENARIO, [Says(best, WALK), "tough"], rounds=5)
    assert (walked.ending, walked.loser, walked.fault) == ("walked", "employer", None)


def test_a_strategy_that_loops_loses() -> None:
    def loops(turn: mediant.Turn) -> Any:
        while True:
            pass

    def stubborn(turn: mediant.Turn) -> Any:
        for _ in range(2):
            try:
                loops(turn)
            except Exception:
                pass
        return loops(turn)

    for never in (loops, stubborn):
        run = simulate(SCENARIO, ["boulware", Says(best, never)], rounds=5, seconds_per_move=0.2)
        assert (run.ending, run.loser) == ("lost", "employee")
        assert run.fault is not None and run.fault["message"].startswith("OverdueError")
    # Whoever is in time is not disturbed, however often.
    quick = simulate(SCENARIO, [TimeDependent(1), "boulware"], rounds=200, seconds_per_move=0.5)
    assert quick.ending == "agreement"


def test_ctrl_c_in_a_strategy_is_not_its_fault() -> None:
    def interrupted(turn: mediant.Turn) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(SCENARIO, [Says(interrupted), "boulware"])


def test_what_a_strategy_is_told() -> None:
    told = []

    class Notes(Strategy):
        def begin(self, own: mediant.Own, random: random.Random) -> None:
            told.append((own.party, own.name, own.party_count, own.worth(own.best), own.ranked(0) == own.best))

        def act(self, turn: mediant.Turn) -> Any:
            told.append((turn.round, turn.rounds, [party for party, _ in turn.offers], turn.standing))
            package = turn.own.best.package
            assert turn.own.offer(package) == turn.own.best and hash(turn.own.offer(package)) == hash(turn.own.best)
            assert turn.own.worth(package) == 1.0 and turn.own.worth({}) == float("-inf")
            with pytest.raises(mediant.InputError):
                turn.own.offer({})
            return package

    run = simulate(SCENARIO, ["tough", Notes()], rounds=2)
    assert told[0] == (1, "employee", 2, 1.0, True)
    assert [note[:3] for note in told[1:]] == [(0, 2, [0]), (1, 2, [0, 1, 0])]
    assert told[1][3].package == run.moves[0].package
    assert run.ending == "deadline"


def test_a_strategy_in_python_votes_on_a_single_text() -> None:
    class Refuses(Strategy):
        def vote(self, ballot: mediant.Ballot) -> bool:
            return False

    climbing = simulate(SCENARIO, [Strategy(), Strategy()], protocol="single-text", rounds=200, seed=5)
    rust = simulate(SCENARIO, ["boulware", "boulware"], protocol="single-text", rounds=200, seed=5)
    assert climbing.moves == rust.moves
    refused = simulate(SCENARIO, [Refuses(), "boulware"], protocol={"name": "single-text", "temperature": 0}, rounds=50)
    assert {move.act for move in refused.moves[2:]} == {"draft", "vote", "drop"}


def test_blind_bidding() -> None:
    run = simulate(SCENARIO, [TimeDependent(1), "time-dependent(e=1)"], protocol="overlap", rounds=50, seed=1)
    rust = simulate(SCENARIO, ["time-dependent(e=1)"] * 2, protocol="overlap", rounds=50, seed=1)
    assert run.moves == rust.moves and run.ending == "agreement"


def test_shuttle_mediation_records_what_each_party_was_asked() -> None:
    run = simulate(SCENARIO, ["candid", "candid"], protocol="shuttle", rounds=20, seed=3)
    replies = [move for move in run.moves if move.act == "reply"]
    assert {move.party for move in replies} == set(run.parties)
    assert all(move.question is not None and move.answer is not None for move in replies)
    table = run.moves_table().to_pydict()
    assert [json.loads(one) for one in table["question"] if one] == [move.question for move in replies]
    assert [json.loads(one) for one in table["answer"] if one] == [move.answer for move in replies]
    assert run.replay(SCENARIO) == run


def test_wrong_input_is_told() -> None:
    for strategies, settings in [
        (["boulwar", "conceder(x=1)"], {}),
        (["boulware"], {}),
        (["boulware", "conceder"], {"rounds": 0}),
        (["boulware", "conceder"], {"protocol": "arbitration"}),
    ]:
        with pytest.raises(mediant.InputError) as error:
            simulate(SCENARIO, strategies, **settings)
        assert all(problem.help for problem in error.value.problems)
    with pytest.raises(mediant.InputError) as error:
        simulate(SCENARIO, ["boulwar", "conceder(x=1)"])
    assert len(error.value.problems) == 2
    with pytest.raises(mediant.InputError):
        simulate(EXAMPLES / "talks-2025-12-04.toml", ["boulware", "conceder"])


def test_runs_do_not_print_what_packages_are_worth() -> None:
    run = simulate(EXAMPLES / "nash-1950", ["boulware", "conceder"], rounds=50)
    # Numbers that stand for nothing else: no round, and no time.
    worth = {repr(value) for move in run.moves if move.utilities for value in move.utilities.values() if value >= 2}
    assert worth
    assert not any(number in repr(run) or number in repr(run.moves) for number in worth)


def test_the_register_says_where_strategies_come_from() -> None:
    register = mediant.strategies()
    assert len({strategy.name for strategy in register}) == len(register) >= 5
    assert all(strategy.source and strategy.summary for strategy in register)
    for strategy in register:
        for parameter in strategy.parameters:
            assert parameter.least <= parameter.default <= parameter.most
    assert json.dumps([strategy.name for strategy in register])
