#!/usr/bin/env python3
"""Times the same work side by side: Mediant, and NegMAS from PyPI.

    benches/peers/side_by_side.py [--mediant PATH] [--runs N] [--limit SECONDS] [FOLDER…]

FOLDER holds a scenario in Genius XML. Without one: EnergyC and four others from `../shared/scenarios` where that is there,
and domains generated here, the same ones every time.

The work: read the files, find the packages that reach both reservation values, the Pareto frontier, Nash, Kalai-Smorodinsky,
egalitarian and greatest welfare. Three columns, medians of N runs that take turns:

* `NegMAS`: inside a Python process that has imported it already, by its fastest documented route (frontier from the issues, then
  the solutions from the frontier and the utility ranges); importing takes another second and more, and is not counted.
* `Mediant, process`: the whole command, from start to exit, its proofs included.
* `Mediant, inside`: what the same run reports as `elapsed_ms`: reading and compiling the files is not in it.

The two frontiers have as many points where the values of an issue peak at the same number everywhere; elsewhere Genius, and so
Mediant, divides by the peak first, and NegMAS does not.

NegMAS is put into a virtual environment, `benches/peers/.venv`, that version control ignores.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENT = HERE / ".venv"
SCENARIOS = ROOT.parent / "shared" / "scenarios" / "genius" / "anac"
NEGMAS = "negmas"
USUAL = ["y2012/EnergyC", "y2012/EnergySmallC", "y2012/SupermarketC", "y2012/CarA", "y2010/Travel"]
GENERATED = [(5, 5), (6, 6), (8, 5)]  # issues, options


def prepare():
    """Puts NegMAS into the environment, once, and goes on inside it."""
    python = ENVIRONMENT / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == ENVIRONMENT:
        return
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run([python, "-c", "import negmas"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "negmas"], check=True)
    os.execv(python, [str(python), *sys.argv])


def generate(folder, issues, options):
    """Writes a domain with two opposed additive profiles; the same one for the same size."""
    chance = random.Random(f"{issues}x{options}")
    names = [f"issue{i}" for i in range(issues)]
    wishes = [[chance.random() for _ in range(options)] for _ in names]

    def issue(index, name, values=None):
        items = (
            f'<item index="{o + 1}" value="option{o}"' + (f' evaluation="{values[o]}"' if values else "") + "/>"
            for o in range(options)
        )
        return f'<issue etype="discrete" index="{index + 1}" name="{name}" type="discrete" vtype="discrete">{"".join(items)}</issue>'

    def objective(profile=None):
        inner = "".join(issue(i, name, profile and profile[i]) for i, name in enumerate(names))
        return f'<objective index="0" name="domain" type="objective" etype="objective">{inner}</objective>'

    def profile(sign):
        noisy = lambda wish: wish if sign > 0 else 1 - wish
        rows = [[max(0.001, noisy(w) + chance.uniform(-0.15, 0.15)) for w in row] for row in wishes]
        # Every issue peaks at 1000, so that both programs mean the same by the values.
        rows = [[max(1, round(1000 * value / max(row))) for value in row] for row in rows]
        raw = [chance.uniform(0.5, 1.5) for _ in names]
        weights = [round(w / sum(raw), 6) for w in raw]
        weights[0] = round(1 - sum(weights[1:]), 6)
        shares = "".join(f'<weight index="{i + 1}" value="{w:.6f}"/>' for i, w in enumerate(weights))
        inner = "".join(issue(i, name, rows[i]) for i, name in enumerate(names))
        return (
            '<utility_space type="any"><reservation value="0.0"/><discount_factor value="1.0"/>'
            f'<objective index="0" name="domain" type="objective" etype="objective">{shares}{inner}</objective></utility_space>'
        )

    (folder / "domain.xml").write_text(f'<negotiation_template><utility_space number_of_issues="{issues}">{objective()}</utility_space></negotiation_template>')
    for number, sign in enumerate([1, -1], start=1):
        (folder / f"profile{number}.xml").write_text(profile(sign))


def negmas_once(folder):
    from negmas import Scenario
    from negmas.preferences import ops

    started = time.perf_counter()
    scenario = Scenario.from_genius_folder(folder, ignore_discount=True)
    utilities, space = scenario.ufuns, scenario.outcome_space
    ranges = [utility.minmax(space) for utility in utilities]
    frontier, _ = ops.pareto_frontier(utilities, issues=scenario.issues)
    for points in (ops.nash_points, ops.ks_points, ops.kalai_points, ops.max_welfare_points):
        points(utilities, frontier, ranges=ranges, outcome_space=space)
    reserved = [utility.reserved_value for utility in utilities]
    inside = sum(all(u >= r for u, r in zip(point, reserved)) for point in frontier)
    return time.perf_counter() - started, inside, space.cardinality


def mediant_once(mediant, folder, limit):
    started = time.perf_counter()
    run = subprocess.run([mediant, "analyze", folder, "--format", "json"], capture_output=True, text=True, timeout=limit)
    spent = time.perf_counter() - started
    if run.returncode:
        raise RuntimeError(f"mediant, exit {run.returncode}: {run.stderr.strip()[-200:]}")
    report = json.loads(run.stdout)
    return spent, report["elapsed_ms"] / 1000, report["frontier"]["count"] if report["frontier"] else 0


def compare(mediant, name, folder, runs, limit):
    theirs, process, inside = [], [], []
    for _ in range(runs):
        spent, their_points, packages = negmas_once(folder)
        theirs.append(spent)
        whole, engine, points = mediant_once(mediant, folder, limit)
        process.append(whole)
        inside.append(engine)
        if sum(theirs) > limit:
            break
    negmas, whole, engine = map(statistics.median, (theirs, process, inside))
    print(
        f"{name:24} {int(packages):>9,} {their_points:>7} {points:>7} {negmas * 1000:>11,.1f} {whole * 1000:>11,.1f} {engine * 1000:>11,.2f}"
        f" {negmas / whole:>9,.0f}x {negmas / max(engine, 1e-6):>9,.0f}x",
        flush=True,
    )


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default=str(ROOT / "target" / "release" / "mediant"))
    p.add_argument("--runs", type=int, default=5)
    p.add_argument("--limit", type=float, default=60.0, help="seconds after which a scenario gets no further run")
    p.add_argument("folders", nargs="*")
    a = p.parse_args()
    if not os.access(a.mediant, os.X_OK):
        sys.exit(f"there is no {a.mediant}: build it with `cargo build --release`")
    prepare()

    import warnings

    warnings.simplefilter("ignore")
    started = time.perf_counter()
    from negmas import Scenario  # noqa: F401
    from negmas.preferences import ops  # noqa: F401

    importing = time.perf_counter() - started
    version = subprocess.run([a.mediant, "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{version}; NegMAS {importlib.metadata.version(NEGMAS)} on Python {platform.python_version()} (import {importing:.1f} s, not counted); {os.cpu_count()} cores; medians of {a.runs} runs")
    print(f"{'':24} {'packages':>9} {'frontier':>15} {'NegMAS':>11} {'Mediant,':>11} {'Mediant,':>11} {'ratio,':>10} {'ratio,':>10}")
    print(f"{'':24} {'':>9} {'theirs':>7} {'ours':>7} {'ms':>11} {'process ms':>11} {'inside ms':>11} {'process':>10} {'inside':>10}")
    folders = [(pathlib.Path(f).name, f) for f in a.folders]
    if not folders:
        folders = [(name, str(SCENARIOS / name)) for name in USUAL if (SCENARIOS / name).is_dir()]
        if not folders:
            print(f"there is no {SCENARIOS}: generated domains alone")
    with tempfile.TemporaryDirectory() as temporary:
        if not a.folders:
            for issues, options in GENERATED:
                folder = pathlib.Path(temporary) / f"generated-{issues}x{options}"
                folder.mkdir()
                generate(folder, issues, options)
                folders.append((folder.name, str(folder)))
        for name, folder in folders:
            try:
                compare(a.mediant, name, folder, a.runs, a.limit)
            except ValueError as error:  # NegMAS does not read every file of the authors'.
                print(f"{name:24} not compared: {error}")


if __name__ == "__main__":
    main()
