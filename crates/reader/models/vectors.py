#!/usr/bin/env python3
"""Makes `vectors.bin`: vectors for English words, learned from WordNet, two treebanks and our own labelled reports.

    vectors.py WORDNET TRAINING OUT TREEBANK.conllu.gz...

WORDNET is the folder with `data.noun` and so on of WordNet 3.0 (Debian package `wordnet-base`), TRAINING the folder of the labelled
reports. Nothing is taken from another model. Needs numpy and scipy.

What is known of a word, each as columns of one wide table:
1. which words stand beside it (one to the left, one to the right, up to four away), in WordNet's glosses and examples, in the
   treebanks and in the reports, as positive pointwise mutual information;
2. where WordNet has it: part of speech, field, and the general terms above it, each sense by how often it is meant. An inflected
   form has what its base form has, and which inflection it is.

The two blocks get equal weight and are brought to 300 columns by singular values. Of these, 32 directions are those that best
tell, by ridge regression, which tags and relations a word of the treebanks takes; 32 are the principal components of what is
left. Values are written as signed bytes, 32 to a standard deviation.

Endings (`##ing`) are the means of the words that end so: a word that is not known has the mean of its longest known beginning
and its ending.

Format, little endian: "MVEC", u32 pieces, u32 columns, u32 bytes of text, the pieces with a line feed behind each,
then one row of signed bytes a piece. A piece that continues a word begins with "##".
"""
import collections
import gzip
import math
import pathlib
import re
import struct
import sys

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

COLUMNS, TOLD, WIDE = 64, 32, 300
KEPT, CONTEXTS, ENDINGS = 26_000, 3_000, 400
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
WORD = re.compile(r"[a-zà-öø-ÿ]+(?:['’][a-z]+)?|[0-9]+|[^\w\s]")
IS_WORD = re.compile(r"^[a-zà-öø-ÿ]+$")


def plain(text):
    return text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def pieces_of(text):
    """Words as the treebanks cut them: `don't` is `do` and `n't`, `city's` is `city` and `'s`."""
    for word in WORD.findall(plain(text)):
        if word.endswith("n't") and len(word) > 3:
            yield from (word[:-3], "n't")
        elif "'" in word and len(word) > 1:
            base, _, end = word.partition("'")
            yield from (base, "'" + end)
        else:
            yield "0" if word[0].isdigit() else word


def synsets(folder):
    """Every synset: (part, place) -> (field, words, general terms, gloss)."""
    found = {}
    for name, part in PARTS.items():
        for line in (folder / f"data.{name}").read_text().splitlines():
            if line.startswith(" "):
                continue
            told, _, gloss = line.partition(" | ")
            f = told.split(" ")
            count = int(f[3], 16)
            words = [re.sub(r"\(.*\)", "", f[4 + 2 * i]).lower() for i in range(count)]
            at = 4 + 2 * count
            links = [(f[at + 1 + 4 * i], PARTS_BACK[f[at + 3 + 4 * i]], f[at + 2 + 4 * i]) for i in range(int(f[at]))]
            above = [(p, place) for mark, p, place in links if mark in ("@", "@i", "&", "\\")]
            found[part, f[0]] = (f[1], words, above, gloss)
    return found


PARTS_BACK = {"n": "n", "v": "v", "a": "a", "s": "a", "r": "r"}


def senses(folder):
    """Base form -> [(part, place, weight)]; the first senses weigh most."""
    found = collections.defaultdict(list)
    for name, part in PARTS.items():
        for line in (folder / f"index.{name}").read_text().splitlines():
            if line.startswith(" "):
                continue
            f = line.split()
            word, places = f[0], f[-int(f[2]):]
            tagged = int(f[-int(f[2]) - 1])
            for rank, place in enumerate(places):
                weight = (1 + math.log1p(tagged)) / (1 + rank) if tagged else 1 / (1 + rank)
                found[word].append((part, place, weight))
    return found


def irregular(folder):
    found = collections.defaultdict(list)
    for name, part in PARTS.items():
        for line in (folder / f"{name}.exc").read_text().splitlines():
            form, *bases = line.split()
            found[form] += [(base, part) for base in bases]
    return found


