"""A composite with a missing child is missing."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "missing",
    examples=(
        Example("null", (1, None), (None,), weights=(0.5, 0.5)),
        Example("null", (1, 3), (2,), weights=(0.5, 0.5)),
    ),
)
def null(weight_share: pl.Expr, count_share: pl.Expr) -> pl.Expr:  # noqa: ARG001 - the shape of the kind
    """A composite with a missing child is missing, as UNDP does for the HDI.

    Args:
        weight_share: the share of the weight whose children are present, from 0 to 1.
        count_share: the share of the number of children that are present.
    """
    return count_share >= 1
