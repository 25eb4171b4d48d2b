"""Mediant: is there a deal, which is fair, and if there is none, what stands in the way. With proof.

>>> import mediant
>>> found = mediant.analyze("examples/talks-2025-12-04.toml")
>>> found.zopa.exists, found.hurdles
(False, ('territory',))
"""

from ._mediant import VERSION as __version__
from ._mediant import Negotiation, Problem, Scenario, Tournament
from .analysis import Analysis
from .errors import CertificateError, EffortError, InputError, InputWarning, InternalError, MediantError
from .negotiations import analyze, convert, load, load_contents, proven, verify
from .simulation import Run, simulate
from .strategy import ACCEPT, WALK, Ballot, Offer, Own, Strategy, Turn, strategies
from .tables import Table
from .tournaments import Results, prepare, tournament

__all__ = [
    "ACCEPT",
    "Analysis",
    "Ballot",
    "CertificateError",
    "EffortError",
    "InputError",
    "InputWarning",
    "InternalError",
    "MediantError",
    "Negotiation",
    "Offer",
    "Own",
    "Problem",
    "Results",
    "Run",
    "Scenario",
    "Strategy",
    "Table",
    "Tournament",
    "Turn",
    "WALK",
    "__version__",
    "analyze",
    "convert",
    "load",
    "load_contents",
    "prepare",
    "proven",
    "simulate",
    "strategies",
    "tournament",
    "verify",
]
