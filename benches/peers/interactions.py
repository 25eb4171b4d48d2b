#!/usr/bin/env python3
"""Exact answers under linkages and rectangles, side by side: Mediant, HiGHS and CP-SAT, in one run.

    benches/peers/interactions.py [--limit SECONDS] [--built] [--only TEXT]

The same instances for all: drawn ones, and the nonlinear scenarios of ANAC 2014 where `../shared` is there. Each solver
gets the textbook model: a binary for every option, a variable for every rectangle, caps and walk-away values as
constraints. Frontiers by the epsilon-constraint method, two programmes a point. Nash by HiGHS: tangent cuts on the
logarithms of gains, until they are within 1e-6; by CP-SAT: the product itself, for two parties.

HiGHS' answers are numerical (1e-6), CP-SAT's and ours exact. One thread each, the time of building the model included for
the others, that of simplifying for us. A solver that needs more than the limit is cut off: the ratio is then a lower one.
Answers are compared, and differences printed.

HiGHS and OR-Tools go into a virtual environment, `benches/peers/.venv`, that version control ignores. The two cannot be
imported into one process: each instance gets one of its own.
"""
import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENT = HERE / ".venv"
SOLVER = ROOT / "target" / "release" / "examples" / "combinations"
WORK = [
    ("frontier", "anac/y2014/10issues"),
    ("frontier", "other/S-1NIKFRT-2"),
    ("frontier", "anac/y2014/30issueswithRV"),
    ("frontier", "anac/y2014/50issuesDiscounted"),
    ("nash", "30x10+60links"),
    ("nash", "30x10+100links"),
    ("nash", "30x10+10links+50rectangles"),
    ("nash", "30x10+10links+50rectangles, opposed"),
    ("nash", "3 parties, 30x10+10links+50rectangles"),
    ("nash", "50x10+10links+100rectangles"),
    ("nash", "50x10+130rectangles of 8"),
]


def prepare():
    """Puts both solvers into the environment, once, and goes on inside it."""
    python = ENVIRONMENT / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        return
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    for module, package in (("highspy", "highspy"), ("ortools", "ortools")):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode:
            subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
    os.execv(python, [str(python), *sys.argv])


class OutOfTime(Exception):
    pass


class Highs:
    """A mixed-integer programme."""

    def __init__(self, problem, deadline):
        import highspy

        self.api, self.deadline = highspy, deadline
        self.model = highs = highspy.Highs()
        highs.silent()
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 1e-6)
        options = [[highs.addBinary() for _ in range(size)] for size in problem["sizes"]]
        for issue in options:
            highs.addConstr(sum(issue) == 1)
        inside = lambda side: sum(options[side[0]][o] for o in side[1])
        for sides in problem["forbidden"]:
            highs.addConstr(sum(inside(side) for side in sides) <= len(sides) - 1)
        self.worth = []
        for party in problem["parties"]:
            total = sum(v * x for row, issue in zip(party["values"], options) for v, x in zip(row, issue) if v)
            for sides, points in party["boxes"]:
                held = highs.addVariable(0, 1)
                total = total + points * held
                if points > 0:
                    for side in sides:
                        highs.addConstr(held <= inside(side))
                else:
                    highs.addConstr(held >= sum(inside(side) for side in sides) - (len(sides) - 1))
            cap = highspy.kHighsInf if party["cap"] is None else party["cap"]
            worth = highs.addVariable(party["from"] if party["binds"] else -highspy.kHighsInf, cap)
            highs.addConstr(worth <= total + party["constant"])
            self.worth.append(worth)

    def maximize(self, objective):
        left = self.deadline - time.perf_counter()
        if left <= 0:
            raise OutOfTime
        self.model.setOptionValue("time_limit", self.model.getRunTime() + left)
        self.model.maximize(objective)
        status = self.model.getModelStatus()
        if status == self.api.HighsModelStatus.kInfeasible:
            return None
        if status != self.api.HighsModelStatus.kOptimal:
            raise OutOfTime
        return [self.model.val(worth) for worth in self.worth]

    def at_least(self, party, units):
        index = self.worth[party].index
        lp = self.model.getLp()
        self.model.changeColBounds(index, units, lp.col_upper_[index])

    def nash(self, problem):
        start = [max(party["from"], 0) for party in problem["parties"]]
        logs = [self.model.addVariable(-100, 100) for _ in self.worth]
        size = max(self.maximize(worth + 0)[p] - start[p] for p, worth in enumerate(self.worth))

        def cut(party, gain):
            gain = max(gain, 1e-3) / size
            expression = (self.worth[party] - start[party]) * (1 / size / gain)
            self.model.addConstr(logs[party] <= expression + (math.log(gain) - 1))

        for party in range(len(logs)):
            for step in range(8):
                cut(party, size * 0.7**step)
        while True:
            found = self.maximize(sum(logs))
            bound = sum(self.model.val(z) for z in logs)
            reached = sum(math.log(max(w - s, 1e-9) / size) for w, s in zip(found, start))
            if bound - reached < 1e-6:
                return [round(w) for w in found]
            for party, worth in enumerate(found):
                cut(party, worth - start[party])


