"""Loading and analysing: what Python gets is what the files say, and a brute force agrees."""

from __future__ import annotations

import datetime
import itertools
import json
import pathlib
import pickle
import threading
import warnings

import pytest
from conftest import EXAMPLES

import mediant


def folders() -> list:
    expected = (path.stem for path in (EXAMPLES / "expected").glob("*.toml"))
    return sorted(name for name in expected if (EXAMPLES / name).is_dir())


def packages(problem: mediant.Problem):
    names = [issue for issue, _ in problem.options]
    for choice in itertools.product(*(options for _, options in problem.options)):
        yield dict(zip(names, choice))


def test_nash_1950_is_solved_as_brute_force_solves_it() -> None:
    negotiation = mediant.load(EXAMPLES / "nash-1950")
    problem = mediant.Problem(negotiation)
    found = mediant.analyze(negotiation)
    worth = {}
    for package in packages(problem):
        if problem.passes(package):
            values = tuple(problem.utility(party, package) for party in problem.parties)
            worth[tuple(package.items())] = values
    floor = [problem.reservation(party) for party in problem.parties]
    product = {key: (values[0] - floor[0]) * (values[1] - floor[1]) for key, values in worth.items()}
    best = max(product.values())
    nash = found.solutions.nash
    assert product[tuple(nash.package.items())] == pytest.approx(best)
    assert nash.ties == sum(value == best for value in product.values())
    assert found.zopa.count.exact and found.zopa.count.lower == len(worth)
    efficient = {
        values
        for values in worth.values()
        if not any(all(a >= b for a, b in zip(other, values)) and other != values for other in worth.values())
    }
    assert {tuple(point.utilities[party] for party in problem.parties) for point in found.frontier.points} == efficient


@pytest.mark.parametrize("name", folders())
def test_every_example_is_analysed_and_its_proof_holds(name: str) -> None:
    found = mediant.analyze(EXAMPLES / name, budget=60)
    assert found.packages >= found.zopa.count.upper >= found.zopa.count.lower >= 0
    assert json.loads(found.json)["mediant"] == 1
    if found.certificate is None:
        # Where parties have not said enough there may be nothing to prove.
        assert found.zopa.exists is None
        return
    assert mediant.verify(EXAMPLES / name, found.certificate)
    assert mediant.proven(EXAMPLES / name, found.certificate, found.json)


def test_the_report_without_numbers() -> None:
    found = mediant.analyze(EXAMPLES / "talks-2025-12-04.toml")
    assert found.zopa.exists is False and found.frontier is None and found.solutions is None
    assert [len(conflict.facts) for conflict in found.conflicts] == [3]
    assert len(found.openings) == 4
    assert [change.new_option for opening in found.openings for change in opening.change if change.new_option] == ["territory"]
    assert found.frontier_table() is None and found.packages_table() is None


def test_a_certificate_of_another_negotiation_or_a_changed_one_is_refused() -> None:
    found = mediant.analyze(EXAMPLES / "nash-1950")
    with pytest.raises(mediant.CertificateError):
        mediant.verify(EXAMPLES / "ampo-v-city", found.certificate)
    changed = json.loads(found.certificate)
    changed["units"] = {party: "1/7" for party in changed["units"]}
    with pytest.raises(mediant.CertificateError):
        mediant.verify(EXAMPLES / "nash-1950", json.dumps(changed))
    with pytest.raises(mediant.CertificateError):
        mediant.verify(EXAMPLES / "nash-1950", "no JSON")
    with pytest.raises(mediant.CertificateError):
        mediant.verify(EXAMPLES / "nash-1950", found.certificate, budget=0)
    with pytest.raises(mediant.CertificateError):
        mediant.proven(EXAMPLES / "nash-1950", found.certificate, found.json.replace('"512"', '"513"'))


