"""Nothing is filled."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "impute",
    places=("gaps", "latest", "earliest", "rest"),
    examples=(Example("none", (1, None, 3), (1, None, 3)),),
)
def none() -> pl.Expr:
    """Nothing is filled in this place, where an imputation would be handed down from above.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3.
    """
    return pl.lit(None, dtype=pl.Float64)
