#!/usr/bin/env python3
"""Times a tournament side by side: Mediant, and NegMAS from PyPI; and Mediant on one thread and on two.

    benches/peers/tournament.py [--mediant PATH] [--runs N] [--rounds N] [--repetitions N] [--limit SECONDS]

Four strategies (Boulware, Conceder, linear, MiCRO), four scenarios in Genius XML from `../shared/scenarios` (without that folder:
four domains generated here), every pair in both seats, 16 repetitions: 1,024 negotiations of at most 100 rounds.

* Mediant: the whole command from start to exit, results, summary and report included; the median of N runs.
* NegMAS: `cartesian_tournament` in a process that has imported it already, one job, pictures and analysis off; one scenario after the
  other, one repetition of each, within the limit. Its mean time for a negotiation is taken for all of them. A scenario that it does not
  finish in time is named and left out on both sides.
* Threads: the same specification with as many repetitions as take some seconds, on one thread and on two, by turns; the median
  of the ratios of neighbours.

NegMAS is put into a virtual environment, `benches/peers/.venv`, that version control ignores.
"""
import argparse
import contextlib
import importlib.metadata
import io
import multiprocessing
import os
import pathlib
import platform
import queue
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


def play(path, rounds, answer):
    """One pass over a scenario, in a process of its own; sends seconds and how many negotiations were played."""
    import negmas
    from negmas.inout import Scenario
    from negmas.tournaments.neg import cartesian_tournament

    loaded = Scenario.from_genius_folder(path)
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
        started = time.perf_counter()
        results = cartesian_tournament(
            competitors=[getattr(negmas.sao, name) for name in THEIRS],
            scenarios=[loaded],
            n_repetitions=1,
            n_steps=rounds,
            njobs=-1,
            path=pathlib.Path(out) / "t",
            verbosity=0,
            save_scenario_figs=False,
            save_stats=False,
        )
        answer.put((time.perf_counter() - started, len(results.details)))


def negmas_time(paths, rounds, limit):
    """For each scenario: seconds and negotiations of one pass; None where it does not end within the limit."""
    passes = {}
    for path in paths:
        answer = multiprocessing.Queue()
        child = multiprocessing.Process(target=play, args=(path, rounds, answer))
        child.start()
        try:
            passes[path] = answer.get(timeout=limit)
        except queue.Empty:
            passes[path] = None
        child.kill()
        child.join()
    return passes


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
        print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
        passes = negmas_time(paths, asked.rounds, asked.limit)
        for path, found in passes.items():
            took = f"{found[1]} negotiations in {found[0]:.1f} s" if found else f"no end within {asked.limit:.0f} s, left out"
            print(f"  NegMAS on {path.name}: {took}")
        ended = [path for path in paths if passes[path]]
        if ended:
            count = len(ended) * len(OURS) ** 2 * 16
            theirs = sum(passes[path][0] / passes[path][1] for path in ended) / len(ended) * count
            spec = specification(folder, ended, asked.rounds, 16)
            ours = statistics.median(mediant(asked.mediant, spec, 1) for _ in range(asked.runs))
            print(f"4 strategies x {len(ended)} scenarios x 16 repetitions, {count} negotiations of {asked.rounds} rounds, one thread")
            print(f"  Mediant, whole command       {ours:10.3f} s")
            print(f"  NegMAS {importlib.metadata.version('negmas')}, extrapolated {theirs:10.1f} s")
            print(f"  ratio                        {theirs / ours:10.0f}")
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