def test_tables_hold_what_the_dataclasses_hold() -> None:
    import pandas
    import pyarrow

    found = mediant.analyze(EXAMPLES / "ampo-v-city")
    table = found.frontier_table()
    arrow = pyarrow.table(table)
    assert arrow.num_rows == len(table) == len(found.frontier.points) == 192
    assert arrow.column_names == table.column_names
    assert arrow.schema.field("utility.city").type == pyarrow.float64()
    assert arrow.to_pydict() == table.to_pydict()
    for row, point in zip(arrow.to_pylist(), found.frontier.points):
        assert {name: row[f"utility.{name}"] for name in found.parties} == point.utilities
        assert {issue: row[f"option.{issue}"] for issue in point.package} == point.package
    # The stream may be read again, and what it gave outlives the table.
    del table
    assert pyarrow.table(found.frontier_table()) == arrow
    frame = found.packages_table().to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["rule"]) == ["nash", "kalai_smorodinsky", "leximin", "utilitarian"]
    assert frame["gain.city"][1] == found.solutions.kalai_smorodinsky.gains["city"]
    assert bool(frame["proven"].all())


def test_one_party_gets_what_it_may_see_and_no_proof() -> None:
    whole = mediant.analyze(EXAMPLES / "ampo-v-city")
    own = mediant.analyze(EXAMPLES / "ampo-v-city", reader="city")
    assert own.certificate is None and own.elapsed_ms is None and own.frontier is None
    assert "ampo.reservation" in whole.json and "ampo.reservation" not in own.json
    with pytest.raises(mediant.InputError) as error:
        mediant.analyze(EXAMPLES / "ampo-v-city", reader="mayor")
    assert "city" in error.value.problems[0].help


def test_what_a_party_may_not_see_changes_no_byte_of_its_answer(tmp_path: pathlib.Path) -> None:
    folder = EXAMPLES / "ampo-v-city"
    contents = {path.name: path.read_bytes() for path in folder.glob("*.toml")}
    brief = next(name for name, text in contents.items() if b'party = "ampo"' in text)
    without = {name: text for name, text in contents.items() if name != brief}
    answers = [mediant.analyze(mediant.load_contents(given), reader="city").json for given in (contents, without)]
    assert answers[0] == answers[1]


def test_a_date_moves_walk_away_values() -> None:
    text = mediant.analyze(EXAMPLES / "strike-fund", date="2026-01-05")
    day = mediant.analyze(EXAMPLES / "strike-fund", date=datetime.date(2026, 1, 5))
    assert text.as_of == day.as_of == "2026-01-05"
    assert text.zopa == day.zopa
    with pytest.raises(mediant.InputError):
        mediant.analyze(EXAMPLES / "strike-fund", date="5 January")


def test_a_package_is_judged() -> None:
    found = mediant.analyze(EXAMPLES / "nash-1950")
    best = found.solutions.nash.package
    judged = mediant.analyze(EXAMPLES / "nash-1950", package=best).judgement
    assert judged.passes and judged.options == best and judged.dominated_by is None
    assert {party: share.utility for party, share in judged.parties.items()} == found.solutions.nash.utilities
    issue = next(iter(best))
    for wrong in ({}, {**best, "boat": "keep"}, {**best, issue: "sink"}):
        with pytest.raises(mediant.InputError):
            mediant.analyze(EXAMPLES / "nash-1950", package=wrong)


def test_every_mistake_is_told_at_once_with_its_place() -> None:
    case = b'mediant = 1\ntitle = 7\n[parties]\na = {}\nb = { nme = "B" }\n[issues.p]\noptions = ["x", "y"]\nnonsense = 1\n'
    with pytest.raises(mediant.InputError) as error:
        mediant.load_contents({"bad.toml": case})
    problems = error.value.problems
    assert len(problems) >= 2
    assert {problem.file for problem in problems} == {"bad.toml"}
    assert all(problem.line and problem.column for problem in problems)
    assert all(problem.text in str(error.value) for problem in problems)
    assert isinstance(error.value, ValueError)
    again = pickle.loads(pickle.dumps(error.value))
    assert again.problems == problems


