"""The panel of many states of the data: which changes of data are made in each, one variant a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.analysis.attribution.cells import NOBODY, Cells, picked
from idx.edits.facts import Key
from idx.panel.model import Panel, Variants, least_values, missing_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from idx.period import Periods

    Numbers = NDArray[np.float64]
    Flags = NDArray[np.bool_]


class States:
    """Builds panels of states; `bits` has the bit of the cause that each change of data belongs to."""

    def __init__(self, cells: Cells, bits: Sequence[int]) -> None:
        """Keep the cells of both versions."""
        self.cells, self.bits = cells, bits

    def made(self, states: Sequence[int]) -> Flags:
        """Return a row a state, and whether each change of data is made in it."""
        rows = [[bool(state & bit) for bit in self.bits] for state in states]
        return np.array(rows, dtype=bool).reshape(len(states), len(self.bits))

    def panel(
        self,
        states: Sequence[int],
        names: Sequence[tuple[str, str, int]],
        groups: Iterable[str],
        stated: Periods | None,
    ) -> Panel:
        """Return a panel with a variant for each state.

        `names` has the columns: each the data of an identity, those of a side where only one has any. `groups` are the
        identities of groups, `stated` the periods that the framework states, which every variant has.
        """
        cells, grid, made = self.cells, self.cells.grid, self.made(states)
        entities, periods = cells.entities.there(made), cells.periods.there(made)
        rows = (entities[:, :, None] & periods[:, None, :]).reshape(len(states), -1)
        laid = {
            (identity, side): pl.Series(self._laid(identity, side, made, rows), dtype=pl.Float64, nan_to_null=True)
            for identity, side in dict.fromkeys((identity, side) for _, identity, side in names)
        }
        columns = [laid[identity, side].alias(name) for name, identity, side in names]
        first: dict[tuple[str, int], str] = {}
        twins = {name: first.setdefault((identity, side), name) for name, identity, side in names}
        frame = pl.DataFrame(columns)
        long = pl.concat([column.alias("") for column in columns]) if columns else pl.Series(dtype=pl.Float64)
        height = len(states) * grid.height
        spans = (entities[:, :, None] & self._span(periods, stated)[:, None, :]).reshape(-1)
        start = grid.first.number if grid.first else 0
        holes, present = missing_cells(long, height, grid.length), pl.Series(spans)
        observed = np.flatnonzero(periods.any(axis=0)).tolist() if grid.first else []
        return Panel(
            entities=grid.entities * len(states),
            first=grid.first,
            length=grid.length,
            values=frame,
            observed=frozenset(start + place for place in observed),
            least=least_values(frame),
            missing=holes.filter(present.gather(holes["row"])),
            groups=self._members(groups, made),
            twins=twins,
            variants=Variants(len(states), present, pl.Series(rows.reshape(-1))),
        )

    def _laid(self, identity: str, side: int, made: Flags, rows: Flags) -> Numbers:
        """Return the data of an identity in all states, below one another."""
        cells = self.cells
        if identity in cells.owner:
            after = picked(made, cells.owner[identity])
            numbers = np.where(after, cells.after[identity], cells.before[identity])
            factor, number = cells.factors.get(identity, (1.0, NOBODY))
            if number != NOBODY:
                numbers = np.where(made[:, number, None], numbers * factor, numbers)
        else:
            numbers = (cells.after if side else cells.before)[identity][None, :]
        return np.where(rows, numbers, np.nan).reshape(-1)

    def _span(self, periods: Flags, stated: Periods | None) -> Flags:
        """Return the periods from the first to the last of each state."""
        there, first = periods.copy(), self.cells.grid.first
        if stated is not None and first is not None:
            low, high = (period.number - first.number for period in stated)
            there[:, [place for place in (low, high) if 0 <= place < there.shape[1]]] = True
        forward = np.maximum.accumulate(there, axis=1)
        return forward & np.maximum.accumulate(there[:, ::-1], axis=1)[:, ::-1]

    def _members(self, groups: Iterable[str], made: Flags) -> dict[str, tuple[str | None, ...]]:
        found: dict[str, tuple[str | None, ...]] = {}
        for identity in groups:
            before, after = (side.get(identity) for side in self.cells.groups)
            if before is None or after is None:
                found[identity] = (before or after or (None,) * len(self.cells.grid.entities)) * len(made)
                continue
            found[identity] = tuple(
                group for state in self._after_in(identity, made) for group in self._chosen(before, after, state)
            )
        return found

    def _after_in(self, identity: str, made: Flags) -> Flags:
        """Return, for each state, the entities whose group is the one after: revised, or come."""
        number = next((place for place, key in enumerate(self.cells.keys) if key == Key("cells", identity)), None)
        revised = made[:, number] if number is not None else np.zeros(len(made), dtype=bool)
        both = self.cells.entities.before & self.cells.entities.after
        return np.where(both[None, :], revised[:, None], self.cells.entities.after[None, :])

    def _chosen(self, before: Sequence[str | None], after: Sequence[str | None], state: Flags) -> Iterable[str | None]:
        return (new if is_after else old for old, new, is_after in zip(before, after, state, strict=True))
