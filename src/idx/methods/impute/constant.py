"""A stated number in every cell that is still missing."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method


@method(
    "impute",
    places=("rest",),
    positional=("value",),
    examples=(
        Example("constant(0)", (None, 2, None), (0, 2, 0)),
        Example("constant(-1.5)", (None, 2), (-1.5, 2)),
    ),
)
def constant(cells: Cells, *, value: float) -> pl.Expr:  # noqa: ARG001 - the shape of the place
    """A stated number in every cell that is still missing.

    For what is known without having been measured, such as no patents in a country that grants none. A missing cell is
    not zero by itself; whoever fills it with zero says so here.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3, on explicit imputation.

    Args:
        cells: the indicator.
        value: the number.
    """
    return pl.lit(value)
