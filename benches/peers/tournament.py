#!/usr/bin/env python3
"""Times a tournament side by side: Mediant, and NegMAS from PyPI; and Mediant on one thread and on two.

    benches/peers/tournament.py [--mediant PATH] [--runs N] [--rounds N] [--repetitions N] [--limit SECONDS]

Four strategies (Boulware, Conceder, linear, MiCRO), four scenarios in Genius XML from `../shared/scenarios` (without that folder:
four domains generated here), every pair in both seats, 16 repetitions: 1,024 negotiations of at most 100 rounds.

* Mediant: the whole command from start to exit, results, summary and report included; the median of N runs.
* NegMAS: `cartesian_tournament` in a process that has imported it already, one job, pictures and analysis off. It plays as many
  repetitions as fit into the limit, and its time for a negotiation is taken for all of them.
* Threads: the same specification with as many repetitions as take some seconds, on one thread and on two, by turns; the median
  of the ratios of neighbours.

NegMAS is put into a virtual environment, `benches/peers/.venv`, that version control ignores.
"""
import argparse
import contextlib
import importlib.metadata
import io
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time

import side_by_side

SCENARIOS = side_by_side.SCENARIOS
USUAL = ["y2012/PhoneA", "y2012/CarA", "y2012/OutfitB", "y2010/ItexvsCypress"]
OURS = ["boulware", "conceder", "linear", "micro"]
THEIRS = ["BoulwareTBNegotiator", "ConcederTBNegotiator", "LinearTBNegotiator", "MiCRONegotiator"]


def scenarios(folder):
    if SCENARIOS.is_dir():
        return [SCENARIOS / name for name in USUAL]
    made = []
    for issues, options in [(4, 4), (4, 5), (5, 4), (3, 6)]:
        path = folder / f"{issues}x{options}"
        path.mkdir()
        side_by_side.generate(path, issues, options)
        made.append(path)
    return made


def specification(folder, paths, rounds, repetitions):
    path = folder / f"spec-{repetitions}.toml"
    names = ", ".join(f'"{p}"' for p in paths)
    strategies = ", ".join(f'"{name}"' for name in OURS)
    path.write_text(
        f"mediant_tournament = 1\nrounds = {rounds}\nrepetitions = {repetitions}\nscenarios = [{names}]\nstrategies = [{strategies}]\n"
    )
    return path


def mediant(program, spec, threads):
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        subprocess.run(
            [program, "tournament", spec, "--out", out, "--threads", str(threads), "--quiet"], check=True
        )
        return time.perf_counter() - started


def negmas_time(paths, rounds, limit):
    """Seconds a negotiation, and how many were played."""
    import negmas
    from negmas.inout import Scenario
    from negmas.tournaments.neg import cartesian_tournament

    loaded = [Scenario.from_genius_folder(p) for p in paths]
    played, spent = 0, 0.0
    while spent < limit and played < 1024:
        with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
            started = time.perf_counter()
            results = cartesian_tournament(
                competitors=[getattr(negmas.sao, name) for name in THEIRS],
                scenarios=loaded,
                n_repetitions=1,
                n_steps=rounds,
                njobs=-1,
                path=pathlib.Path(out) / "t",
                verbosity=0,
                save_scenario_figs=False,
                save_stats=False,
            )
            spent += time.perf_counter() - started
            played += len(results.details)
    return spent / played, played


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--mediant", default=str(side_by_side.ROOT / "target/release/mediant"))
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--rounds", type=int, default=100)
    arguments.add_argument("--repetitions", type=int, default=20_000, help="for the comparison of threads")
    arguments.add_argument("--limit", type=float, default=60)
    asked = arguments.parse_args()
    side_by_side.prepare()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        paths = scenarios(folder)
        spec = specification(folder, paths, asked.rounds, 16)
        ours = statistics.median(mediant(asked.mediant, spec, 1) for _ in range(asked.runs))
        each, played = negmas_time(paths, asked.rounds, asked.limit)
        theirs = each * 1024
        print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
        print(f"4 strategies x 4 scenarios x 16 repetitions, 1,024 negotiations of {asked.rounds} rounds, one thread")
        print(f"  Mediant, whole command              {ours:10.3f} s")
        print(f"  NegMAS {importlib.metadata.version('negmas')}, from {played} negotiations {theirs:10.1f} s")
        print(f"  ratio                               {theirs / ours:10.0f}")
        long = specification(folder, paths, asked.rounds, asked.repetitions)
        one, two = [], []
        for _ in range(asked.runs):
            one.append(mediant(asked.mediant, long, 1))
            two.append(mediant(asked.mediant, long, 2))
        ratios = [a / b for a, b in zip(one, two)]
        print(f"{asked.repetitions} repetitions: one thread {statistics.median(one):.2f} s, two {statistics.median(two):.2f} s,")
        print(f"  median of the ratios {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
