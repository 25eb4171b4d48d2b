#!/usr/bin/env python3
"""Figures of the Rust code: how much says why, what is long, what hangs together in a circle.

    house.py [FOLDER ...]

For each crate: files, lines of code, comments per 100 of them (documentation counted apart), examples that are run as
tests. Then the longest functions, and the circles of files that import from each other. Blank lines count nothing;
tests and code under `#[cfg(test)]` are left out. A folder such as `crates/engine/src/oracle` is shown on a row of its
own. Fails where it cannot make out a file: then its figures would be wrong.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<text>b?r(?P<hashes>\#*)".*?"(?P=hashes)|b?"(?:\\.|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])')""",
    re.S,
)
FUNCTION = re.compile(r"^[ ]*(?:pub(?:\([^)]*\))? )?(?:const |async |unsafe )*fn (\w+)", re.M)
LONGEST = 10


class File:
    """A file: its code without comments, texts and tests (lines stay where they are), and its comments."""

    def __init__(self, path: Path, source: Path):
        text = path.read_text(encoding="utf-8")
        self.path, self.comments = path, []
        self.code = PARTS.sub(self.blank, text)
        if self.code.count("{") != self.code.count("}"):
            sys.exit(f"{path}: its braces do not pair, so what is code here was not made out")
        for tests in re.finditer(r"#\[cfg\(test\)\]\s*(?:mod|impl|fn)[^;{]*(\{)", self.code):
            self.code = self.without(tests.start(), self.end(tests.start(1)))
        module = list(path.relative_to(source).with_suffix("").parts)
        self.module = tuple(module[:-1] if module[-1] in ("mod", "lib", "main") else module)

    def blank(self, part):
        if part["comment"]:
            self.comments += part[0].split("\n")
        return re.sub(r"[^\n]", " ", part[0]) if part["comment"] else '""' + "\n" * part[0].count("\n")

    def without(self, start, end):
        return self.code[:start] + re.sub(r"[^\n]", " ", self.code[start:end]) + self.code[end:]

    def end(self, brace):
        """Behind the brace that closes this one."""
        depth = 0
        for at in range(brace, len(self.code)):
            depth += {"{": 1, "}": -1}.get(self.code[at], 0)
            if depth == 0:
                return at + 1
        return len(self.code)

    def lines(self):
        return sum(1 for line in self.code.split("\n") if line.strip())

    def reasons(self):
        """Comments that are no documentation of an item: notes, and the head of the file."""
        return sum(1 for line in self.comments if line.strip("/! ") and not line.startswith("///"))

    def documentation(self):
        return sum(1 for line in self.comments if line.startswith("///") and line.strip("/ "))

    def examples(self):
        return sum(1 for line in self.comments if re.match(r"//[/!] ?```", line)) // 2

    def functions(self):
        for found in FUNCTION.finditer(self.code):
            body = re.compile(r"[{;]").search(self.code, self.signature_end(found.end()))
            if body and body[0] == "{":
                whole = self.code[found.start() : self.end(body.start())]
                yield whole.count("\n") + 1, found[1]

    def signature_end(self, at):
        """Behind the list of arguments, which may hold semicolons (`[T; N]`)."""
        depth = 0
        for at in range(self.code.index("(", at), len(self.code)):
            depth += {"(": 1, ")": -1}.get(self.code[at], 0)
            if depth == 0:
                break
        returns = re.compile(r"\s*->\s*(?:\[[^\]]*\]|[^\[{;])*").match(self.code, at + 1)
        return returns.end() if returns else at + 1


