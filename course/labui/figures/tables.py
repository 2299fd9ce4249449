"""Small tables of lessons: clean HTML for the page, aligned text for everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from kpi_sim.units import format_number


@dataclass(frozen=True)
class Table:
    """A small table for reading; cells are text, numbers already in Indonesian form."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"

    def __repr__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def table(rows: Sequence[Mapping[str, object]], decimals: int | None = None) -> Table:
    """Rows of the same keys as a table; numbers get the Indonesian form with ``decimals``."""

    def cell(value: object) -> str:
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return format_number(value, decimals) if is_number else str(value)

    return Table(tuple(rows[0]), tuple(tuple(cell(value) for value in row.values()) for row in rows))
