"""What can go wrong.

Every exception of this package is a `MediantError`. Messages are those of the command line: cause, place, what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

__all__ = ["CertificateError", "EffortError", "InputError", "InputWarning", "InternalError", "MediantError", "Problem"]


@dataclass(frozen=True)
class Problem:
    """One problem of an input: cause, place, what to do. `str()` of it is what the command line shows."""

    severity: str
    """"error" or "warning"."""
    file: str
    """The file's name as it was given; empty where the problem is not about one file."""
    line: Optional[int]
    """The line, from 1."""
    column: Optional[int]
    """The column in characters, from 1."""
    message: str
    """The cause, in one sentence."""
    help: Optional[str]
    """What to do."""
    text: str
    """All of it, with the line of the file underlined."""

    def __str__(self) -> str:
        return self.text


_Told = Tuple[str, str, Optional[int], Optional[int], str, Optional[str], str]


class MediantError(Exception):
    """Whatever this package raises on purpose."""


class InputError(MediantError, ValueError):
    """The input is wrong, or what was asked cannot be done as asked. It carries every problem at once."""

    problems: Tuple[Problem, ...]
    """All of them, by file and place."""

    def __init__(self, problems: Sequence[_Told]) -> None:
        self.problems = tuple(Problem(*told) for told in problems)
        super().__init__(problems)

    def __str__(self) -> str:
        return "\n".join(problem.text for problem in self.problems)

    @classmethod
    def usage(cls, message: str, help: str) -> "InputError":  # noqa: A002
        """One problem that is about no file: its cause, and what to do."""
        return cls([("error", "", None, None, message, help, f"error: {message}\n   help: {help}")])


class CertificateError(MediantError, ValueError):
    """A certificate does not hold."""


class EffortError(MediantError, RuntimeError):
    """A strategy asked more questions about its own side than a move is allowed."""


class InternalError(MediantError, RuntimeError):
    """A fault of the program: a panic that was caught, or something that cannot be."""


class InputWarning(UserWarning):
    """Something about the input that does not keep it from being used."""
