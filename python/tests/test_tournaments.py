"""Tournaments: the same results however they are played, with strategies written in Python among them."""

from __future__ import annotations

import csv
import io
import pathlib
import pickle
import random
import signal
import threading
import time
from typing import Any

import pytest
from conftest import EXAMPLES

import mediant
from mediant import tournaments
from seats import Erring, Steady

SPECIFICATION = {
    "title": "a small one",
    "strategies": ["boulware", "conceder", "random"],
    "scenarios": ["examples/nash-1950", "examples/thompson-employment"],
    "rounds": 40,
    "repetitions": 20,
    "seed": 5,
}


@pytest.fixture(scope="module")
def serial() -> mediant.Results:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES.parent)
        return mediant.tournament(SPECIFICATION, threads=1)


def test_the_same_bytes_on_any_number_of_threads(serial: mediant.Results) -> None:
    again = mediant.tournament(SPECIFICATION, threads=3)
    assert (again.files, again.fingerprint) == (serial.files, serial.fingerprint)
    assert set(serial.files) == {"results.csv", "results.parquet", "summary.txt", "summary.json", "report.html"}
    assert serial.summary["negotiations"] == 360
    assert {one["label"] for one in serial.summary["strategies"]} == set(SPECIFICATION["strategies"])


def test_parts_in_any_order_from_a_copy_without_files(
    serial: mediant.Results, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = mediant.prepare(SPECIFICATION)
    copied = pickle.dumps(prepared)
    # Where there is no file to read.
    monkeypatch.chdir(tmp_path)
    copy = pickle.loads(copied)
    assert copy.fingerprint == prepared.fingerprint
    units = list(range(copy.units))
    random.Random(3).shuffle(units)
    records = [copy.play(units[at::7], 1) for at in range(7)]
    put = tournaments.results(copy, records)
    assert put.files == serial.files
    # A part that came twice is the same part; one that is missing, changed or cut off is told.
    assert tournaments.results(copy, [*records, records[0]]).csv == serial.csv
    changed = records[0].replace(b'"rounds":', b'"rounds":1', 1)
    for wrong in (records[1:], [changed, *records[1:]], [records[0][:-9], *records[1:]]):
        with pytest.raises(mediant.InputError):
            tournaments.results(copy, wrong)


def test_the_table_is_the_file(serial: mediant.Results) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = list(csv.DictReader(io.StringIO(serial.csv)))
    table = pyarrow.table(serial.table())
    assert table.num_rows == len(rows) == 2 * 9 * 20
    parquet = pyarrow.parquet.read_table(io.BytesIO(serial.parquet))
    assert parquet.column_names == table.column_names == list(rows[0])
    assert parquet.to_pydict() == table.to_pydict()
    frame = serial.table().to_pandas()
    assert list(frame["scenario"]) == [row["scenario"] for row in rows]
    assert frame["rounds"].between(0, 40).all()


def test_a_strategy_in_python_takes_part_and_gets_what_it_would_get_alone() -> None:
    specification = {**SPECIFICATION, "strategies": ["steady", "boulware"], "repetitions": 2}
    for given in (Steady, Steady(), lambda: Steady()):
        found = mediant.tournament(specification, strategies={"steady": given}, threads=2)
        frame = found.table().to_pandas()
        row = frame[(frame["strategy_1"] == "steady") & (frame["strategy_2"] == "boulware")].iloc[0]
        alone = mediant.simulate(EXAMPLES / "nash-1950", [Steady(), "boulware"], rounds=40)
        assert row["rounds"] == alone.rounds_begun
        assert row["utility_1"] == pytest.approx(alone.utilities["bill"])


def test_a_strategy_that_errs_loses_and_the_tournament_goes_on() -> None:
    specification = {**SPECIFICATION, "strategies": ["erring", "boulware"], "repetitions": 1}
    frame = mediant.tournament(specification, strategies={"erring": Erring}).table().to_pandas()
    with_it = (frame["strategy_1"] == "erring") | (frame["strategy_2"] == "erring")
    assert not frame[with_it]["agreement"].any() and frame[~with_it]["agreement"].all()
    assert frame[with_it]["fault"].str.contains("ArithmeticError").all()

    def nobody() -> Any:
        raise OSError("no such strategy today")

    frame = mediant.tournament(specification, strategies={"erring": nobody}).table().to_pandas()
    assert frame[with_it]["fault"].str.contains("OSError").all()


def test_progress_is_told_and_may_end_it(tmp_path: pathlib.Path, serial: mediant.Results) -> None:
    told = []
    mediant.tournament(SPECIFICATION, threads=2, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (360, 360) and [done for done, _ in told] == sorted(done for done, _ in told)

    class Enough(Exception):
        pass

    def enough(done: int, of: int) -> None:
        if done > 100:
            raise Enough

    folder = tmp_path / "kept"
    with pytest.raises(Enough):
        mediant.tournament(SPECIFICATION, folder=folder, threads=1, progress=enough)
    with pytest.raises(mediant.InputError):
        mediant.tournament(SPECIFICATION, folder=folder)
    told.clear()
    resumed = mediant.tournament(
        SPECIFICATION, folder=folder, resume=True, progress=lambda done, of: told.append((done, of))
    )
    assert told[0][0] > 100, "what was finished is not played again"
    assert resumed.csv == serial.csv
    assert {name: (folder / name).read_bytes() for name in serial.files} == serial.files


def test_ctrl_c_ends_a_long_run() -> None:
    long = {**SPECIFICATION, "repetitions": 10**6}
    prepared = mediant.prepare(long)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        mediant.tournament(prepared)
    # Not after the hours that it would take.
    assert time.monotonic() - started < 60
    # Nothing is left over of it.
    assert prepared.play([0], 1)


def test_every_mistake_of_a_specification_is_told(tmp_path: pathlib.Path) -> None:
    wrong = {"strategies": ["boulwar"], "scenarios": ["nowhere"], "rounds": 0}
    with pytest.raises(mediant.InputError) as error:
        mediant.tournament(wrong)
    assert len(error.value.problems) >= 3
    path = tmp_path / "wrong.toml"
    path.write_text('mediant_tournament = 1\nstrategies = ["boulwar"]\nscenarios = ["nowhere"]\nrounds = 0\n')
    with pytest.raises(mediant.InputError) as error:
        mediant.tournament(path)
    assert {problem.line for problem in error.value.problems} == {2, 3, 4}
    for unwritable in ({"rounds": object()}, tmp_path / "missing.toml"):
        with pytest.raises(mediant.InputError):
            mediant.tournament(unwritable)


def test_a_specification_on_disk_finds_its_scenarios_beside_it(tmp_path: pathlib.Path, serial: mediant.Results) -> None:
    (tmp_path / "examples").symlink_to(EXAMPLES)
    path = tmp_path / "small.toml"
    path.write_text(
        'mediant_tournament = 1\ntitle = "a small one"\nstrategies = ["boulware", "conceder", "random"]\n'
        'scenarios = ["examples/nash-1950", "examples/thompson-employment"]\nrounds = 40\nrepetitions = 20\nseed = 5\n'
    )
    assert mediant.tournament(path).csv == serial.csv
