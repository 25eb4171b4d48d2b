#!/usr/bin/env python3
"""Installs the Python package into a virtual environment and runs its tests there.

    python_tests.py [--fresh] [PYTEST ARGUMENT…]

The environment stands in target/python-tests, one for each interpreter and each python/pyproject.toml: what the package
needs is installed once, by `pip install ./python[test]` as a user would, and again when either changes, or with `--fresh`.
The package itself is built and installed on every run, by maturin in the workspace's own target folder, so that what
`cargo test` has built is used again. Then mypy checks the package strictly and its stub against what is there, and pytest
runs python/tests. The last line is "N passed, M failed". What cannot be installed or built is a failure, not a skip.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "target" / "python-tests"
PROJECT = ROOT / "python" / "pyproject.toml"
BUILD = {
    # The profile of the tests: maturin builds with any, and pip hands this to it.
    "MATURIN_PEP517_ARGS": "--profile gate",
    "CARGO_TARGET_DIR": str(ROOT / "target"),
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def environment():
    """Where the environment for this interpreter and this list of requirements stands."""
    known = hashlib.sha256(PROJECT.read_bytes() + sys.version.encode() + sys.executable.encode())
    return FOLDER / known.hexdigest()[:16]


PYTHON = environment() / "bin" / "python"


def ran(*command, **settings):
    print("$", " ".join(str(part) for part in command), flush=True)
    # Without isolation pip looks for maturin on the path.
    path = os.pathsep.join([str(PYTHON.parent), os.environ["PATH"]])
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **BUILD, "PATH": path}, **settings)


def build_requirements():
    """What builds the package, as its pyproject.toml says."""
    return re.findall(r'"([^"]+)"', re.search(r"^requires = \[(.*)\]$", PROJECT.read_text(), re.M)[1])


def installed(fresh):
    """Whether the environment stands with the package of now in it."""
    pip = [PYTHON, "-m", "pip", "--quiet"]
    complete = environment() / "complete"
    if complete.exists() and not fresh:
        # Without isolation: pip would fetch maturin for every build.
        return ran(*pip, "install", "--force-reinstall", "--no-deps", "--no-build-isolation", "./python").returncode == 0
    # Those of other interpreters and requirements are not needed again.
    shutil.rmtree(FOLDER, ignore_errors=True)
    if ran(sys.executable, "-m", "venv", environment()).returncode != 0:
        return False
    if any(ran(*pip, "install", *what).returncode != 0 for what in (build_requirements(), ["./python[test]"])):
        return False
    (FOLDER / "current").symlink_to(environment().name)
    complete.touch()
    return True


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
    fresh = "--fresh" in arguments
    arguments = [argument for argument in arguments if argument != "--fresh"]
    if not installed(fresh):
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
