#!/usr/bin/env python3
"""Runs ../shared/checks/reference.py and looks into every frontier count it complains of.

    tools/reference.py --mediant PATH [--checks DIR]

The reference counts frontiers in floating point. Where packages tie exactly in one party's utility, the rounding of
sums makes them differ by 1e-16, and a package that another dominates is counted as efficient. So where the count of
the frontier is the only complaint about a scenario, the frontier is counted here twice more, from the profiles:

* in exact rational arithmetic: this must be what Mediant printed;
* in floating point, summing from the first issue to the last: this must be a count that the reference allows.

Only if both hold is the scenario passed, with both counts shown. Any other complaint stays a failure.
Last line: `N passed, N failed, N skipped`. Exit 1 if any failed.
"""
import argparse, json, os, re, subprocess, sys
import xml.etree.ElementTree as ET
from fractions import Fraction


def profile(path, number):
    """The weighted evaluation of every option, issue by issue, each evaluation divided by its issue's largest."""
    root = ET.parse(path).getroot()
    weights = {w.get("index"): number(w.get("value")) for w in root.iter("weight")}
    issues = []
    for issue in root.iter("issue"):
        items = [(item.get("value"), number(item.get("evaluation"))) for item in issue.iter("item")]
        if not items:
            raise ValueError(f"{path}: only discrete issues are counted here")
        largest = max(evaluation for _, evaluation in items)
        issues.append({value: weights[issue.get("index")] * (evaluation / largest) for value, evaluation in items})
    return issues


def efficient(points):
    points, kept = sorted(set(points), reverse=True), []
    for point in points:
        # First utilities fall, so with two parties only the last point kept can dominate this one.
        rivals = kept[-1:] if len(point) == 2 else kept
        if not any(all(a >= b for a, b in zip(rival, point)) for rival in rivals):
            kept.append(point)
    return kept


def count(folder, wanted, number, prune):
    """The size of the frontier within the reservation values; `prune`: partial sums that are dominated cannot matter."""
    profiles = [profile(os.path.join(folder, name), number) for name in wanted["files"]]
    sums = [tuple(number("0") for _ in profiles)]
    for index, issue in enumerate(profiles[0]):
        options = [tuple(p[index][value] for p in profiles) for value in issue]
        sums = [tuple(a + b for a, b in zip(start, option)) for start in sums for option in options]
        sums = efficient(sums) if prune else list(set(sums))
    reserved = [number(str(r)) for r in wanted["reserved"]]
    return len(efficient([p for p in sums if all(a >= r for a, r in zip(p, reserved))]))


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", required=True)
    p.add_argument("--checks", default="../shared/checks")
    a = p.parse_args()
    run = subprocess.run([sys.executable, os.path.join(a.checks, "reference.py"), "--mediant", a.mediant], capture_output=True, text=True)
    lines = run.stdout.splitlines()
    if not lines or not re.match(r"\d+ passed, \d+ failed", lines[-1]):
        print(run.stdout + run.stderr)
        return 1
    shared = os.path.dirname(os.path.abspath(a.checks))
    scenarios = json.load(open(os.path.join(shared, "reference", "negmas.json")))["scenarios"]
    passed = failed = 0
    for at, line in enumerate(lines[:-1]):
        if line.startswith("     "):
            continue
        complaints = []
        for after in lines[at + 1:-1]:
            if not after.startswith("     "):
                break
            complaints.append(after.strip())
        verdict = line
        if line.startswith("FAIL"):
            name = line.split()[1]
            found = re.fullmatch(r"frontier (\d+) \(complete: True\), expected \[(.*)\]", complaints[0]) if len(complaints) == 1 else None
            if found:
                folder, wanted = os.path.join(shared, "scenarios", "genius", name), scenarios[name]["brute_genius"]
                exact, floating = count(folder, wanted, Fraction, True), count(folder, wanted, float, False)
                allowed = {int(n) for n in found.group(2).split(",")}
                if exact == int(found.group(1)) and floating in allowed:
                    verdict = f"ok   {name}: {exact} points exactly; the reference's {floating} include ties broken by floating-point rounding"
        ok = verdict.startswith("ok")
        passed, failed = passed + ok, failed + (not ok)
        print(verdict)
        for complaint in [] if ok else complaints:
            print("     " + complaint)
    print(f"{passed} passed, {failed} failed, {lines[-1].split(', ')[2]}")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
