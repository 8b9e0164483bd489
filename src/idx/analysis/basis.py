"""What a number rests on: the weakest basis among the cells that each indicator brings to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.evaluate.states import bases, origins
from idx.methods.values import Scale
from idx.model import Composite, Indicator
from idx.panel.model import BASES, OBSERVED

if TYPE_CHECKING:
    from idx.evaluate.result import Result
    from idx.panel.model import Origin
    from idx.period import Periods


class Rests(NamedTuple):
    """Shares of a number's weight by basis, and the published values that figures it uses were solved from."""

    shares: dict[str, float]
    origins: frozenset[Origin]


class Basis:
    """The basis of every cell of a result's panel, filled cells included."""

    def __init__(self, result: Result) -> None:
        """Keep the result; an indicator's cells are looked at when they are first asked for."""
        self.result = result
        self._codes: dict[str, list[int]] = {}
        self._present: dict[str, list[bool]] = {}
        self._origins: dict[str, dict[int, frozenset[Origin]]] = {}

    def of(self, node: str, column: str, row: int) -> Rests:
        """Return what one number rests on; `row` counts the rows of the result's window."""
        shares = dict.fromkeys(reversed(BASES), 0.0)
        origins: set[Origin] = set()
        panel_row = self.result.window.rows_in_panel(self.result.panel.length)[row]
        for (name, at), weight in self._weights(node, panel_row).items():
            cells = self._cells(name, column, at, alone=name == node)
            codes = [self._cell_codes(name)[cell] for cell in cells]
            shares[BASES[min(codes, default=OBSERVED)]] += weight
            for cell in cells:
                origins |= self._origins[name].get(cell, frozenset())
        return Rests(shares, frozenset(origins))

    def _weights(self, node: str, row: int) -> dict[tuple[str, int], float]:
        """Return what each indicator below a node weighs in it, as used in this row, with the row that it is read in.

        Rows are the panel's, since formulas read beyond the window. A formula over results does not weigh; what it
        reads is taken in equal parts.
        """
        nodes = self.result.framework.nodes
        weights: dict[tuple[str, int], float] = {}
        waiting = [(node, row, 1.0)]
        while waiting:
            name, here, weight = waiting.pop()
            model = nodes.get(name)
            if isinstance(model, Composite):
                waiting.extend((part, here, weight * share) for part, share in self._parts(name, here).items() if share)
            elif isinstance(model, Indicator) and model.formula and model.formula.late:
                read = self._read(name, here)
                waiting.extend((other, at, weight / len(read)) for other, at in read)
            else:
                weights[name, here] = weights.get((name, here), 0.0) + weight
        return weights

    def _parts(self, composite: str, row: int) -> dict[str, float]:
        marks = self.result.marks
        used = {part: marks.used(composite, part) for part in marks.combining[composite].children}
        window, panel = self.result.window, self.result.panel
        entity, position = divmod(row, panel.length)
        at = entity * window.length + position - window.offset
        return {part: share if isinstance(share, float) else share[at] for part, share in used.items()}

    def _read(self, node: str, row: int) -> list[tuple[str, int]]:
        rows = {(asked.value.name, asked.rows(self.result.panel)[row]) for asked in self.result.asked[node]}
        return sorted((name, at) for name, at in rows if at is not None and self._has_cells(name))

    def _has_cells(self, name: str) -> bool:
        return name in self.result.framework.nodes or name in self.result.panel.values.columns

    def _cells(self, name: str, column: str, row: int, *, alone: bool) -> list[int]:
        """Return the panel rows that an indicator brings to a number, those without a value left out."""
        panel = self.result.panel
        entity, position = divmod(row, panel.length)
        model = self.result.framework.nodes.get(name)
        positions = {position}
        if column == "index" and model is not None and model.link:
            base: Periods = model.link.arguments["base"]
            first = panel.first.number if panel.first else 0
            ends = (base.first.number - first, base.last.number - first)
            between = range(min(*ends, position), max(*ends, position) + 1)
            positions |= set(range(ends[0], ends[1] + 1)) if alone else set(between)
        elif column not in {"raw", "estimated_share"} and isinstance(model, Indicator):
            positions |= self._compared_with(model, position)
        there = self._there(name)
        return [cell for at in sorted(positions) if there[cell := entity * panel.length + at]]

    def _there(self, name: str) -> list[bool]:
        """Return where an indicator or a series has a value, filled ones included, on the panel's rows."""
        if name not in self._present:
            present = self.result.panel.values[name].is_not_null()
            for part in self.result.filled.get(name, ()):
                present = present.scatter(part.cells["row"], True)  # noqa: FBT003 - the value that is laid in
            self._present[name] = present.to_list()
        return self._present[name]

    def _compared_with(self, model: Indicator, position: int) -> set[int]:
        """Return the positions of the cells that a score holds its own against: the one before, or those of a base."""
        if model.normalise.scale is Scale.GROWTH:
            return {position - 1} if position else set()
        if "base" not in model.normalise.arguments:
            return set()
        base: Periods = model.normalise.arguments["base"]
        first = self.result.panel.first.number if self.result.panel.first else 0
        return set(range(base.first.number - first, base.last.number - first + 1))

    def _cell_codes(self, name: str) -> list[int]:
        if name not in self._codes:
            panel, filled = self.result.panel, self.result.filled
            codes = bases(panel, filled, name)
            self._codes[name] = (codes if codes is not None else panel.whole(OBSERVED)).to_list()
            self._origins[name] = origins(panel, filled, name)
        return self._codes[name]
