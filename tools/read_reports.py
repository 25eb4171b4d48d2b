#!/usr/bin/env python3
"""Holds what `mediant read` finds in the gold reports of ../shared against what it must find.

    tools/read_reports.py [--mediant target/gate/mediant] [--reports ../shared/reports] [--checks ../shared/checks]

Reads every report of REPORTS/written with `--format json --all`, scores the suggestions with read_score.py and compares each row with the
floors below, which say what was reached (the aim of each row stands in docs/results.md). Prints the scorer's table and ends with
"N passed, M failed". Nothing is trained or tuned on these reports.
"""
import argparse
import glob
import pathlib
import re
import subprocess
import sys
import tempfile

# Row: precision of what is shown, recall of everything, of these right in every field; in percent.
FLOORS = {
    "statement": (79, 94, 50),
    "session": (88, 94, 69),
    "status": (79, 78, 61),
    "alternative": (75, 85, 36),
    "person": (85, 85, 69),
    "all": (80, 89, 55),
}
DIRECT = (96, 60)
TRAPS = 5.0


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default="target/gate/mediant")
    p.add_argument("--reports", default="../shared/reports")
    p.add_argument("--checks", default="../shared/checks")
    a = p.parse_args()
    written = pathlib.Path(a.reports) / "written"
    reports = sorted(glob.glob(str(written / "*.txt")))
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([a.mediant, "read", "--format", "json", "--all", "--out", out, *reports], check=True, stdout=subprocess.DEVNULL)
        scored = subprocess.run(
            [sys.executable, f"{a.checks}/read_score.py", "--bytes", str(written), out], check=True, capture_output=True, text=True
        ).stdout
    print(scored)
    results = []
    traps = shown = 0
    for line in scored.splitlines():
        row = re.match(r"(\w+)\s+\d+\s+(\d+) \|\s+([\d.]+)\s+([\d.]+) \|\s+[\d.]+\s+([\d.]+) \|\s+(\d+)", line)
        if row and row[1] in FLOORS:
            got = tuple(float(row[n]) for n in (3, 4, 5))
            results.append((row[1], got, FLOORS[row[1]]))
            if row[1] == "all":
                shown, traps = int(row[2]), int(row[6])
        direct = re.match(r"of the statements, direct quotations: \d+, found ([\d.]+), right ([\d.]+)", line)
        if direct:
            results.append(("direct quotations", (float(direct[1]), float(direct[2])), DIRECT))
    share = 100 * traps / max(shown, 1)
    results.append(("outside marked traps", (100 - share,), (100 - TRAPS,)))
    failed = [(name, got, floor) for name, got, floor in results if any(g < f for g, f in zip(got, floor))]
    for name, got, floor in failed:
        print(f"{name}: {got}, but must be {floor}")
    if len(results) != len(FLOORS) + 2:
        print(f"{len(results)} rows were read of the scorer's table, not {len(FLOORS) + 2}")
        failed.append(("rows", (), ()))
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
