"""What the tests share: the repository's examples, and a folder to work in."""

from __future__ import annotations

import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
# Scenario files of other programs stand beside the project, if at all, and are never part of it.
SHARED = ROOT.parent / "shared" / "scenarios"


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in tests and documentation are those of a checkout."""
    monkeypatch.chdir(ROOT)


@pytest.fixture
def scenarios() -> pathlib.Path:
    """Scenarios of Genius, GeniusWeb and NegoLog."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared/scenarios")
    return SHARED
