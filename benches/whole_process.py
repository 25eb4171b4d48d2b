#!/usr/bin/env python3
"""Times whole runs of the built binary, from start to exit, and what memory they take.

    benches/whole_process.py [--mediant target/release/mediant] [--runs 21]

Each line: median, 95th percentile and fastest milliseconds of the runs, the largest resident memory of any run so far in MB, the command.
Runs alternate between the commands, so that a busy machine slows all of them alike.
"""
import argparse, os, resource, statistics, subprocess, time

COMMANDS = [
    ["--version"],
    ["analyze", "examples/talks-2025-12-04.toml"],
    ["analyze", "examples/sportco"],
    ["analyze", "examples/ampo-v-city", "--format", "json"],
    ["analyze", "../shared/scenarios/genius/anac/y2012/EnergyC", "--format", "json"],
    ["read", "examples/reports/harbour-2031-05-14.txt"],
    ["read", "../shared/reports/written/c02.txt"],
]


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default="target/release/mediant")
    p.add_argument("--runs", type=int, default=21)
    a = p.parse_args()
    commands = [c for c in COMMANDS if len(c) < 2 or os.path.exists(c[1])]
    spent = {tuple(c): [] for c in commands}
    for _ in range(a.runs):
        for command in commands:
            started = time.perf_counter()
            subprocess.run([a.mediant, *command], stdout=subprocess.DEVNULL, check=True)
            spent[tuple(command)].append((time.perf_counter() - started) * 1000)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for command, times in spent.items():
        late = sorted(times)[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
        print(f"median {statistics.median(times):7.1f} ms, 95th percentile {late:7.1f} ms, fastest {min(times):7.1f} ms   mediant {' '.join(command)}")
    print(f"largest resident memory of any run: {peak:.0f} MB")


if __name__ == "__main__":
    main()
