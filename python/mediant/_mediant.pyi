"""What Rust does for the package; use `mediant`."""

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union, final

__all__ = [
    "Answer",
    "Ballot",
    "Negotiation",
    "Offer",
    "Own",
    "Problem",
    "Scenario",
    "Seat",
    "Table",
    "Tournament",
    "Turn",
    "VERSION",
    "analyze",
    "check_run",
    "full_name",
    "moves_table",
    "play",
    "read",
    "read_contents",
    "replay",
    "strategies",
    "verify",
]
VERSION: str

_Told = Tuple[str, str, Optional[int], Optional[int], str, Optional[str], str]

@final
class Negotiation:
    """A case and its briefs. It holds every confidence of the files; `repr` shows none. Pickling carries the files."""

    @property
    def title(self) -> str: ...
    @property
    def as_of(self) -> Optional[str]:
        """The day of the case, YYYY-MM-DD."""
    @property
    def parties(self) -> List[str]:
        """The ids of the negotiating parties, in the order of the case."""
    @property
    def issues(self) -> List[str]:
        """The ids of the issues, in the order of the case."""
    @property
    def briefs(self) -> List[str]:
        """The ids of the parties that gave a brief."""
    @property
    def notes(self) -> List[str]:
        """What was decided or lost on reading, in sentences."""
    @property
    def discounts(self) -> List[Tuple[str, float]]:
        """The discount factor (0..1 at the deadline) of each party that states one."""
    @property
    def _warnings(self) -> List[_Told]: ...
    def _convert(self, format: str) -> Tuple[List[Tuple[str, str]], List[str]]: ...

@final
class Problem:
    """A negotiation compiled for the mediator. A package maps each issue to an option, by id or name."""

    def __new__(cls, negotiation: Negotiation, on: Optional[str] = None) -> "Problem": ...
    @property
    def parties(self) -> List[str]: ...
    @property
    def options(self) -> List[Tuple[str, List[str]]]:
        """Each issue's id with the ids of its options."""
    @property
    def package_count(self) -> int: ...
    def utility(self, party: str, package: Mapping[str, str]) -> Optional[float]:
        """In points of the party's own brief; None where it states none."""
    def reservation(self, party: str) -> Optional[float]:
        """The walk-away value in points of the party's own brief; None where it states none."""
    def accepts(self, party: str, package: Mapping[str, str]) -> bool:
        """Whether the package breaks none of the party's facts."""
    def passes(self, package: Mapping[str, str]) -> bool:
        """Whether the agreement rule passes the package."""

@final
class Table:
    @property
    def column_names(self) -> List[str]: ...
    def to_pydict(self) -> Dict[str, List[Any]]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...
    def __len__(self) -> int: ...

@final
class Answer:
    @property
    def json(self) -> str: ...
    @property
    def certificate(self) -> Optional[str]: ...
    @property
    def frontier(self) -> Optional[Table]: ...
    @property
    def packages(self) -> Optional[Table]: ...

def read(paths: Sequence[str]) -> Negotiation: ...
def read_contents(contents: Sequence[Tuple[str, bytes]]) -> Negotiation: ...
def analyze(
    negotiation: Negotiation,
    *,
    on: Optional[str] = None,
    reader: Optional[str] = None,
    budget: Optional[float] = None,
    all: bool = False,
    package: Optional[Dict[str, str]] = None,
    certify: bool = True,
) -> Answer: ...
def verify(
    negotiation: Negotiation,
    certificate: str,
    *,
    on: Optional[str] = None,
    report: Optional[str] = None,
    budget: Optional[float] = None,
) -> Tuple[List[str], List[str]]: ...

@final
class Scenario:
    """A negotiation prepared for simulation. Memory: 12 bytes for each package and party, up to 4 million packages."""

    def __new__(cls, negotiation: Negotiation, on: Optional[str] = None) -> "Scenario": ...
    @property
    def parties(self) -> List[str]:
        """The ids of the parties, by their number at the table."""
    @property
    def fingerprint(self) -> str:
        """A hash of everything that can make a difference to a run, as 64 hexadecimal digits."""

