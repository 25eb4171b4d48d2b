#!/usr/bin/env python3
"""Which fields of labelled reports that were left out of the training are wrong, and why: wrong.py READ_SCORE.PY FOLDER... [--show WHAT [COUNT]]

FOLDER is what the example `train` writes with `--held-out N --gold FOLDER`. READ_SCORE.PY is the scorer, whose rules say what the same words and
right fields are. Prints its table, then for each kind the fields that are wrong by reason, how stances are taken for each other, and in which kinds of
traps suggestions stand. With `--show WHAT` the facts behind a line that begins with WHAT are printed, at most COUNT (20).
"""
import collections
import importlib.util
import json
import os
import random
import sys
import glob

args = sys.argv[1:]
show, most = None, 20
if "--show" in args:
    at = args.index("--show")
    show = args[at + 1]
    most = int(args[at + 2]) if at + 2 < len(args) else most
    args = args[:at]
spec = importlib.util.spec_from_file_location("read_score", args[0])
score = importlib.util.module_from_spec(spec)
spec.loader.exec_module(score)

lines = collections.defaultdict(list)
counts = collections.Counter()
stances = collections.Counter()


def paragraph_of(text, at):
    return text.count("\n\n", 0, at)


def sentence_of(text, at):
    """Roughly: from the last full stop before to the next one behind."""
    start = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "? ", "! ", ".” "))
    ends = [e for e in (text.find(mark, at) for mark in (". ", "\n", "? ", "! ", ".” ")) if e >= 0]
    return text[start + 1:min(ends, default=len(text))]


def why_speaker(gold, text, fact, pred, at):
    want, got = fact.get("speaker"), pred.get("speaker")
    form = {"said": fact.get("quote") or "no quote"}.get(pred.get("rule"), "position")
    if not got:
        how = "nobody given"
    elif not want:
        how = "somebody given, none named"
    elif got.lower() in ("he", "she", "they", "it", "we", "i", "who", "that", "which"):
        how = "a pronoun left as it is"
    elif got[:1].islower() or got.split()[0].lower() in ("the", "a", "an"):
        how = "a noun"
    else:
        how = "another name"
    name = score.bare(want)
    last = name[-1] if name else "\0"
    if last in sentence_of(text, at).lower():
        where = "named in the sentence"
    else:
        part = paragraph_of(text, at)
        parts = text.split("\n\n")
        if last in parts[part].lower():
            where = "named in the paragraph"
        elif part and last in parts[part - 1].lower():
            where = "named one before"
        else:
            where = "named elsewhere"
    return f"{form}: {how}; {where}"


def why_day(gold, fact, pred):
    want, got = fact.get("on"), pred.get("on")
    if not want:
        return "given, none is right"
    return "another given" if got else "none given"


def why(kind, key, gold, text, fact, pred, at):
    if key in ("speaker",):
        return why_speaker(gold, text, fact, pred, at)
    if key == "on":
        return why_day(gold, fact, pred)
    if key == "stance":
        return f"{fact['stance']} taken for {pred['stance']}"
    if key in ("who", "party"):
        got = pred.get(key)
        return "none given" if not got else "another given"
    return f"{fact.get(key)} taken for {pred.get(key)}"


def note(line, *told):
    counts[line] += 1
    lines[line].append(told)