class Crate:
    def __init__(self, source: Path):
        self.files = [File(path, source) for path in sorted(source.rglob("*.rs")) if not is_test(path)]
        self.modules = {file.module: file for file in self.files}

    def paths(self, file, public):
        """The paths that a file uses of its crate; those that it only hands on where `public`."""
        for used in re.finditer(r"(pub(?:\([^)]*\))? )?\buse ([^;]+);", file.code):
            if bool(used[1]) == public:
                yield from spread(re.sub(r"\s+", " ", used[2]), ())
        if not public:
            for used in re.finditer(r"\b(?:crate|super)(?:::\w+)+", re.sub(r"\buse [^;]+;", "", file.code)):
                yield tuple(used[0].split("::"))

    def target(self, module, path, depth=0):
        """The file in which what a path names is written down; re-exports are followed."""
        at = list(module)
        path = [*path]
        if path[0] == "crate":
            at = []
        elif path[0] == "super":
            while path and path[0] == "super":
                at, path = at[:-1], path[1:]
        elif path[0] != "self" and (*module, path[0]) not in self.modules:
            return None
        path = path[1:] if path and path[0] in ("crate", "self") else path
        while path and (*at, path[0]) in self.modules:
            at, path = [*at, path[0]], path[1:]
        file = self.modules.get(tuple(at))
        if file and path and depth < 8:
            for handed_on in self.paths(file, True):
                if handed_on[-1] == path[0]:
                    return self.target(file.module, handed_on, depth + 1) or file
        return file

    def circles(self):
        """Files that reach each other by what they import (strongly connected, by Tarjan's algorithm)."""
        edges = {}
        for file in self.files:
            targets = (self.target(file.module, path) for path in self.paths(file, False))
            edges[file.module] = sorted({to.module for to in targets if to and to is not file})
        number, low, stack, found = {}, {}, [], []

        def visit(at):
            number[at] = low[at] = len(number)
            stack.append(at)
            for to in edges[at]:
                if to not in number:
                    visit(to)
                if to in stack:
                    low[at] = min(low[at], low[to])
            if low[at] == number[at]:
                circle = [stack.pop()]
                while circle[-1] != at:
                    circle.append(stack.pop())
                if len(circle) > 1:
                    found.append(sorted("::".join(module) or "lib" for module in circle))

        for module in edges:
            if module not in number:
                visit(module)
        return sorted(found, key=len, reverse=True)


def is_test(path):
    return path.stem == "tests" or "tests" in path.parts


def spread(tree, before):
    """`a::{b, c::d}` as the paths that it stands for."""
    head, brace, rest = tree.strip().partition("{")
    steps = tuple(step for step in re.sub(r" as \w+", "", head).strip().split("::") if step)
    if not brace:
        yield before + steps
        return
    depth, part = 0, ""
    for letter in rest.rpartition("}")[0] + ",":
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            if part.strip():
                yield from spread(part, before + steps)
            part = ""
        else:
            part += letter


def row(name, files):
    code = sum(file.lines() for file in files)
    each = [sum(count(file) for file in files) for count in (File.reasons, File.documentation)]
    per_100 = [f"{100 * count / max(code, 1):8.1f}" for count in each]
    print(f"{name:32} {len(files):6} {code:7} {per_100[0]} {per_100[1]} {sum(file.examples() for file in files):9}")


def main():
    sys.setrecursionlimit(10_000)
    crates = {path.parent.name: Crate(path) for path in sorted(ROOT.glob("crates/*/src"))}
    print(f"{'':32} {'files':>6} {'code':>7} {'why/100':>8} {'docs/100':>8} {'examples':>9}")
    for name, crate in crates.items():
        row(name, crate.files)
    for folder in sys.argv[1:]:
        inside = [file for crate in crates.values() for file in crate.files if (ROOT / folder) in file.path.parents]
        if inside:
            row(folder, inside)
    functions = ((*found, file) for crate in crates.values() for file in crate.files for found in file.functions())
    print(f"\nThe {LONGEST} longest functions, in lines:")
    for length, name, file in sorted(functions, key=lambda found: -found[0])[:LONGEST]:
        print(f"{length:5} {name} ({file.path.relative_to(ROOT)})")
    print("\nCircles of imports, the files in each:")
    for name, crate in crates.items():
        circles = crate.circles()
        if circles:
            print(f"  {name}: {', '.join(str(len(circle)) for circle in circles)}")
            for circle in circles if name in sys.argv[1:] else []:
                print("    " + " ".join(circle))


if __name__ == "__main__":
    main()