@final
class Offer:
    """A package that was or may be put forward."""

    @property
    def package(self) -> Dict[str, str]:
        """From issue to option, by id, in the order of the case."""
    @property
    def options(self) -> List[int]:
        """The number of the option of each issue, in the order of the case."""
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Own:
    """One party's own side: what packages are worth to it, from 0 (its worst) to 1 (its best), and nothing of the others'.

    Where a package is asked for, an `Offer` or a mapping from issue to option will do. Questions are counted: a move that
    asks more than 100 million raises `EffortError`.
    """

    @property
    def party(self) -> int:
        """The number of the party at the table, from 0."""
    @property
    def name(self) -> str:
        """The party's id."""
    @property
    def party_count(self) -> int: ...
    @property
    def issues(self) -> List[Tuple[str, List[str]]]:
        """Each issue's id with the ids of its options, in the order of the case."""
    def worth(self, offer: Union[Offer, Mapping[str, str]]) -> float:
        """What a package is worth, 0..1; minus infinity where there is no such package or own red lines forbid it."""
    @property
    def reservation(self) -> float:
        """What no deal is worth on the same scale; below 0 where every package is better."""
    @property
    def discount(self) -> float:
        """What is left of any utility at the deadline: a deal at time t brings u·discount^t."""
    @property
    def best(self) -> Offer: ...
    def offer(self, package: Union[Offer, Mapping[str, str]]) -> Offer:
        """The offer of a package; `InputError` where there is no such package."""
    @property
    def package_count(self) -> Optional[int]:
        """How many packages the party may offer; None where they are too many to be numbered."""
    def ranked(self, rank: int) -> Optional[Offer]:
        """The package at a rank, 0 for the best; None beyond the last, and where packages are not numbered."""
    def ranked_worth(self, rank: int) -> float:
        """What the package at a rank is worth; minus infinity where there is none."""
    def reaching(self, target: float) -> Optional[int]:
        """How many packages are worth at least `target`: they have the ranks below this number."""
    def least_reaching(self, target: float) -> Offer:
        """The package worth least among those worth at least `target`; the best one where none is."""
    def any_reaching(self, target: float) -> Offer:
        """A package drawn evenly from those worth at least `target`; the best one where none is."""

@final
class Turn:
    """What a strategy sees at its turn."""

    @property
    def own(self) -> Own: ...
    @property
    def round(self) -> int:
        """From 0; in a round every party has one turn."""
    @property
    def rounds(self) -> int:
        """How many there are at most."""
    @property
    def time(self) -> float:
        """The time gone as a share of the deadline, in 0..1."""
    @property
    def offers(self) -> List[Tuple[int, Offer]]:
        """Every offer seen, the oldest first, own ones among them, with the number of who made it. It grows: copy it to
        keep it."""
    @property
    def standing(self) -> Optional[Offer]:
        """The offer on the table; None at the beginning and in a blind round."""

@final
class Ballot:
    """What a strategy sees when the mediator proposes a change to the single text."""

    @property
    def own(self) -> Own: ...
    @property
    def round(self) -> int: ...
    @property
    def rounds(self) -> int: ...
    @property
    def time(self) -> float: ...
    @property
    def text(self) -> Offer:
        """The text as it stands."""
    @property
    def draft(self) -> Offer:
        """The text with the change."""

_Parameter = Tuple[str, str, float, float, float]

def strategies() -> List[Tuple[str, str, str, Optional[str], List[str], List[_Parameter]]]: ...
def full_name(strategy: str) -> str: ...
def play(
    scenario: Scenario, strategies: Sequence[object], names: Sequence[str], protocol: str, rounds: int, seed: int
) -> str: ...
def replay(scenario: Scenario, json: str) -> str: ...
def check_run(json: str) -> None: ...
def moves_table(json: str) -> Table: ...

@final
class Tournament:
    """A tournament, ready to be played. Pickling carries the files of its scenarios."""

    def __new__(
        cls,
        name: str,
        specification: bytes,
        strategies: Mapping[str, object],
        *,
        folder: Optional[str] = None,
        contents: Optional[Any] = None,
    ) -> "Tournament": ...
    @property
    def title(self) -> str: ...
    @property
    def negotiations(self) -> int:
        """How many it has."""
    @property
    def units(self) -> int:
        """How many units it is played in: up to 16 negotiations each."""
    def negotiations_of(self, unit: int) -> int: ...
    @property
    def scenarios(self) -> List[str]:
        """Their labels."""
    @property
    def strategies(self) -> List[str]:
        """Their labels."""
    @property
    def fingerprint(self) -> str:
        """A hash of everything that results depend on, as 64 hexadecimal digits."""
    @property
    def _warnings(self) -> List[_Told]: ...
    def play(self, units: Sequence[int], threads: int, progress: Optional[Callable[[int, int], object]] = None) -> bytes:
        """Play these units; a line for each, with a checksum, to be put together by `mediant.tournaments.results`."""
    def play_in(
        self, folder: str, threads: int, resume: bool, progress: Optional[Callable[[int, int], object]] = None
    ) -> bytes: ...
    def results(self, lines: Sequence[bytes]) -> Tuple[List[Tuple[str, bytes]], Table, List[str]]: ...

@final
class Seat:
    """A strategy in one negotiation that another program runs."""

    def __new__(cls, scenario: Scenario, party: int, strategy: object, rounds: int, seed: int) -> "Seat": ...
    def hear(self, party: int, options: Sequence[int]) -> None: ...
    def act(self, round: int, time: float) -> Tuple[str, Optional[List[int]]]: ...
