"""A stated number in every cell that is still missing."""

import polars as pl

from idx.methods.contracts import Example
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
def constant(*, value: float) -> pl.Expr:
    """A stated number in every cell that is still missing.

    For what is known without having been measured, such as no patents in a country that grants none. A missing cell is
    not zero by itself; whoever fills it with zero says so here.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3, on explicit imputation.

    Args:
        value: the number.
    """
    return pl.lit(value)