class CpSat:
    """A constraint programme over whole numbers."""

    def __init__(self, problem, deadline):
        from ortools.sat.python import cp_model

        self.api, self.deadline = cp_model, deadline
        self.model = model = cp_model.CpModel()
        options = [[model.new_bool_var("") for _ in range(size)] for size in problem["sizes"]]
        for issue in options:
            model.add_exactly_one(issue)
        inside = lambda side: sum(options[side[0]][o] for o in side[1])
        for sides in problem["forbidden"]:
            model.add(sum(inside(side) for side in sides) <= len(sides) - 1)
        self.worth, self.most = [], []
        for party in problem["parties"]:
            total = sum(v * x for row, issue in zip(party["values"], options) for v, x in zip(row, issue))
            most = sum(max(row) for row in party["values"]) + party["constant"]
            least = sum(min(row) for row in party["values"]) + party["constant"]
            for sides, points in party["boxes"]:
                held = model.new_bool_var("")
                total = total + points * held
                most, least = most + max(points, 0), least + min(points, 0)
                if points > 0:
                    for side in sides:
                        model.add(inside(side) >= 1).only_enforce_if(held)
                else:
                    model.add(held >= sum(inside(side) for side in sides) - (len(sides) - 1))
            most = most if party["cap"] is None else min(most, party["cap"])
            worth = model.new_int_var(party["from"] if party["binds"] else least, most, "")
            model.add(worth <= total + party["constant"])
            self.worth.append(worth)
            self.most.append(most)

    def maximize(self, objective):
        left = self.deadline - time.perf_counter()
        if left <= 0:
            raise OutOfTime
        solver = self.api.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = left
        self.model.maximize(objective)
        status = solver.solve(self.model)
        if status == self.api.INFEASIBLE:
            return None
        if status != self.api.OPTIMAL:
            raise OutOfTime
        return [solver.value(worth) for worth in self.worth]

    def at_least(self, party, units):
        self.worth[party].proto.domain[0] = units

    def nash(self, problem):
        start = [max(party["from"], 0) for party in problem["parties"]]
        product = self.model.new_int_var(0, math.prod(m - s for m, s in zip(self.most, start)), "")
        self.model.add_multiplication_equality(product, [w - s for w, s in zip(self.worth, start)])
        return self.maximize(product)


