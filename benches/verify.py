#!/usr/bin/env python3
"""Times `mediant verify` on certificates of the examples and of a folder of scenarios, beside an earlier build where one is given.

    benches/verify.py [--mediant target/release/mediant] [--before BINARY] [--scenarios ../shared/scenarios] [--runs 7] [--budget 20s] [NAME…]

Each build writes a certificate of each case (the formats differ between revisions) and verifies its own; runs alternate
between the two. Each line: the medians of the processor time of whole runs in milliseconds, the second as a multiple of the
first, how many claims the certificates make, the case; the slowest in comparison come first. Then the sums. Processor time, since
what else a machine does changes it little. Cases that one of the two does not analyse, or writes no certificate of, are named at
the end.
"""
import argparse, json, os, statistics, subprocess, tempfile


def cases(scenarios):
    for name in sorted(os.listdir("examples")):
        path = os.path.join("examples", name)
        if name.endswith(".toml") or os.path.exists(os.path.join(path, "case.toml")):
            yield path
    for folder, _, files in sorted(os.walk(scenarios)):
        if any(name.endswith((".xml", ".json")) for name in files):
            yield folder


def certified(mediant, case, path, budget):
    """Whether the build writes a certificate of the case, and verifies it."""
    for command in (["analyze", case, "--format", "json", "--budget", budget, "--certificate", path], ["verify", path, case]):
        run = subprocess.run([mediant, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if run.returncode not in (0, 1) or not os.path.exists(path):
            return False
    return run.returncode == 0


def spent(mediant, path, case):
    child = subprocess.Popen([mediant, "verify", path, case], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{mediant} no longer verifies {path} of {case}")
    return (usage.ru_utime + usage.ru_stime) * 1000


def claims(path):
    with open(path) as f:
        return len(json.load(f)["claims"])


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default="target/release/mediant")
    p.add_argument("--before")
    p.add_argument("--scenarios", default="../shared/scenarios")
    p.add_argument("--runs", type=int, default=7)
    p.add_argument("--budget", default="20s")
    p.add_argument("names", nargs="*", help="only cases whose path contains one of these")
    a = p.parse_args()
    builds = [a.before, a.mediant] if a.before else [a.mediant]
    rows, left_out = [], []
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(a.scenarios):
            if a.names and not any(name in case for name in a.names):
                continue
            paths = [os.path.join(folder, f"{len(rows)}-{index}.json") for index in range(len(builds))]
            if not all(certified(build, case, path, a.budget) for build, path in zip(builds, paths)):
                left_out.append(case)
                continue
            times = [[] for _ in builds]
            for _ in range(a.runs):
                for build, path, found in zip(builds, paths, times):
                    found.append(spent(build, path, case))
            rows.append(([statistics.median(found) for found in times], [claims(path) for path in paths], case))
            for path in paths:
                os.remove(path)
    rows.sort(key=lambda row: -row[0][-1] / row[0][0] if a.before else -row[0][0])
    for medians, count, case in rows:
        told = "  ".join(f"{median:8.1f} ms" for median in medians)
        times = f"  {medians[-1] / medians[0]:5.2f}x" if a.before else ""
        print(f"{told}{times}  {' -> '.join(map(str, count))} claims  {case}")
    sums = [sum(row[0][index] for row in rows) for index in range(len(builds))]
    print(f"{len(rows)} cases, in all " + " -> ".join(f"{total:.0f} ms" for total in sums))
    if a.before:
        slower = sum(row[0][1] > 2 * row[0][0] for row in rows)
        print(f"{slower} take more than twice as long, in all {sums[1] / sums[0]:.2f}x")
    if left_out:
        print("left out: " + ", ".join(left_out))


if __name__ == "__main__":
    main()