def bases(word, known, exceptions):
    """(base form, part, inflection) of a form."""
    for base, part in exceptions.get(word, []):
        yield base, part, "irregular" + part
    for end, instead, part in [("s", "", "n"), ("ies", "y", "n"), ("es", "", "n"), ("men", "man", "n"), ("s", "", "v"), ("ies", "y", "v"),
                               ("es", "", "v"), ("ed", "", "v"), ("ed", "e", "v"), ("ied", "y", "v"), ("ing", "", "v"), ("ing", "e", "v"),
                               ("er", "", "a"), ("er", "e", "a"), ("est", "", "a"), ("est", "e", "a")]:
        if word.endswith(end) and len(word) > len(end) + 1:
            base = word[: -len(end)] + instead
            doubled = base[:-1] if len(base) > 3 and base[-1] == base[-2] and end in ("ed", "ing") else None
            for form in filter(None, (base, doubled)):
                if any(p == part for p, _, _ in known.get(form, [])):
                    yield form, part, end + part


def treebank(path):
    for sentence in gzip.open(path, "rt", encoding="utf-8").read().split("\n\n"):
        rows = [line.split("\t") for line in sentence.split("\n") if re.match(r"^\d+\t", line)]
        if rows:
            yield rows


def report_text(path):
    body = re.split(r"(?m)^---\s*$", path.read_text(encoding="utf-8"))[1]
    return re.sub(r"\[\[\d+[rck]?: ?|\]\]", "", body)


