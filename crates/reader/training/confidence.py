#!/usr/bin/env python3
"""How often suggestions are right, by how sure the reader was: confidence.py READ_SCORE.PY FOLDER... [--write FILE]

FOLDER is what the example `train` writes with `--held-out N --gold FOLDER`: labelled reports that were left out of the training, and what
was read in them. READ_SCORE.PY is the scorer, whose rules say what the same words and right fields are. Prints, by confidence, how many suggestions
there were and how many were right in every field. With `--write` the table that the reader takes its confidence from is made anew: the share
of right ones in each twentieth of `sure`, never falling as `sure` grows.

FOLDER may also hold what `mediant read --format json --all --out FOLDER/read` wrote of reports whose texts and facts lie in FOLDER/gold: it
writes a confidence as a part of one. Such files say no `sure`, and no table can be made of them.
"""
import glob
import importlib.util
import json
import os
import sys

STEPS = 20
args = sys.argv[1:]
out = args.pop(args.index("--write") + 1) if "--write" in args else None
args = [a for a in args if a != "--write"]
spec = importlib.util.spec_from_file_location("read_score", args[0])
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)


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
    lines = ["# In percent, how often suggestions were right in every field, by how sure the judges were, in twentieths. Made by",
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
        row = [min(99, int(100 * right / count)) for right, count, steps in pools for _ in range(steps)]
        lines.append(f"{kind} = {row}")
    open(out, "w").write("\n".join(lines) + "\n")