def frontier(solver, problem):
    """By the epsilon-constraint method: the best for the first, then for the second; then more for the second."""
    floor = [party["from"] if party["binds"] else None for party in problem["parties"]]
    points = []
    while True:
        best = solver.maximize(solver.worth[0] + 0)
        if best is None:
            return points
        solver.at_least(0, round(best[0]))
        best = solver.maximize(solver.worth[1] + 0)
        points.append([round(best[0]), round(best[1])])
        solver.at_least(0, floor[0] if floor[0] is not None else -(10**9))
        if points[-1][1] >= (problem["parties"][1]["cap"] or math.inf):
            return points
        solver.at_least(1, points[-1][1] + 1)


def peer(kind, question, problem, limit):
    """In a process of its own: prints what was found and the time."""
    started = time.perf_counter()
    try:
        solver = {"highs": Highs, "cpsat": CpSat}[kind](problem, started + limit)
        found = frontier(solver, problem) if question == "frontier" else solver.nash(problem)
        out = {"found": found}
    except OutOfTime:
        out = {"found": None}
    print(json.dumps({**out, "s": time.perf_counter() - started}))


def theirs(kind, question, instance, limit):
    if kind == "cpsat" and question == "nash" and len(instance["problem"]["parties"]) > 2:
        return None
    command = [sys.executable, __file__, "--peer", kind, "--question", question, "--limit", str(limit)]
    run = subprocess.run(command, input=json.dumps(instance["problem"]), capture_output=True, text=True, timeout=3 * limit + 60)
    if run.returncode:
        print(run.stderr.strip()[-300:])
        return None
    return json.loads(run.stdout.strip().splitlines()[-1])


def differs(question, ours, found, problem):
    if question == "frontier":
        return sorted(map(tuple, ours["points"])) != sorted(map(tuple, found))
    start = [max(party["from"], 0) for party in problem["parties"]]
    product = lambda worth: math.prod(w - s for w, s in zip(worth, start))
    return abs(product(found) / product(ours["worth"]) - 1) > 1e-5


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--limit", type=float, default=20.0, help="seconds for each solver and instance")
    p.add_argument("--built", action="store_true", help="the example is built already")
    p.add_argument("--only", default="")
    p.add_argument("--peer", help=argparse.SUPPRESS)
    p.add_argument("--question", help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.peer:
        return peer(a.peer, a.question, json.load(sys.stdin), a.limit)
    prepare()
    if not a.built:
        command = ["cargo", "build", "--release", "-q", "-p", "mediant-engine", "--example", "combinations"]
        subprocess.run(command, check=True, cwd=ROOT)
    print(f"proven answers, one thread, limit {a.limit:g} s; medians for Mediant, one run of each other")
    print(f"{'':58} {'Mediant':>12} {'HiGHS':>12} {'ratio':>10} {'CP-SAT':>12} {'ratio':>10}")
    for question, name in WORK:
        if a.only not in f"{question} {name}":
            continue
        run = subprocess.run([SOLVER, question, name, "1", str(a.limit)], capture_output=True, text=True, cwd=ROOT / "crates" / "engine")
        if run.returncode:
            print(f"{question + ' ' + name:58} left out: {run.stderr.strip()}")
            continue
        instance = json.loads(run.stdout)
        ours = instance["answer"]
        cells, notes = [], []
        for kind in ("highs", "cpsat"):
            their = theirs(kind, question, instance, a.limit)
            if their is None:
                cells += ["-", "-"]
                continue
            cut = their["found"] is None
            ratio = their["s"] * 1e3 / ours["ms"]
            sign = ">" if cut else ""
            cells += [f"{sign}{their['s']:.2f} s", f"{sign}{ratio:,.0f}x"]
            if not cut and ours["proven"] and differs(question, ours, their["found"], instance["problem"]):
                notes.append(f"{kind} found something else")
        mark = "" if ours["proven"] else "not proven "
        print(f"{question + ' ' + name:58} {mark + format(ours['ms'], '.2f') + ' ms':>12} {cells[0]:>12} {cells[1]:>10} {cells[2]:>12} {cells[3]:>10} {'; '.join(notes)}", flush=True)


if __name__ == "__main__":
    main()
