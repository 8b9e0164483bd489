"""What a number rests on: the weakest basis among the cells that each indicator brings to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.methods.contracts import Scale
from idx.model import Composite, Indicator
from idx.panel.model import BASES, CARRIED, INTERPOLATED, OBSERVED

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
        self._origins: dict[str, dict[int, frozenset[Origin]]] = {}

    def of(self, node: str, column: str, row: int) -> Rests:
        """Return what one number rests on; `row` counts the rows of the result's window."""
        shares = dict.fromkeys(reversed(BASES), 0.0)
        origins: set[Origin] = set()
        for name, weight in self._weights(node, row).items():
            cells = self._cells(name, column, row, alone=name == node)
            codes = [self._cell_codes(name)[cell] for cell in cells]
            shares[BASES[min(codes, default=OBSERVED)]] += weight
            for cell in cells:
                origins |= self._origins[name].get(cell, frozenset())
        return Rests(shares, frozenset(origins))

    def _weights(self, node: str, row: int) -> dict[str, float]:
        """Return what each indicator below a node weighs in it, as used in this row."""
        framework = self.result.framework
        weights: dict[str, float] = {}
        waiting = [(node, 1.0)]
        while waiting:
            name, weight = waiting.pop()
            model = framework.nodes[name]
            if isinstance(model, Composite):
                for child in model.weighing:
                    used = self.result.marks.weight(name, child.name)
                    here = used if isinstance(used, float) else used[row]
                    if here:
                        waiting.append((child.name, weight * here))
            else:
                weights[name] = weights.get(name, 0.0) + weight
        return weights

    def _cells(self, name: str, column: str, row: int, *, alone: bool) -> list[int]:
        """Return the panel rows that an indicator brings to a number, those without a value left out."""
        window = self.result.window
        entity, position = divmod(row, window.length)
        model = self.result.framework.nodes[name]
        positions = {position}
        if column == "index" and model.link:
            base: Periods = model.link.arguments["base"]
            first = window.first.number if window.first else 0
            ends = (base.first.number - first, base.last.number - first)
            between = range(min(*ends, position), max(*ends, position) + 1)
            positions |= set(range(ends[0], ends[1] + 1)) if alone else set(between)
        elif column not in {"raw", "estimated_share"} and self._grows(model) and position:
            positions.add(position - 1)
        start = entity * self.result.panel.length + window.offset
        present = self.result.imputed[name]
        return [start + at for at in sorted(positions) if present[entity * window.length + at] is not None]

    def _grows(self, model: object) -> bool:
        return isinstance(model, Indicator) and model.normalise.scale is Scale.GROWTH

    def _cell_codes(self, name: str) -> list[int]:
        if name not in self._codes:
            panel = self.result.panel
            stated = panel.bases.get(name)
            codes = (stated if stated is not None else panel.whole(OBSERVED)).to_list()
            origins = {row: frozenset(parts) for row, parts in panel.solved_from.get(name, {}).items()}
            for part in self.result.filled.get(name, ()):
                own = INTERPOLATED if part.place == "gaps" else CARRIED
                for row, before, after in part.cells.select("row", "before", "after").iter_rows():
                    codes[row] = min(codes[before], codes[after], own)
                    inherited = origins.get(before, frozenset()) | origins.get(after, frozenset())
                    if inherited:
                        origins[row] = inherited
            self._codes[name], self._origins[name] = codes, origins
        return self._codes[name]
