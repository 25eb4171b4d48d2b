#!/usr/bin/env python3
"""Fails when a crate that the workspace is built from has no licence, or one that is not permissive.

    licences.py

Reads `cargo metadata --locked`. A crate passes when some way of reading its SPDX expression needs permissive licences
alone: `MIT OR GPL-3.0` passes, `MIT AND GPL-3.0` does not.
"""
import json
import re
import subprocess
import sys

PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    # Conditions for changed files of the crate itself alone.
    "MPL-2.0",
    # A list of certificate authorities: data, for use without conditions on what is made with it.
    "CDLA-Permissive-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    # Licences of fonts: they may be embedded and drawn with; only a changed font has conditions.
    "OFL-1.1",
    "Ubuntu-font-1.0",
}


def tokens(expression):
    # Before SPDX expressions, Cargo wrote `MIT/Apache-2.0` for a choice.
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))
    joined = []
    for word in words:
        if joined and (word == "WITH" or joined[-1].endswith(" WITH")):
            joined[-1] += " " + word
        else:
            joined.append(word)
    return joined


def permissive(expression):
    """Whether some reading of the SPDX expression needs permissive licences alone (`AND` binds tighter than `OR`)."""
    left = tokens(expression)

    def either():
        result = both()
        while left and left[0] == "OR":
            left.pop(0)
            result = both() or result
        return result

    def both():
        result = one()
        while left and left[0] == "AND":
            left.pop(0)
            result = one() and result
        return result

    def one():
        if not left:
            return False
        word = left.pop(0)
        if word == "(":
            result = either()
            return bool(left) and left.pop(0) == ")" and result
        return word in PERMISSIVE

    return either() and not left


def self_check():
    for expression in ["MIT", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0", "GPL-3.0 OR MIT", "Apache-2.0 WITH LLVM-exception"]:
        assert permissive(expression), expression
    for expression in ["", "GPL-3.0", "MIT AND LGPL-3.0", "(MIT OR Apache-2.0", "MIT OR Apache-2.0)", "GPL-2.0 WITH Classpath-exception-2.0"]:
        assert not permissive(expression), expression


def main():
    self_check()
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    packages = sorted(metadata["packages"], key=lambda package: (package["name"], package["version"]))
    refused = [package for package in packages if not permissive(package["license"] or "")]
    for package in refused:
        print(f"{package['name']} {package['version']}: {package['license'] or 'no licence stated'}")
    print(f"{len(packages)} crates, {len(refused)} without a permissive licence")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