def main():
    wordnet, training, out, *treebanks = sys.argv[1:]
    wordnet = pathlib.Path(wordnet)
    sets, known, exceptions = synsets(wordnet), senses(wordnet), irregular(wordnet)

    texts = []
    for _, _, _, gloss in sets.values():
        texts += [list(pieces_of(part)) for part in re.split(r";\s", gloss)]
    uses = collections.defaultdict(collections.Counter)
    for path in treebanks:
        for rows in treebank(path):
            texts.append(["0" if row[1][0].isdigit() else plain(row[1]) for row in rows])
            for row in rows:
                head = rows[int(row[6]) - 1][4] if row[6] != "0" else "ROOT"
                uses[plain(row[1])].update(["t " + row[4], "r " + row[7], "h " + head])
    for path in sorted(pathlib.Path(training).glob("*-*.txt")):
        texts += [list(pieces_of(part)) for part in report_text(path).split("\n\n")]

    counts = collections.Counter(word for text in texts for word in text)
    # Words of the dictionary that no gloss uses are known all the same, after those that are used.
    rank = {}
    for word, found in known.items():
        if IS_WORD.match(word):
            rank[word] = 0.1 * sum(weight for _, _, weight in found)
    for word, count in counts.items():
        if IS_WORD.match(word) or len(word) <= 3:
            rank[word] = count + rank.get(word, 0) + 20 * (word in uses)
    kept = sorted(rank, key=lambda word: (-rank[word], word))[:KEPT]
    row_of = {word: row for row, word in enumerate(kept)}

    # 1. Neighbours.
    contexts = {word: at for at, (word, _) in enumerate(sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:CONTEXTS])}
    beside = collections.Counter()
    for text in texts:
        for at, word in enumerate(text):
            row = row_of.get(word)
            if row is None:
                continue
            for step in (-4, -3, -2, -1, 1, 2, 3, 4):
                if 0 <= at + step < len(text):
                    column = contexts.get(text[at + step])
                    if column is not None:
                        # The nearest words tell the grammar and keep their side; the others tell what it is about.
                        side = {-1: 0, 1: 1}.get(step, 2)
                        beside[row, side * CONTEXTS + column] += 1
    keys = sorted(beside)
    near = sp.csr_matrix(([float(beside[key]) for key in keys], tuple(zip(*keys))), shape=(len(kept), 3 * CONTEXTS))
    total = near.sum()
    rows, columns = np.asarray(near.sum(1)).ravel(), np.asarray(near.sum(0)).ravel() ** 0.75
    columns *= total / columns.sum()
    near = near.tocoo()
    pmi = np.log(near.data * total / (rows[near.row] * columns[near.col]))
    # A word seen twice tells little.
    pmi = np.maximum(pmi, 0) * near.data / (near.data + 1)
    near = sp.csr_matrix((pmi, (near.row, near.col)), shape=near.shape)

    # 2. The dictionary.
    told = collections.Counter()
    columns = {}

    def tell(row, name, weight):
        told[row, columns.setdefault(name, len(columns))] += weight

    def senses_of(row, base, only, share):
        found = [s for s in known.get(base, []) if only is None or s[0] == only]
        total = sum(weight for _, _, weight in found)
        for part, place, weight in found:
            weight *= share / total
            field, _, above, _ = sets[part, place]
            tell(row, f"part {part}", weight)
            tell(row, f"field {part}{field}", weight)
            tell(row, f"set {part}{place}", weight)
            step = weight
            for _ in range(8):
                if not above:
                    break
                step *= 0.8
                tell(row, f"set {above[0][0]}{above[0][1]}", step)
                above = sets[above[0]][2] if above[0] in sets else []

    for word, row in row_of.items():
        inflected = list(bases(word, known, exceptions))
        own = word in known
        share = 1 / (own + len(inflected)) if own or inflected else 0
        if own:
            senses_of(row, word, None, share)
            tell(row, "base form", share)
        for base, part, how in inflected:
            senses_of(row, base, part, share)
            tell(row, "inflected " + how, share)
    keys = sorted(told)
    means = sp.csr_matrix(([math.sqrt(told[key]) for key in keys], tuple(zip(*keys))), shape=(len(kept), len(columns)))
    used = np.asarray((means > 0).sum(0)).ravel()
    means = means[:, used >= 3] @ sp.diags(1 / np.log(2 + used[used >= 3]))

    def even(block):
        norm = np.sqrt(np.asarray(block.multiply(block).sum(1)).ravel())
        return sp.diags(1 / np.maximum(norm, 1e-9)) @ block

    wide = sp.hstack([even(near), even(means)]).tocsr()
    u, s, _ = svds(wide, k=WIDE, v0=np.ones(min(wide.shape)), random_state=1)
    values = u * np.sqrt(s)
    values -= values.mean(0)

    kinds = sorted({kind for counter in uses.values() for kind in counter})
    at = {kind: column for column, kind in enumerate(kinds)}
    lines = [(row_of[word], counter) for word, counter in sorted(uses.items()) if word in row_of]
    wanted, weight = np.zeros((len(lines), len(kinds))), np.zeros(len(lines))
    for line, (_, counter) in enumerate(lines):
        number = sum(counter.values())
        weight[line] = np.log1p(number)
        for kind, n in counter.items():
            wanted[line, at[kind]] = n / number
    wanted -= np.average(wanted, axis=0, weights=weight)
    seen = values[[row for row, _ in lines]]
    weighted = seen * weight[:, None]
    ridge = 30.0 * np.trace(weighted.T @ seen) / seen.shape[0] * np.eye(WIDE)
    solved = np.linalg.solve(weighted.T @ seen + ridge, weighted.T @ wanted)
    directions, _, _ = np.linalg.svd(solved, full_matrices=False)
    directions = directions[:, :TOLD]
    rest = values - values @ directions @ directions.T
    _, components = np.linalg.eigh(rest.T @ rest)
    chosen = np.hstack([directions, components[:, ::-1][:, : COLUMNS - TOLD]])
    result = values @ chosen
    # A direction has no sign of its own: the largest entry decides.
    result *= np.sign(result[np.abs(result).argmax(0), range(COLUMNS)])

    ends = collections.defaultdict(list)
    for word, row in row_of.items():
        for length in (1, 2, 3, 4):
            if len(word) > length + 2 and IS_WORD.match(word):
                ends[word[-length:]].append(row)
    common = sorted(ends, key=lambda end: (-len(ends[end]) * len(end), end))[:ENDINGS]
    result = np.vstack([result] + [result[ends[end]].mean(0) for end in common])
    names = kept + ["##" + end for end in common]
    result = np.clip(np.rint(result / result.std(0) * 32), -127, 127).astype(np.int8)
    text = "".join(name + "\n" for name in names).encode()
    with open(out, "wb") as file:
        file.write(b"MVEC" + struct.pack("<III", len(names), COLUMNS, len(text)) + text + result.tobytes())
    print(len(names), "pieces", len(texts), "texts", sum(map(len, texts)), "words")


main()
