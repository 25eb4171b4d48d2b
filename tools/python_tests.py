#!/usr/bin/env python3
"""Installs the Python package into a fresh virtual environment and runs its tests there.

    python_tests.py [--keep] [PYTEST ARGUMENT…]

The environment is made in target/python-tests, with `pip install ./python[test]`: pip calls maturin, which builds in
the workspace's own target folder. Then mypy checks the package strictly and its stub against what is there, and pytest
runs python/tests. The last line is "N passed, M failed". What cannot be installed or built is a failure, not a skip;
`--keep` uses the environment of the last run and installs the package alone again.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "target" / "python-tests"
PYTHON = FOLDER / "bin" / "python"
# The tests' own profile in Cargo.toml, under the one name that maturin can build with: what `cargo test` has built is used
# again. It keeps assertions, and spares the gate a second optimised build.
BUILD = {
    "MATURIN_PEP517_ARGS": "--profile dev",
    "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
    "CARGO_TARGET_DIR": str(ROOT / "target"),
    "CARGO_INCREMENTAL": "0",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def ran(*command, **settings):
    print("$", " ".join(str(part) for part in command), flush=True)
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **BUILD}, **settings)


def installed(keep):
    """Whether the environment stands with the package in it."""
    pip = [PYTHON, "-m", "pip", "--quiet"]
    if keep and PYTHON.exists():
        return ran(*pip, "install", "--force-reinstall", "--no-deps", "./python").returncode == 0
    shutil.rmtree(FOLDER, ignore_errors=True)
    return (
        ran(sys.executable, "-m", "venv", FOLDER).returncode == 0
        and ran(*pip, "install", "./python[test]").returncode == 0
    )


def tested(arguments):
    """How many tests passed and failed; an error while collecting counts as a failure."""
    run = ran(PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "python/pyproject.toml", "--rootdir", "python",
              *(arguments or ["python/tests"]), stdout=subprocess.PIPE, text=True)
    print(run.stdout)
    # The last line is such as "41 passed, 1 failed, 2 errors in 3.21s".
    counts = dict((what, int(count)) for count, what in re.findall(r"(\d+) (passed|failed|error)", run.stdout.splitlines()[-1]))
    passed, failed = counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)
    return passed, max(failed, 1) if run.returncode != 0 else failed


def main():
    arguments = sys.argv[1:]
    keep = "--keep" in arguments
    arguments = [argument for argument in arguments if argument != "--keep"]
    if not installed(keep):
        print("the package cannot be installed: what pip said stands above")
        print("0 passed, 1 failed")
        return 1
    checks = [
        # What is written in Python, and that the stub of the extension module says what is there.
        ran(PYTHON, "-m", "mypy", "--strict", "--config-file", "python/pyproject.toml", "python/mediant"),
        ran(PYTHON, "-m", "mypy.stubtest", "--concise", "--ignore-disjoint-bases", "mediant._mediant"),
    ]
    held = sum(check.returncode == 0 for check in checks)
    passed, failed = tested(arguments)
    passed, failed = passed + held, failed + len(checks) - held
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
