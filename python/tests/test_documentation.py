"""The examples of every docstring, and every block of the guide, run and print what they show."""

from __future__ import annotations

import doctest
import importlib
import pathlib
import pkgutil
import re

import pytest
from conftest import EXAMPLES, ROOT

import mediant

MODULES = ["mediant"] + [f"mediant.{module.name}" for module in pkgutil.iter_modules(mediant.__path__)]
# Examples that start a cluster of their own are run by the tests of that module.
PAGES = ["docs/guide/python.md"]


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page run in order, in one folder with the examples, with the names of those before."""
    text = (ROOT / page).read_text(encoding="utf-8")
    (tmp_path / "examples").symlink_to(EXAMPLES)
    monkeypatch.chdir(tmp_path)
    names: dict = {"__name__": "page"}
    blocks = list(re.finditer(r"^```(python|pycon)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert blocks
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for block in blocks:
        line = text.count("\n", 0, block.start(2))
        if block[1] == "pycon":
            test = doctest.DocTestParser().get_doctest(block[2], names, page, page, line)
            runner.run(test, clear_globs=False)
            names.update(test.globs)
        else:
            exec(compile("\n" * line + block[2], page, "exec"), names)
    assert runner.summarize(verbose=False).failed == 0
