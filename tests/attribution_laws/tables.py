"""The data of a drawn framework: cells, groups and series of quarters, and the tables in which they are written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from attribution_laws.drafts import Draft

Entity = str | None
Cell = tuple[str, Entity, str | None]
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


@dataclass
class Data:
    """Rows of entities × periods, as text; `cells` those that have a number, by the name of the column.

    `fine` has the numbers of quarters of columns that are converted. `groups` has the group of each entity.
    """

    entities: list[Entity]
    periods: list[str | None]
    cells: dict[Cell, float] = field(default_factory=dict)
    fine: dict[Cell, float] = field(default_factory=dict)
    groups: dict[str, dict[Entity, str]] = field(default_factory=dict)

    def tables(self, draft: Draft, stem: str) -> dict[str, str]:
        """Return the tables of a framework as CSV, by the name of the file."""
        said = draft.measured()
        fine = [name for name in said if "convert" in said[name]]
        usual = {name: _heading(name, said[name]) for name in said if name not in fine}
        groups = {name: _heading(name, draft.groups[name]) for name in draft.groups}
        found = {f"{stem}.csv": self._table(usual, groups, self.periods, self.cells)}
        if fine:
            quarters = [f"{period}{quarter}" for period in self.periods for quarter in QUARTERS]
            headings = {name: _heading(name, said[name]) for name in fine}
            found[f"{stem}_fine.csv"] = self._table(headings, {}, quarters, self.fine)
        return found

    def _table(
        self,
        columns: dict[str, str],
        groups: dict[str, str],
        periods: list[str | None] | list[str],
        cells: dict[Cell, float],
    ) -> str:
        rows: list[dict[str, object]] = [
            {"entity": entity, "period": period}
            | {groups[name]: self.groups.get(name, {}).get(entity, "") for name in groups}
            | {heading: cells.get((name, entity, period)) for name, heading in columns.items()}
            for entity in self.entities
            for period in periods
        ]
        return written([*groups.values(), *columns.values()], rows)

    def fill(self, draw: Random, name: str, *, fine: bool, style: str, holes: float) -> None:
        """Draw the numbers of a column."""
        for entity in self.entities:
            for period in self.periods:
                if fine:
                    for quarter in QUARTERS:
                        if draw.random() >= holes / 4:
                            self.fine[name, entity, f"{period}{quarter}"] = number(draw, style)
                elif draw.random() >= holes:
                    self.cells[name, entity, period] = number(draw, style)


def _heading(name: str, said: dict[str, str]) -> str:
    return said.get("code", name).strip('"')


def number(draw: Random, style: str) -> float:
    """Draw a number."""
    match style:
        case "ties":
            return draw.choice((2.0, 3.0, 5.0))
        case "zeros" if draw.random() < 0.2:
            return 0.0
        case "negative":
            return round(draw.uniform(-5, 5), 1)
        case _:
            return round(draw.uniform(1, 9), 2)


def written(columns: list[str], rows: list[dict[str, object]]) -> str:
    """Return rows as CSV, without the keys that no row has."""
    keys = [key for key in ("entity", "period") if any(row[key] is not None for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*keys, *columns], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
