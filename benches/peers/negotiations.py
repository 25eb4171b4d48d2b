#!/usr/bin/env python3
"""Negotiations a second, side by side: Mediant, and NegMAS from PyPI, in one run.

    benches/peers/negotiations.py [--seconds S] [--built] [--scenarios FOLDER]

Alternating offers on Animal (1,152 packages, 1,000 rounds) and EnergyC (390,625 packages, 100 rounds), with the same
concession curves on both sides (NegMAS's exponents 4 and 1/4 are e = 1/4 and e = 4 here). Both programs prepare what can be
prepared once: Mediant sorts the packages, NegMAS is given utilities that it has inverted before where it keeps that. Strategies
are kept between negotiations, as in a tournament: time-dependent ones here keep what they do in each round. Reading
files is not counted. The scenarios are read from `../shared/scenarios`; the script stops where they are missing.

NegMAS is put into a virtual environment, `benches/peers/.venv`, that version control ignores.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import time
import warnings

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SPEED = ROOT / "target" / "release" / "examples" / "speed"
sys.path.insert(0, str(ROOT / "tools"))
import negmas_sequences  # noqa: E402

WORK = [
    ("genius/anac/y2013/Animal", 1000, ("boulware(e=0.25)", "conceder(e=4)")),
    ("genius/anac/y2013/Animal", 1000, ("boulware(e=0.25)", "boulware(e=0.25)")),
    ("genius/anac/y2013/Animal", 1000, ("micro", "micro")),
    ("genius/anac/y2012/EnergyC", 100, ("boulware(e=0.25)", "conceder(e=4)")),
]


def ours(folder, rounds, pair, seconds):
    run = subprocess.run([SPEED, str(folder), str(rounds), str(seconds), *pair], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr.strip())
    return json.loads(run.stdout)


def theirs(folder, rounds, pair, seconds):
    from negmas import SAOMechanism, Scenario

    scenario = Scenario.from_genius_folder(folder, ignore_discount=True)
    count, spent = 0, 0.0
    while count < 1 or spent < seconds:
        session = SAOMechanism(issues=scenario.issues, n_steps=rounds)
        for seat, (name, ufun) in enumerate(zip(pair, scenario.ufuns)):
            session.add(negmas_sequences.negotiator(name, ufun, str(seat)))
        started = time.perf_counter()
        session.run()
        spent += time.perf_counter() - started
        count += 1
    return count / spent


def build():
    command = ["cargo", "build", "--release", "--quiet", "-p", "mediant-sim", "--example", "speed"]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit("the program that is measured could not be built")


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--seconds", type=float, default=5.0)
    p.add_argument("--built", action="store_true", help="measure what is built already")
    p.add_argument("--scenarios", default=str(ROOT.parent / "shared" / "scenarios"))
    a = p.parse_args()
    negmas_sequences.prepare()
    if not a.built:
        build()
    warnings.simplefilter("ignore")
    import negmas

    folders = [pathlib.Path(a.scenarios) / name for name, _, _ in WORK]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        sys.exit(f"there is no {missing[0]}: name the folder with --scenarios")
    print(f"NegMAS {negmas.__version__} on Python {platform.python_version()}, {os.cpu_count()} cores, {a.seconds:g} s each; negotiations a second")
    print(f"{'':12} {'rounds':>6} {'pair':>40} {'NegMAS':>10} {'Mediant':>12} {'ratio':>10} {'two threads':>12} {'prepared s':>10}")
    for folder, (_, rounds, pair) in zip(folders, WORK):
        slow = theirs(folder, rounds, pair, a.seconds)
        fast = ours(folder, rounds, pair, a.seconds)
        rate, two = fast["per_second"], fast["two_threads_per_second"]
        print(
            f"{folder.name:12} {rounds:>6} {' v '.join(pair):>40} {slow:>10,.2f} {rate:>12,.0f} {rate / slow:>9,.0f}x"
            f" {two / rate:>11.2f}x {fast['prepared_s']:>10.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
