"""Indicators that formulas compute: from the data before anything is filled, or from results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.states import bases, origins, present, statuses, weakest
from idx.formula.lower import compute
from idx.panel.model import MISSING, NORMAL, OBSERVED, least_values, missing_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.evaluate.filled import Filled
    from idx.evaluate.reporter import Reporter
    from idx.formula.expression import Formula, Value
    from idx.formula.lower import Computed
    from idx.panel.model import Origin, Panel
    from idx.plan import Compute

    Fills = Mapping[str, Sequence[Filled]]


def compute_from_data(
    steps: Sequence[Compute], panel: Panel, values: pl.DataFrame, filled: Fills, reporter: Reporter
) -> tuple[Panel, pl.DataFrame]:
    """Return the panel and its filled values, both with a column more for each indicator that a formula computes.

    The cells of a computed indicator have the weakest status and basis among those that they are computed from.
    """
    columns, states, resting, solved = [], dict(panel.statuses), dict(panel.bases), dict(panel.solved_from)
    known: dict[Formula, Computed] = {}  # versions of a node often share one
    first: dict[Formula, str] = {}
    twins = dict(panel.twins)
    for step in steps:
        if not reporter.places(step.formula, panel):
            continue
        if step.formula not in known:
            computed = compute(step.formula, panel, lambda value: _column(value, panel, values))
            known[step.formula] = computed if panel.variants is None else computed.forgiven()
        done, twins[step.node] = known[step.formula], first.setdefault(step.formula, step.node)
        reporter.computed[step.node] = done
        column = panel.own(done.values.alias(step.node))
        columns.append(column)
        asked = done.asked if panel.variants is None else ()  # nobody is told what the cells of variants rest on
        read = [(each.value.name, each.rows(panel)) for each in asked if each.value.name in values]
        there = column.is_not_null()
        stated = [(codes, rows) for name, rows in read if (codes := statuses(panel, filled, name)) is not None]
        codes = weakest([(present(codes), rows) for codes, rows in stated], NORMAL)
        if codes is not None:
            states[step.node] = codes.zip_with(there, panel.whole(MISSING))
        stated = [(codes, rows) for name, rows in read if (codes := bases(panel, filled, name)) is not None]
        codes = weakest(stated, OBSERVED)
        if codes is not None:
            resting[step.node] = codes.zip_with(there, panel.whole(OBSERVED))
        inherited = _inherited(read, panel, filled)
        if inherited:
            solved[step.node] = inherited
    new = pl.DataFrame(columns)
    cells = (
        missing_cells(pl.concat([column.alias("") for column in columns]), new.height, panel.length)
        if columns
        else panel.missing.clear()
    )
    if panel.variants is not None:
        cells = cells.filter(panel.variants.there.gather(cells["row"]))
    width = pl.lit(panel.values.width, dtype=pl.UInt32)
    wider = replace(
        panel,
        values=panel.values.hstack(new),
        least={**panel.least, **least_values(new)},
        missing=pl.concat([panel.missing, cells.with_columns(pl.col("column") + width)]),
        statuses=states,
        bases=resting,
        solved_from=solved,
        computed=panel.computed | set(new.columns),
        twins=twins,
    )
    return wider, values.hstack(new)


def _column(value: Value, panel: Panel, values: pl.DataFrame) -> pl.Series:
    if value.name in values.columns:
        return values[value.name]
    return panel.group(value.name)


def _inherited(read: list[tuple[str, pl.Series]], panel: Panel, filled: Fills) -> dict[int, tuple[Origin, ...]]:
    found: dict[int, set[Origin]] = {}
    for name, rows in read:
        known = origins(panel, filled, name)
        for row, source in enumerate(rows) if known else ():
            if source in known:
                found.setdefault(row, set()).update(known[source])
    return {row: tuple(parts) for row, parts in found.items()}
