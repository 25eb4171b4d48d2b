#!/usr/bin/env python3
"""How often suggestions are right, by how sure the reader was: confidence.py READ_SCORE.PY FOLDER... [--write FILE]

FOLDER is what the example `train` writes with `--held-out N --gold FOLDER`: labelled reports that were left out of the training, and what
was read in them. READ_SCORE.PY is the scorer, whose rules say what the same words and right fields are. Prints, by confidence, how many suggestions
there were and how many were right in every field. With `--write` the table that the reader takes its confidence from is made anew: for each twentieth
of `sure` the share of right ones that is held with 90 % certainty (Wilson's lower bound), never falling as `sure` grows. Few suggestions
say little, and reports by other people are read worse than those left out: a confidence must not promise more than that.

FOLDER may also hold what `mediant read --format json --all --out FOLDER/read` wrote of reports whose texts and facts lie in FOLDER/gold: it
writes a confidence as a part of one. Such files say no `sure`, and no table can be made of them.
"""
import glob
import importlib.util
import json
import math
import os
import sys

STEPS = 20
# One-sided 90 % of a normal distribution.
Z = 1.2816
args = sys.argv[1:]
out = args.pop(args.index("--write") + 1) if "--write" in args else None
args = [a for a in args if a != "--write"]
spec = importlib.util.spec_from_file_location("read_score", args[0])
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)


def lower(right, count):
    """Wilson's lower bound of a share."""
    share, z2 = right / count, Z * Z
    middle = share + z2 / (2 * count)
    return max(0.0, (middle - Z * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))) / (1 + z2 / count))


def judged(folder):
    for path in sorted(glob.glob(os.path.join(folder, "gold", "*.json"))):
        gold = json.load(open(path))
        text = open(os.path.join(folder, "gold", gold["report"])).read()
        raw = text.encode()
        chars = lambda b: len(raw[:b].decode())
        facts = [(f, *score.gold_words(text, f)) for f in gold["facts"]]
        for p in json.load(open(os.path.join(folder, "read", os.path.basename(path))))["suggestions"]:
            got = score.words(text, *map(chars, p["at"]))
            for a, b in p.get("also", []):
                got |= score.words(text, chars(a), chars(b))
            good = False
            for f, g, extra in facts:
                both = len(got & g)
                if score.label(f) == score.label(p) and got and both and 2 * both >= min(len(g), len(got)) and len(got - extra) <= max(3 * len(g), 25):
                    good |= all(score.right(gold, f, p, key) for key in score.KEY[f["kind"]])
            # The reader counts in hundredths; `mediant read` writes them as a part of one.
            if isinstance(p["confidence"], float):
                p["confidence"] = round(100 * p["confidence"])
            yield p, good


rows = [pair for folder in args[1:] for pair in judged(folder)]
for low in (0, 30, 50, 70, 80, 90):
    high = {0: 30, 30: 50, 50: 70, 70: 80, 80: 90, 90: 101}[low]
    here = [good for p, good in rows if low <= p["confidence"] < high]
    if here:
        print(f"confidence {low:2} to {min(high, 100):3}: {len(here):5} suggestions, {100 * sum(here) / len(here):5.1f} % right")
if out:
    lines = ["# In percent, how often at least suggestions were right in every field, by how sure the judges were, in twentieths. Made by",
             "# training/confidence.py on labelled reports that were left out of the training."]
    for kind in ("statement", "session", "status", "alternative", "person"):
        # Pools neighbours until the shares rise (isotonic regression); a twentieth with few leans on those beside it.
        pools = []
        for step in range(STEPS):
            here = [good for p, good in rows if p["kind"] == kind and min(int(p["sure"] * STEPS), STEPS - 1) == step]
            pools.append([sum(here) + 0.5 * (step + 0.5) / STEPS, len(here) + 0.5, 1])
            while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
                last = pools.pop()
                pools[-1] = [a + b for a, b in zip(pools[-1], last)]
        row = [int(100 * lower(right, count)) for right, count, steps in pools for _ in range(steps)]
        # A pool above another may have a lower bound below it, where it is small.
        row = [max(row[: step + 1]) for step in range(STEPS)]
        lines.append(f"{kind} = {row}")
    open(out, "w").write("\n".join(lines) + "\n")