tally = collections.defaultdict(collections.Counter)
for folder in args[1:]:
    for path in sorted(glob.glob(os.path.join(folder, "gold", "*.json"))):
        gold = json.load(open(path))
        text = open(os.path.join(folder, "gold", gold["report"])).read()
        raw = text.encode()
        chars = lambda b: len(raw[:b].decode())
        preds = json.load(open(os.path.join(folder, "read", os.path.basename(path))))["suggestions"]
        for p in preds:
            p["at"], p["also"] = [chars(x) for x in p["at"]], [[chars(x) for x in r] for r in p.get("also", [])]
        score.score(gold, text, preds, tally)
        items = []
        for p in preds:
            got = score.words(text, *p["at"])
            for a, b in p["also"]:
                got |= score.words(text, a, b)
            items.append((p, got))
        facts = [(f, *score.gold_words(text, f)) for f in gold["facts"]]
        name = gold["report"]
        told = set()
        for f, g, extra in facts:
            best = None
            for j, (p, got) in enumerate(items):
                both = len(got & g)
                if score.label(f) == score.label(p) and both and 2 * both >= min(len(g), len(got)) and len(got - extra) <= max(3 * len(g), 25):
                    fields = [score.right(gold, f, p, k) for k in score.KEY[f["kind"]]]
                    rank = (all(fields), sum(fields), both / len(got | g))
                    if best is None or rank > best[0]:
                        best = (rank, j, fields)
            words = f.get("content") or f["exact"]
            if best is None:
                note(f"{f['kind']} missed: {score.label(f)}", name, words)
                continue
            told.add(best[1])
            pred = items[best[1]][0]
            counts[f"{f['kind']} found"] += 1
            if f["kind"] == "statement":
                stances[f["stance"], pred["stance"]] += 1
            for key, good in zip(score.KEY[f["kind"]], best[2]):
                if not good:
                    note(f"{f['kind']} {key}: {why(f['kind'], key, gold, text, f, pred, pred['at'][0])}", name, words, f"is {f.get(key)}, given {pred.get(key)}", sentence_of(text, pred["at"][0]).strip())
        traps = [(n, score.words(text, score.place(text, n["exact"], n.get("nth")), score.place(text, n["exact"], n.get("nth")) + len(n["exact"]))) for n in gold["not_facts"]]
        for j, (p, got) in enumerate(items):
            if not p["shown"] or j in told or not got:
                continue
            near = [f for f, g, extra in facts if 2 * len(got & (g | extra)) >= len(got)]
            if any(score.label(f) == score.label(p) for f in near):
                continue
            inside = [n["why"] for n, t in traps if 2 * len(got & t) >= min(len(got), len(t))]
            words = text[p["at"][0]:p["at"][1]]
            if inside:
                note(f"shown in a trap: {p['kind']} in {inside[0]}", name, words, f"sure {p['sure']}")
            else:
                other = score.label(near[0]) if near else "nothing"
                note(f"shown and false: {score.label(p)} on {other}", name, words, f"sure {p['sure']}")

print(f"{'kind':12} facts shown | found P     R    | right P     R")
total = collections.Counter()
direct = tally.pop("direct", collections.Counter())
for row in tally.values():
    total.update(row)
pc = lambda a, b: f"{100 * a / b:5.1f}" if b else "    -"
for kind in ("statement", "session", "status", "alternative", "person", "all"):
    r = total if kind == "all" else tally[kind]
    fields = "" if kind == "all" else "  ".join(f"{k} {pc(r['ok ' + k], r['n ' + k]).strip()}" for k in score.KEY[kind])
    print(f"{kind:12} {r['gold']:5} {r['pred']:5} | {pc(r['true'], r['pred'])} {pc(r['found'], r['gold'])} | {pc(r['trueright'], r['pred'])} {pc(r['right'], r['gold'])} | {fields}")
print(f"direct quotations: {direct['gold']}, right {pc(direct['right'], direct['gold']).strip()}; in traps: {pc(total['trap'], total['pred']).strip()} % of what is shown\n")
for line, count in sorted(counts.items(), key=lambda item: (item[0].split(":")[0], -item[1])):
    print(f"{count:5}  {line}")
names = ["accepts", "accepts in part", "rules out", "demands", "precondition", "open", "none"]
print("\nstance, as labelled (down) and as taken (across):\n" + " " * 16 + "".join(f"{n[:10]:>12}" for n in names))
for one in names:
    print(f"{one:16}" + "".join(f"{stances[one, other]:12}" for other in names))
if show:
    chosen = [(line, told) for line, all_told in sorted(lines.items()) if line.startswith(show) for told in all_told]
    random.Random(1).shuffle(chosen)
    for line, told in chosen[:most]:
        print(f"\n{line}\n   " + "\n   ".join(str(t) for t in told))