def test_paths_that_are_not_there_are_told_together(tmp_path: pathlib.Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(mediant.InputError) as error:
        mediant.load([tmp_path / "nowhere", tmp_path / "empty"])
    assert [pathlib.Path(problem.file).name for problem in error.value.problems] == ["nowhere", "empty"]


def test_what_does_not_keep_a_file_from_being_read_is_a_warning() -> None:
    contents = {path.name: path.read_bytes() for path in (EXAMPLES / "nash-1950").glob("*.toml")}
    with pytest.warns(mediant.InputWarning):
        mediant.load_contents({**contents, "strange.json": b"{}"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mediant.load_contents(contents)


def test_confidences_do_not_print_and_pickle_whole() -> None:
    negotiation = mediant.load(EXAMPLES / "ampo-v-city")
    found = mediant.analyze(negotiation)
    brief = (EXAMPLES / "ampo-v-city").glob("*ampo*.toml")
    assert next(brief, None), "the example has a brief of AMPO"
    printed = [negotiation, mediant.Problem(negotiation), found, found.frontier, found.solutions, found.frontier.points[0]]
    worth = {str(value) for value in found.solutions.nash.utilities.values()}
    for value in printed:
        assert not any(number in repr(value) for number in worth)
    again = pickle.loads(pickle.dumps(negotiation))
    assert mediant.analyze(again).certificate == found.certificate


def test_a_negotiation_survives_every_format() -> None:
    negotiation = mediant.load(EXAMPLES / "nash-1950")
    best = mediant.analyze(negotiation).solutions.nash
    for name in ("mediant", "genius", "geniusweb", "negolog", "case"):
        files, losses = mediant.convert(negotiation, name)
        again = mediant.load_contents({file: text.encode() for file, text in files.items()})
        assert mediant.analyze(again).solutions.nash.ties == best.ties, (name, losses)
    with pytest.raises(mediant.InputError):
        mediant.convert(negotiation, "word")


def test_scenarios_of_other_programs_load_unchanged(scenarios: pathlib.Path) -> None:
    """Genius folders against the values that an independent brute force found (reference/negmas.json)."""
    reference = json.loads((scenarios.parent / "reference" / "negmas.json").read_text())["scenarios"]
    known = {name: values["brute_genius"] for name, values in reference.items() if values.get("brute_genius")}
    # The small domains suffice here: the command line's tests hold all of them against it, frontiers included.
    small = {name: brute for name, brute in known.items() if brute["n_outcomes"] <= 2000 and brute["n_rational"] == brute["n_outcomes"]}
    # How many there are is the reference's affair; that it has some, of those it knows, is ours.
    assert len(small) * 10 >= len(known) > 0
    for name, brute in small.items():
        found = mediant.analyze(scenarios / "genius" / name)
        assert found.packages == brute["n_outcomes"], name
        utilities = found.solutions.utilitarian.utilities
        assert sum(utilities.values()) == pytest.approx(brute["welfare"], abs=1e-9), name
        for place, party in enumerate(found.parties):
            best = max(point.utilities[party] for point in found.frontier.points)
            assert best == pytest.approx(brute["max"][place], abs=1e-9), name
    for folder in ("geniusweb", "negolog"):
        for inner in sorted(path for path in (scenarios / folder).iterdir() if path.is_dir()):
            negotiation = mediant.load(inner)
            assert len(negotiation.briefs) == len(negotiation.parties) == 2, inner


def test_analysis_runs_without_the_interpreters_lock() -> None:
    """Other threads count on while an analysis runs."""
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    negotiation = mediant.load(EXAMPLES / "ampo-v-city")
    before = counted
    for _ in range(5):
        mediant.analyze(negotiation)
    done.set()
    thread.join()
    assert counted > before


def test_a_budget_ends_the_search_and_a_wrong_one_is_refused() -> None:
    assert mediant.analyze(EXAMPLES / "ampo-v-city", budget=0).packages == 1_944_000
    for wrong in (-1, float("nan")):
        with pytest.raises(mediant.InputError):
            mediant.analyze(EXAMPLES / "nash-1950", budget=wrong)
