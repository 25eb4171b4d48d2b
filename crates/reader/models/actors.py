#!/usr/bin/env python3
"""Makes `data/actors.txt`: English nouns that mean people or groups of people, one a line, sorted, from WordNet 3.0.

    actors.py WORDNET OUT

WORDNET is the folder with `index.noun` and `data.noun` (Debian package `wordnet-base`). A noun is taken where the first or, for
one that is used often, the second of its senses is in the field of persons or of groups, it is one word, and some gloss or count of WordNet
uses it.
"""
import pathlib
import re
import sys

folder, out = pathlib.Path(sys.argv[1]), sys.argv[2]
field, words = {}, {}
for line in (folder / "data.noun").read_text().splitlines():
    if not line.startswith(" "):
        told, _, gloss = line.partition(" | ")
        parts = told.split(" ")
        field[parts[0]] = parts[1]
        for word in re.findall(r"[a-z]+", gloss.lower()):
            words[word] = words.get(word, 0) + 1
GROUP, PERSON = "14", "18"
found = []
for line in (folder / "index.noun").read_text().splitlines():
    if line.startswith(" "):
        continue
    parts = line.split()
    word, count = parts[0], int(parts[2])
    places, tagged = parts[-count:], int(parts[-count - 1])
    kinds = [field[place] for place in places[: 2 if tagged >= 2 else 1]]
    if not re.fullmatch(r"[a-z]+", word) or len(word) < 3:
        continue
    used = words.get(word, 0) + words.get(word + "s", 0)
    if (kinds[0] in (GROUP, PERSON) or len(kinds) > 1 and kinds[1] == GROUP and tagged >= 2) and used >= 2:
        found.append(word)
pathlib.Path(out).write_text("".join(word + "\n" for word in sorted(found)))
print(len(found))
