#!/usr/bin/env python3
"""The fairest package for ten parties over 50 issues of 10 options, by HiGHS and by CP-SAT.

    benches/peers/fair_for_many.py [--limit SECONDS] [--threads N] [CASE…]

Leximin's first step: the package with the largest smallest gain (Kalai-Smorodinsky is the same with gains divided by
constants). The cases are those of `benches/limits.py`. Each solver gets the textbook model: a binary for every option,
one variable for the smallest gain, and stops at the limit. Printed: the smallest gain of the best package found, and the
bound that was proved. Compare with `gap` of leximin in `mediant analyze --format json --budget` on the same folder
(`benches/limits.py --write`).

HiGHS and OR-Tools are those of `interactions.py` beside this file.
"""
import argparse
import pathlib
import random
import sys
import time

import interactions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import limits  # noqa: E402


def read(name):
    """Gains `gains[party][issue][option]` in whole units, and what each party gains without a deal."""
    case = limits.CASES[name](random.Random(name))
    parties, count = case["parties"], len(case["issues"])
    gains, floors = [], []
    for p in range(parties):
        rows = []
        for i in range(count):
            inside = case["points"](p, i).split("{", 2)[1].split("}")[0]
            rows.append([int(pair.split("=")[1]) for pair in inside.split(",")])
        gains.append(rows)
        floors.append(int(case["brief_extra"](p).split("value =")[1].split("}")[0]))
    return gains, floors


def by_highs(gains, floors, limit, threads):
    import highspy
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("time_limit", float(limit))
    h.setOptionValue("threads", threads)
    h.setOptionValue("mip_rel_gap", 0.0)
    count, options = len(gains[0]), len(gains[0][0])
    x = [[h.addBinary() for _ in range(options)] for _ in range(count)]
    z = h.addVariable(lb=-highspy.kHighsInf)
    for row in x:
        h.addConstr(sum(row) == 1)
    for floor, rows in zip(floors, gains):
        h.addConstr(sum(rows[i][o] * x[i][o] for i in range(count) for o in range(options)) - z >= floor)
    h.maximize(z)
    info = h.getInfo()
    return info.objective_function_value, info.mip_dual_bound


def by_cp_sat(gains, floors, limit, threads):
    from ortools.sat.python import cp_model
    m = cp_model.CpModel()
    count, options = len(gains[0]), len(gains[0][0])
    x = [[m.new_bool_var("") for _ in range(options)] for _ in range(count)]
    z = m.new_int_var(-1_000_000, 1_000_000, "z")
    for row in x:
        m.add_exactly_one(row)
    for floor, rows in zip(floors, gains):
        gain = sum(rows[i][o] * x[i][o] for i in range(count) for o in range(options)) - floor
        m.add(gain >= z)
    m.maximize(z)
    s = cp_model.CpSolver()
    s.parameters.max_time_in_seconds, s.parameters.num_workers = limit, threads
    s.solve(m)
    return s.objective_value, s.best_objective_bound


def main():
    interactions.prepare()
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--limit", type=int, default=60)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--solver", choices=("HiGHS", "CP-SAT"), help="one alone: both cannot be imported into one process")
    p.add_argument("cases", nargs="*", default=["p10", "p10-opposed"])
    a = p.parse_args()
    if a.solver is None:
        import subprocess
        for solver in ("HiGHS", "CP-SAT"):
            subprocess.run([sys.executable, *sys.argv, "--solver", solver], check=True)
        return
    solve = by_highs if a.solver == "HiGHS" else by_cp_sat
    for name in a.cases:
        gains, floors = read(name)
        started = time.perf_counter()
        found, bound = solve(gains, floors, a.limit, a.threads)
        print(f"{a.solver:7} {name:12} found {found:.6g}, at most {bound:.6g}, {time.perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
