#!/usr/bin/env python3
"""A tournament on two local Ray nodes beside the same one in a process with two threads.

    ray_tournament.py [--seconds 60] [--runs 1]

Wants a Python with `pip install "./python[ray]"`. Repetitions are chosen so that the process takes about so many seconds;
the two then take turns. Starting the cluster is told apart. Prints seconds, their ratio, and whether the results are the
same bytes.
"""
import argparse
import os
import pathlib
import statistics
import time

import ray
from ray.cluster_utils import Cluster

import mediant
import mediant.ray

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCENARIOS = ["examples/ampo-v-city", "examples/thompson-employment", "examples/wage-dispute"]
STRATEGIES = ["boulware", "conceder", "linear", "micro", "tit-for-tat"]


def specification(repetitions):
    known = {strategy.name for strategy in mediant.strategies()}
    return {
        "title": "Ray beside threads",
        "strategies": [name for name in STRATEGIES if name in known],
        "scenarios": SCENARIOS,
        "rounds": 1000,
        "repetitions": repetitions,
    }


def timed(play):
    started = time.monotonic()
    found = play()
    return time.monotonic() - started, found


def repetitions_for(seconds):
    """So many that playing them on two threads takes about as long."""
    repetitions = 16
    while True:
        prepared = mediant.prepare(specification(repetitions))
        taken, _ = timed(lambda: prepared.play(list(range(prepared.units)), 2))
        if taken > min(2.0, seconds / 4):
            return max(16, round(repetitions * seconds / taken))
        repetitions *= 4


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--runs", type=int, default=1)
    arguments = arguments.parse_args()
    os.chdir(ROOT)
    spec = specification(repetitions_for(arguments.seconds))
    prepared = mediant.prepare(spec)
    print(f"{prepared.negotiations:,} negotiations of up to {spec['rounds']} rounds, {len(SCENARIOS)} scenarios")
    starting, cluster = timed(lambda: Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}))
    cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    cluster.wait_for_nodes()
    print(f"two nodes started in {starting:.0f} s")
    ratios = []
    for _ in range(arguments.runs):
        threads, one = timed(lambda: mediant.tournament(spec, threads=2))
        nodes, other = timed(lambda: mediant.ray.tournament(spec))
        same = one.files == other.files
        ratios.append(nodes / threads)
        print(f"one process, two threads {threads:.1f} s; two nodes {nodes:.1f} s; ratio {ratios[-1]:.3f}; same bytes: {same}", flush=True)
        assert same, "the results differ"
    print(f"median ratio {statistics.median(ratios):.3f}")
    ray.shutdown()
    cluster.shutdown()


if __name__ == "__main__":
    main()
