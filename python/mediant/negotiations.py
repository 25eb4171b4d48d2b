"""Negotiations: read from files of any format, analysed, proven."""

from __future__ import annotations

import datetime
import os
import warnings
from typing import Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _mediant
from ._mediant import Negotiation
from .analysis import Analysis
from .errors import InputWarning, Problem

__all__ = ["PathLike", "Paths", "analyze", "convert", "load", "load_contents", "proven", "verify"]

PathLike = Union[str, "os.PathLike[str]"]
Paths = Union[PathLike, Iterable[PathLike]]
Day = Union[str, datetime.date, None]


def load(paths: Paths) -> Negotiation:
    """Read a negotiation: a case and its briefs, in any format.

    Args:
        paths: A file or a folder, or several that belong together. Of a folder the files that end in `.toml`, `.xml`,
            `.json`, `.yml` and `.yaml` are read. The format is recognised by content: Mediant TOML, Genius XML,
            GeniusWeb JSON, NegMAS YAML or JSON, NegoLog JSON or case/1 JSON.

    Returns:
        The negotiation. It holds the confidential briefs; its `repr` does not show them.

    Raises:
        InputError: With every problem of every file.

    Warns:
        InputWarning: About what does not keep the files from being read.

    >>> negotiation = load("examples/ampo-v-city")
    >>> negotiation
    Negotiation("AMPO v City", parties=["ampo", "city"], 2 confidential briefs)
    """
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    return _warned(_mediant.read([os.fspath(path) for path in listed]))


def load_contents(contents: Union[Mapping[str, bytes], Sequence[Tuple[str, bytes]]]) -> Negotiation:
    """Read a negotiation from contents that are in memory: names of files with their bytes.

    Raises:
        InputError: With every problem of every content.
    """
    pairs = list(contents.items()) if isinstance(contents, Mapping) else list(contents)
    return _warned(_mediant.read_contents(pairs))


def _warned(negotiation: Negotiation) -> Negotiation:
    for told in negotiation._warnings:
        warnings.warn(str(Problem(*told)), InputWarning, stacklevel=3)
    return negotiation


def analyze(
    negotiation: Union[Negotiation, Paths],
    *,
    date: Day = None,
    reader: Optional[str] = None,
    budget: Optional[float] = None,
    all: bool = False,  # noqa: A002 - the command line's word
    package: Optional[Mapping[str, str]] = None,
    certify: bool = True,
) -> Analysis:
    """Answer the mediator's questions: is there a deal, which are fair, and if there is none, what stands in the way.

    Args:
        negotiation: What `load` gave, or paths for it.
        date: The day to answer for, as a date or YYYY-MM-DD; by default the day of the case.
        reader: The party for whom to answer, from what that party may see; by default the mediator.
        budget: Seconds to think at most. What is known by then is returned, with what is proven about it.
        all: Take frontier and fair packages over everything that constraints allow, walk-away values aside.
        package: A package to judge, from issue to option, each by id or name.
        certify: Write the certificate, which takes some time. There is none for one party.

    Returns:
        The answer as dataclasses; `Analysis.json` is the document of `mediant analyze --format json`.

    Raises:
        InputError: The case and the briefs do not fit together, or an argument is wrong.
        KeyboardInterrupt: Ctrl-C was pressed; the search has stopped.

    >>> found = analyze("examples/ampo-v-city")
    >>> found.zopa.exists, found.packages, len(found.frontier.points)
    (True, 1944000, 192)
    >>> found.solutions.nash.package["corporals"], found.solutions.nash.proven
    ('no', True)
    """
    if not isinstance(negotiation, Negotiation):
        negotiation = load(negotiation)
    answer = _mediant.analyze(
        negotiation,
        on=_day(date),
        reader=reader,
        budget=budget,
        all=all,
        package=None if package is None else dict(package),
        certify=certify,
    )
    return Analysis._of(answer)


def verify(
    negotiation: Union[Negotiation, Paths],
    certificate: str,
    *,
    date: Day = None,
    budget: Optional[float] = None,
) -> List[str]:
    """Check a certificate against a negotiation. No solver takes part in this.

    Args:
        budget: Give up after so many seconds.

    Returns:
        Every claim, in full: packages, numbers and all. They are as confidential as the briefs.

    Raises:
        CertificateError: A claim does not hold or was not checked in time, or it is no certificate of this negotiation
            at this date.

    >>> found = analyze("examples/nash-1950")
    >>> verify("examples/nash-1950", found.certificate)[0].partition(":")[0]
    'a deal that every party accepts'
    """
    if not isinstance(negotiation, Negotiation):
        negotiation = load(negotiation)
    return _mediant.verify(negotiation, certificate, on=_day(date), budget=budget)[0]


def proven(
    negotiation: Union[Negotiation, Paths],
    certificate: str,
    report: str,
    *,
    date: Day = None,
    budget: Optional[float] = None,
) -> List[str]:
    """Say of each statement of a report, the JSON of an analysis, whether a certificate proves it.

    Raises:
        CertificateError: The certificate does not hold, or it covers another report.

    >>> found = analyze("examples/nash-1950")
    >>> proven("examples/nash-1950", found.certificate, found.json)[1]
    'proven by claim 1: zopa.exists: there is a deal'
    """
    if not isinstance(negotiation, Negotiation):
        negotiation = load(negotiation)
    return _mediant.verify(negotiation, certificate, on=_day(date), report=report, budget=budget)[1]


def convert(negotiation: Union[Negotiation, Paths], format: str) -> Tuple[Mapping[str, str], List[str]]:  # noqa: A002
    """Write a negotiation in another format: "mediant", "genius", "geniusweb", "geniusweb-python", "negolog" or "case".

    Returns:
        The files as a mapping from name to content, and what the format cannot hold, in sentences.

    Raises:
        InputError: The format cannot hold this negotiation without turning its meaning over.
    """
    if not isinstance(negotiation, Negotiation):
        negotiation = load(negotiation)
    files, losses = negotiation._convert(format)
    return dict(files), losses


def _day(date: Day) -> Optional[str]:
    return date.isoformat() if isinstance(date, datetime.date) else date
