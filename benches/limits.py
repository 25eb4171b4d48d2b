#!/usr/bin/env python3
"""Writes cases at the limits of size and measures how long the built binary takes for them, and what memory.

    benches/limits.py [--mediant target/release/mediant] [--budget 5] [--folder FOLDER] [NAME…]

Each line: seconds from start to exit, that as a multiple of the budget, the largest resident memory in MB, the exit code, and
which answers are proven. The last line counts the runs that keep 1.5 times the budget (or end within a second) and 2 GB.
"""
import argparse, json, os, random, subprocess, sys, tempfile, time


def q(values):
    return "[" + ", ".join(values) + "]"


def write(folder, parties, issues, points, extra=None, agreement=None, brief_extra=None):
    """`issues`: for each a list of options or a range (min, max, step); `points(party, issue)`: TOML of the points."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "case.toml"), "w") as f:
        f.write('mediant = 1\nid = "big"\ntitle = "A large case"\n')
        if agreement:
            f.write(f"[agreement]\n{agreement}\n")
        for p in range(parties):
            f.write(f"[parties.p{p}]\n")
        for i, issue in enumerate(issues):
            f.write(f"[issues.i{i}]\n")
            if isinstance(issue, tuple):
                f.write("min = {}\nmax = {}\nstep = {}\n".format(*issue))
            else:
                f.write("options = " + q(f'"{o}"' for o in issue) + "\n")
        f.write(extra or "")
    for p in range(parties):
        with open(os.path.join(folder, f"brief-p{p}.toml"), "w") as f:
            f.write(f'mediant_brief = 1\ncase = "big"\nparty = "p{p}"\n')
            f.write((brief_extra(p) if brief_extra else "") + "\n")
            for i in range(len(issues)):
                f.write(f"[points.i{i}]\n{points(p, i)}\n")


def discrete(rng, parties, count, options, walk, high=1000, opposed=True, **more):
    """Option values, opposed between parties or random; walk-away as a share of the best package."""
    issues = [[f"o{o}" for o in range(options)] for _ in range(count)]
    best = [0] * parties
    rows = {}
    for p in range(parties):
        for i in range(count):
            if opposed:
                values = [o * high // max(options - 1, 1) for o in range(options)]
                if (p + i * (p % 3)) % 2:
                    values.reverse()
                values = [max(0, v + rng.randrange(-high // 7, high // 7 + 1)) for v in values]
            else:
                values = [rng.randrange(high + 1) for _ in range(options)]
            rows[p, i] = values
            best[p] += max(values)
    points = lambda p, i: "options = { " + ", ".join(f"o{o} = {v}" for o, v in enumerate(rows[p, i])) + " }"
    brief = more.pop("brief_extra", None)
    extra = lambda p: f"reservation = {{ value = {int(best[p] * walk)} }}\n" + (brief(p) if brief else "")
    return dict(parties=parties, issues=issues, points=points, brief_extra=extra, **more)


def ranges(rng, parties, count, steps, others=0, walk=0.3, bends=3):
    issues = [(0, steps, 1)] * count + [["a", "b", "c"]] * others
    best = [0] * parties
    rows = {}
    for p in range(parties):
        for i in range(count + others):
            if i < count:
                xs = sorted({0, steps, *(rng.randrange(1, steps) for _ in range(bends - 1))})
                ys = sorted(rng.randrange(1000) for _ in xs)
                if (p + i) % 2:
                    ys.reverse()
                rows[p, i] = "curve = " + q(f"[{x}, {y}]" for x, y in zip(xs, ys))
                best[p] += max(ys)
            else:
                vs = [rng.randrange(1000) for _ in range(3)]
                rows[p, i] = "options = { a = %d, b = %d, c = %d }" % tuple(vs)
                best[p] += max(vs)
    extra = lambda p: f"reservation = {{ value = {int(best[p] * walk)} }}\n"
    return dict(parties=parties, issues=issues, points=lambda p, i: rows[p, i], brief_extra=extra)


def interacting(rng, parties, count, options, boxes, walk=0.3, width=2, **more):
    def brief(p):
        lines = []
        for _ in range(boxes):
            on = rng.sample(range(count), width)
            when = ", ".join(f"i{i} = " + q(f'"o{o}"' for o in rng.sample(range(options), max(1, options // 2))) for i in on)
            lines.append(f"[[interactions]]\nwhen = {{ {when} }}\npoints = {rng.randrange(-300, 600)}\n")
        return "".join(lines)
    return discrete(rng, parties, count, options, walk, opposed=False, brief_extra=brief, **more)


LINKED = "[[linkages]]\nif = { i0 = { min = 500000 } }\nthen = { i1 = { max = 300000 } }\n"

CASES = {
    "p65": lambda r: discrete(r, 65, 5, 4, 0.2, opposed=False),
    "p65-30": lambda r: discrete(r, 65, 30, 10, 0.2, opposed=False),
    "p64-30": lambda r: discrete(r, 64, 30, 10, 0.2, opposed=False),
    "p1000": lambda r: discrete(r, 1000, 5, 4, 0.1, opposed=False),
    "p1000-20": lambda r: discrete(r, 1000, 20, 5, 0.1, opposed=False),
    "p1000-none": lambda r: discrete(r, 1000, 20, 5, 0.8, opposed=False),
    "p1000-quorum": lambda r: discrete(r, 1000, 20, 5, 0.5, opposed=False, agreement="quorum = 600"),
    "p200-100": lambda r: discrete(r, 200, 100, 10, 0.3, opposed=False),
    "i2000": lambda r: discrete(r, 2, 2000, 5, 0.4),
    "i2000-3": lambda r: discrete(r, 3, 2000, 5, 0.3),
    "i5000": lambda r: discrete(r, 2, 5000, 5, 0.4),
    "i5000-5": lambda r: discrete(r, 5, 5000, 5, 0.3),
    "i5000-none": lambda r: discrete(r, 4, 5000, 5, 0.9),
    "r2": lambda r: ranges(r, 2, 2, 999_999),
    "r2-3": lambda r: ranges(r, 3, 2, 999_999),
    "r2-5": lambda r: ranges(r, 5, 2, 999_999, others=3),
    "r3-4": lambda r: ranges(r, 4, 3, 999_999),
    "r2-linked": lambda r: dict(ranges(r, 3, 2, 999_999), extra=LINKED),
    "r2-none": lambda r: ranges(r, 3, 2, 999_999, walk=0.95),
    "r1-100": lambda r: ranges(r, 100, 1, 999_999, others=5, walk=0.1),
    "p40": lambda r: discrete(r, 40, 30, 10, 0.25, opposed=False),
    "p40-opposed": lambda r: discrete(r, 40, 30, 10, 0.35),
    "p40-none": lambda r: discrete(r, 40, 30, 10, 0.8, opposed=False),
    "p40-quorum": lambda r: discrete(r, 40, 30, 10, 0.6, opposed=False, agreement="quorum = 30"),
    "p10": lambda r: discrete(r, 10, 50, 10, 0.3, opposed=False),
    "p10-opposed": lambda r: discrete(r, 10, 50, 10, 0.3),
    "x4": lambda r: interacting(r, 4, 14, 3, 6),
    "x4-wide": lambda r: interacting(r, 4, 60, 10, 200, width=3),
    "x3-big": lambda r: interacting(r, 3, 500, 10, 1000, width=2),
}


def proven(text):
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    words = ["exists " + str((found.get("zopa") or {}).get("exists", "?"))]
    for rule, s in (found.get("solutions") or {}).items():
        words.append(f"{rule[:4]} {'proven' if s.get('proven') else 'open'}")
    f = found.get("frontier")
    if isinstance(f, dict):
        words.append(f"frontier {len(f.get('points', []))}{' complete' if f.get('complete') else ''}")
    return ", ".join(words)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default="target/release/mediant")
    p.add_argument("--budget", type=float, default=5)
    p.add_argument("--folder", help="where the cases are kept; a new folder without it")
    p.add_argument("--command", default="analyze")
    p.add_argument("--arguments", default="", help="more arguments, for example '--certificate /dev/null'")
    p.add_argument("--write", action="store_true", help="only write the cases")
    p.add_argument("names", nargs="*")
    a = p.parse_args()
    base = a.folder or tempfile.mkdtemp()
    kept = failed = 0
    for name in a.names or CASES:
        folder = os.path.join(base, name)
        if not os.path.exists(folder):
            write(folder, **CASES[name](random.Random(name)))
        if a.write:
            continue
        command = [a.mediant, a.command, folder, "--format", "json", "--budget", f"{int(a.budget * 1000)}ms", *a.arguments.split()]
        with open(os.path.join(base, "out.json"), "wb") as sink:
            started = time.perf_counter()
            child = subprocess.Popen(command, stdout=sink, stderr=subprocess.PIPE)
            err = child.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(child.pid, 0)
        spent = time.perf_counter() - started
        with open(os.path.join(base, "out.json")) as f:
            out = f.read()
        code, peak = os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024
        ok = spent <= max(1.0, 1.5 * a.budget) and peak < 2048 and code in (0, 1, 2)
        kept, failed = kept + ok, failed + (not ok)
        print(f"{'ok  ' if ok else 'FAIL'} {name:14} {spent:7.2f} s  {spent / a.budget:5.2f}x  {usage.ru_utime + usage.ru_stime:6.2f} cpu  {peak:7.0f} MB  exit {code}  "
              f"{len(out)/1e6:.1f} MB out  {proven(out)} {err.strip()[:300]}", flush=True)
    print(f"{kept} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
