"""Tables that Arrow, pandas and Polars read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional

from . import _mediant

if TYPE_CHECKING:
    import pandas

__all__ = ["Table"]


class Table:
    """A table with named columns.

    It speaks Arrow's C data interface, so that `pyarrow.table(t)`, `polars.DataFrame(t)` or DuckDB read it without a
    copy and without pyarrow being installed here. `to_pandas` needs pandas alone.

    >>> from mediant import analyze
    >>> table = analyze("examples/nash-1950").frontier_table()
    >>> table.column_names[:2], len(table)
    (['utility.bill', 'utility.jack'], 7)
    """

    __slots__ = ("_table",)

    def __init__(self, table: _mediant.Table) -> None:
        self._table = table

    @property
    def column_names(self) -> List[str]:
        """The names of the columns, from left to right."""
        return self._table.column_names

    def to_pydict(self) -> Dict[str, List[Any]]:
        """The columns as lists, None where a value is absent."""
        return self._table.to_pydict()

    def to_pandas(self) -> "pandas.DataFrame":
        """The table as a pandas DataFrame with a row index from 0.

        Raises:
            ImportError: pandas is not installed: `pip install pandas`.
        """
        import pandas

        return pandas.DataFrame(self.to_pydict())

    def __arrow_c_schema__(self) -> object:
        return self._table.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        return f"Table({len(self)} rows, columns {self.column_names})"
