#!/usr/bin/env python3
"""Crates that are to meet no network, no disk and no clock: nothing of what they are built from does.

    without_a_world.py

`mediant-pages` makes pages from values, so that it could run anywhere, in a browser too. What it must not be built from stands
below; cargo says what it is built from, dependencies of dependencies included. Ends with 1 where something of it is there.
"""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CRATES = ["mediant-insight", "mediant-pages"]
# Runtimes and servers, sockets, databases, passwords, what asks the system for chance, files or the time.
WORLD = {
    "argon2", "async-std", "axum", "chrono", "fs-err", "getrandom", "hyper", "hyper-util", "mio", "native-tls", "rand",
    "reqwest", "rustls", "smol", "socket2", "sqlx", "sqlx-core", "tempfile", "time", "tokio", "tower", "tracing-subscriber",
    "ureq", "walkdir",
    "mediant", "mediant-desk", "mediant-files", "mediant-intake", "mediant-store-postgres", "mediant-store-sql",
    "mediant-store-sqlite",
}


def built_from(crate):
    command = ["cargo", "tree", "--locked", "--package", crate, "--edges", "normal", "--prefix", "none", "--format", "{p}"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {line.split()[0] for line in told.splitlines() if line.strip()}


def main():
    wrong = []
    for crate in CRATES:
        found = built_from(crate)
        if "mediant-record" not in found:
            sys.exit(f"{crate}: cargo did not say what it is built from")
        met = sorted(found & WORLD)
        wrong += [f"{crate} is built from {name}" for name in met]
        print(f"{crate}: {len(found)} crates, {len(met)} of them meet the world")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
