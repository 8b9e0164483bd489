"""What the columns beside an indicator say of it, by a straight line through rows that have all."""

from __future__ import annotations

import numpy as np

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import deviations
from idx.methods.values import Group, Names, Reference

MORE_ROWS = 2  # than predictors: one for the constant, one for the line to miss


@method(
    "impute",
    places=("rest",),
    by="rows",
    examples=(
        Example(
            "regression(on = gdp, reference = all_periods)",
            (3, 5, None, 9),
            (3, 5, 7, 9),
            beside=(("gdp", (1, 2, 3, 4)),),
            says="3, 5 and 9 lie on 1 + 2 gdp",
        ),
        Example(
            "regression(on = names(gdp, jobs), reference = all_periods)",
            (1, 3, 4, None, 9),
            (1, 3, 4, 6, 9),
            beside=(("gdp", (0, 1, 0, 1, 2)), ("jobs", (0, 0, 1, 1, 4 / 3))),
            says="1 + 2 gdp + 3 jobs",
        ),
        Example(
            "regression(on = gdp, reference = all_periods)",
            (3, 5, None, 9),
            (3, 5, None, 9),
            beside=(("gdp", (1, 2, None, 4)),),
            says="nothing to go by",
        ),
    ),
)
def regression(
    known: Array,
    beside: Array,
    wanted: Array,
    *,
    on: Names,
    reference: Reference,  # noqa: ARG001 - which rows the engine hands over
    within: Group | None = None,  # noqa: ARG001 - the same
) -> Array:
    """What the columns beside an indicator say of it: a least-squares regression, x = a + Σ b z.

    The line is drawn through those rows of the reference set in which the indicator and all columns are there, as
    observed or filled in time before (`gaps`, `latest`, `earliest`); nothing that was filled from others counts, so
    that the order of indicators plays no part. A cell is filled where all columns have a value in its row. Filled
    values lie on the line, and so vary less than observed ones, and go together with the columns more closely.

    There have to be two rows more than columns, and none of these may be constant or follow from the others. An
    indicator that is named itself is left out among the columns. A set in which no row has all fills nothing.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (regression imputation).

    Args:
        known: the indicator in the rows that have all.
        beside: the columns in those rows.
        wanted: the columns in the rows to be filled.
        on: the columns z: a series or an indicator with data, or several as `names(a, b)`.
        reference: the rows that the line is drawn through: those of the same period (`each_period`), of `all_periods`,
            or of stated periods.
        within: a group: the line is that of the entity's own group.
    """
    rows, columns = beside.shape
    if rows < columns + MORE_ROWS:
        raise MethodError(
            Wording(
                f"{rows} complete row{'' if rows == 1 else 's'}, and a regression on {', '.join(on.names)} needs "
                f"{columns + MORE_ROWS}",
                f"数据齐全的有 {rows} 行，而 {columns} 个自变量的回归需要 {columns + MORE_ROWS} 行",
            ),
            Wording("widen the reference set, or name fewer columns", "请扩大参照集，或减少自变量"),
        )
    spread = deviations(beside)
    for name, width in zip(on.names, spread, strict=True):
        if not width:
            raise MethodError(
                Wording(f"`{name}` is the same in all complete rows", f"`{name}` 在数据齐全的各行中相同"),
                Wording("name a column that varies, or widen the reference set", "请写明有变化的列，或扩大参照集"),
            )
    centre = beside.mean(axis=0)
    design, asked = (np.column_stack([np.ones(len(part)), (part - centre) / spread]) for part in (beside, wanted))
    line, _, rank, _ = np.linalg.lstsq(design, known, rcond=None)
    if rank <= columns:
        raise MethodError(
            Wording(
                f"of {', '.join(on.names)} one follows from the others", f"{'、'.join(on.names)} 之间存在完全共线性"
            ),
            Wording("name fewer columns", "请减少自变量"),
        )
    return floats(asked @ line)
