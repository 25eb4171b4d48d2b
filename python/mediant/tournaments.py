"""Tournaments: strategies against each other in many scenarios, the same results on any number of threads."""

from __future__ import annotations

import copy
import functools
import json
import os
import pathlib
import warnings
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union

from . import _mediant
from ._mediant import Tournament
from .errors import InputError, InputWarning, Problem
from .negotiations import PathLike
from .strategy import Strategy
from .tables import Table
from .toml import written
from .watch import SECONDS_PER_MOVE, Watched

__all__ = ["Guests", "Progress", "Results", "Specification", "prepare", "results", "tournament"]

Specification = Union[PathLike, Mapping[str, Any]]
"""A file in TOML, or the same as a mapping, with paths of scenarios relative to the folder where Python runs."""
Guests = Mapping[str, Union[Type[Strategy], Strategy, Callable[[], Strategy]]]
"""Strategies written in Python by the names that the specification calls them: a class, an object that is copied for
every seat, or something that makes one when called."""
Progress = Callable[[int, int], object]
"""Told so many negotiations are done, of so many."""


@dataclass(frozen=True)
class Results:
    """What a tournament found: the same bytes for the same specification, scenarios and strategies."""

    title: str
    fingerprint: str
    """A hash of everything the results depend on."""
    files: Mapping[str, bytes] = field(repr=False)
    """What `mediant tournament` writes, by name: results.csv, results.parquet, summary.txt, summary.json, report.html."""
    without_frontier: Tuple[str, ...]
    """The scenarios whose frontier is not known, so that distances to it are missing."""
    _table: Table = field(repr=False)

    @property
    def csv(self) -> str:
        """A line for each negotiation; docs/reference/tournament-results.md has every column."""
        return self.files["results.csv"].decode("utf-8-sig")

    @property
    def parquet(self) -> bytes:
        """The same as a Parquet file."""
        return self.files["results.parquet"]

    @property
    def text(self) -> str:
        """The summary in words and tables: means with intervals, comparisons, the tournament as a game."""
        return self.files["summary.txt"].decode()

    @property
    def summary(self) -> Dict[str, Any]:
        """The same as JSON reads it."""
        read: Dict[str, Any] = json.loads(self.files["summary.json"])
        return read

    @property
    def report(self) -> str:
        """The report: one page of HTML that needs nothing else."""
        return self.files["report.html"].decode()

    def table(self) -> Table:
        """The same as a table for Arrow and pandas."""
        return self._table

    def write(self, folder: PathLike) -> List[pathlib.Path]:
        """Write the files into a folder, which is made if it is missing."""
        path = pathlib.Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            # Whoever looks finds the old content or the new one.
            partial = path / f"{name}.partial"
            partial.write_bytes(content)
            os.replace(partial, path / name)
        return [path / name for name in self.files]


def tournament(
    specification: Union[Specification, Tournament],
    *,
    strategies: Optional[Guests] = None,
    seconds_per_move: float = SECONDS_PER_MOVE,
    threads: Optional[int] = None,
    folder: Optional[PathLike] = None,
    resume: bool = False,
    progress: Optional[Progress] = None,
) -> Results:
    """Play a tournament in this process.

    Args:
        specification: A file in TOML or a mapping (see docs/guide/tournaments.md), or what `prepare` gave.
        strategies: Strategies written in Python, by the names that the specification calls them. They run under the
            interpreter's lock, one at a time; what one does wrong loses that negotiation and nothing else.
        seconds_per_move: A strategy written in Python that takes longer for a move loses that negotiation.
        threads: By default as many as the processor has. Results do not depend on it.
        folder: Keep every finished unit there, so that an interruption loses nothing, and write the results there.
        resume: Go on from what is kept in `folder`.
        progress: Called with the negotiations done and how many there are.

    Raises:
        InputError: Every problem of the specification and its scenarios at once.
        KeyboardInterrupt: Ctrl-C was pressed; with a folder, what was finished is kept.

    >>> found = tournament({
    ...     "strategies": ["boulware", "conceder"], "scenarios": ["examples/nash-1950"], "rounds": 30, "repetitions": 2})
    >>> table = found.table().to_pydict()
    >>> len(found.table()), all(table["agreement"])
    (8, True)
    """
    if isinstance(specification, Tournament):
        prepared = specification
    else:
        prepared = prepare(specification, strategies=strategies, seconds_per_move=seconds_per_move)
    threads = threads or os.cpu_count() or 1
    if folder is None:
        lines = prepared.play(list(range(prepared.units)), threads, progress)
    else:
        lines = prepared.play_in(os.fspath(folder), threads, resume, progress)
    found = results(prepared, [lines])
    if folder is not None:
        found.write(folder)
    return found


def prepare(
    specification: Specification, *, strategies: Optional[Guests] = None, seconds_per_move: float = SECONDS_PER_MOVE
) -> Tournament:
    """Read a specification and prepare its scenarios: a tournament that can be played whole or in parts.

    It can be pickled, with the files of its scenarios and thereby their confidential briefs.
    """
    guests = {name: functools.partial(_watched, _maker(given), seconds_per_move) for name, given in (strategies or {}).items()}
    if isinstance(specification, Mapping):
        name, text, folder = "specification", written({"mediant_tournament": 1, **specification}).encode(), "."
    else:
        path = pathlib.Path(specification)
        try:
            name, text, folder = os.fspath(path), path.read_bytes(), os.fspath(path.parent)
        except OSError as error:
            raise InputError.usage(f"`{path}` cannot be read: {error.strerror}", "check the path") from error
    prepared = Tournament(name, text, guests, folder=folder)
    for told in prepared._warnings:
        warnings.warn(str(Problem(*told)), InputWarning, stacklevel=3)
    return prepared


def results(prepared: Tournament, records: Sequence[bytes]) -> Results:
    """Put together what `Tournament.play` gave for all units, in any order, and measure it.

    Raises:
        InputError: A unit is missing, damaged or of another tournament.
    """
    files, table, without = prepared.results(list(records))
    return Results(prepared.title, prepared.fingerprint, dict(files), tuple(without), Table(table))


def _rebuilt(name: str, specification: bytes, strategies: Mapping[str, Any], contents: Any) -> Tournament:
    return Tournament(name, specification, dict(strategies), contents=contents)


def _maker(given: Union[Type[Strategy], Strategy, Callable[[], Strategy]]) -> Callable[[], Strategy]:
    return functools.partial(copy.deepcopy, given) if isinstance(given, Strategy) else given


def _watched(make: Callable[[], Strategy], seconds: float) -> Strategy:
    return Watched(make(), seconds)
