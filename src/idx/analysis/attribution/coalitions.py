"""Evaluate many coalitions of causes at once: the values of every node in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.coalition import Unresolved
from idx.analysis.attribution.panels import Sides, joined
from idx.analysis.attribution.planting import planted
from idx.analysis.attribution.shapes import Shape, shape_of
from idx.analysis.comparison import value_columns
from idx.evaluate import evaluate
from idx.plan import make_plan
from idx.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from idx.analysis.attribution.versions import Version, Versions
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

    Numbers = NDArray[np.float64]


class Failure(NamedTuple):
    """A coalition that is no framework, or that the data do not allow, with what stands in its way."""

    members: int
    diagnostics: tuple[Diagnostic, ...]


class Evaluated(NamedTuple):
    """The values of versions on the rows of `keys`, NaN where there is none; `of` has each coalition's versions."""

    of: dict[int, dict[str, str]]
    values: dict[str, Numbers]


MOST_CELLS = 10_000_000  # values of versions that are evaluated at once; several times as many are in memory by then


class Evaluator:
    """Evaluates coalitions; `keys` are the entities and periods whose values are asked for, `nodes` the identities."""

    def __init__(self, versions: Versions, sides: Sides, keys: pl.DataFrame, nodes: Sequence[str]) -> None:
        """Keep the versions, the data and what is asked for."""
        self.versions, self.sides, self.keys, self.nodes = versions, sides, keys, nodes
        self.values: dict[str, Numbers] = {}
        self.of: dict[int, dict[str, str]] = {}

    def evaluated(self, coalitions: Sequence[int]) -> Evaluated | Failure:
        """Return the values of coalitions, or the first of them that cannot be evaluated."""
        shapes: dict[Shape, list[int]] = {}
        of = self.of = {}
        for members in coalitions:
            coalition = self.versions.coalition(members)
            try:
                roots = self.versions.roots(coalition)
                shapes.setdefault(shape_of(self.versions, coalition, alike=self.sides.alike), []).append(members)
                of[members] = {
                    node: self.versions.version(coalition, node).name
                    for node in self.nodes
                    if coalition.kind(node) is not None
                }
            except Unresolved:
                return Failure(members, ())
            if not roots:
                return Failure(members, ())
        several = len(shapes) > 1
        for number, (shape, members_of_shape) in enumerate(shapes.items()):
            failure = self._evaluate(members_of_shape, shape, f"·{number}" if several else "")
            if failure is not None:
                return failure
            if several:
                for members in members_of_shape:
                    of[members] = {node: f"{name}·{number}" for node, name in of[members].items()}
        return Evaluated(of, self.values)

    def _evaluate(self, coalitions: Sequence[int], shape: Shape, suffix: str) -> Failure | None:
        """Evaluate coalitions of one shape; where that fails, find one that fails by itself.

        Where they would take too much memory at once, halves of them are evaluated one after the other.
        """
        if len(coalitions) == 1 or self._cells(coalitions) <= MOST_CELLS:
            diagnostics = self._at_once(coalitions, shape, suffix)
            if diagnostics is None:
                return None
            if len(coalitions) == 1:
                return Failure(coalitions[0], diagnostics)
        half = len(coalitions) // 2
        return self._evaluate(coalitions[:half], shape, suffix) or self._evaluate(coalitions[half:], shape, suffix)

    def _cells(self, coalitions: Sequence[int]) -> int:
        """Return how many values the versions have that these coalitions rest on."""
        names = {name for members in coalitions for name in self.of[members].values()}
        return len(names) * max(panel.values.height for panel in self.sides.panels)

    def _at_once(self, coalitions: Sequence[int], shape: Shape, suffix: str) -> tuple[Diagnostic, ...] | None:
        """Evaluate coalitions as one framework; return what stands in the way, or None."""
        roots: dict[str, Version] = {}
        for members in coalitions:
            coalition = self.versions.coalition(members)
            roots |= {version.name: version for version in self.versions.roots(coalition)}
        resolved = resolve(planted(self.versions, roots.values(), shape))
        if resolved.value is None:
            return resolved.diagnostics
        framework = resolved.value
        named = self.versions.named
        measured = [(item.name, named[item.name].identity, named[item.name].side) for item in framework.measured]
        if any(identity not in self.sides.columns[side] for _, identity, side in measured):
            return ()
        only_after = self.sides.groups[1].keys() - self.sides.groups[0].keys()
        revised = dict(shape.groups)
        groups = {group.name: revised.get(group.name, int(group.name in only_after)) for group in framework.groups}
        panel = joined(self.sides, measured, groups, shape.data)
        outcome = evaluate(make_plan(framework), panel)
        if outcome.value is None:
            return outcome.diagnostics
        self._keep(outcome.value, suffix)
        return None

    def _keep(self, result: Result, suffix: str) -> None:
        rows = self._rows(result)
        for column in result.window.show(value_columns(result)).fill_null(float("nan")):
            numbers = column.to_numpy()
            kept = numbers if rows is None else np.append(numbers, np.nan)[rows]
            self.values[f"{column.name}{suffix}"] = kept

    def _rows(self, result: Result) -> NDArray[np.int64] | None:
        """Return the result's row for each key, one beyond the last where it has none; None where all are the same."""
        there = result.window.keys
        if there.equals(self.keys):
            return None
        numbered = there.with_row_index("row")
        found = self.keys.join(numbered, on=["entity", "period"], how="left", nulls_equal=True, maintain_order="left")
        return found["row"].fill_null(there.height).to_numpy().astype(np.int64)
